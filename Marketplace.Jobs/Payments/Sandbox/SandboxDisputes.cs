using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Payments.Sandbox;

/// <summary>A disputed payment of the sandbox.</summary>
public sealed class SandboxDispute(string id, string paymentId, long minor, string currency, DateTime at)
{
    /// <summary>What the evidence says where the sandbox is to decide for the marketplace; anything else loses.</summary>
    public const string Winning = "winning_evidence";

    public const long Fee = 1500;
    public static readonly TimeSpan Lasts = TimeSpan.FromDays(9);

    public string Id { get; private set; } = id;
    public string PaymentId { get; private set; } = paymentId;
    public long Minor { get; private set; } = minor;
    public string Currency { get; private set; } = currency;
    public DateTime At { get; private set; } = at;
    public DateTime DueBy { get; private set; } = at + Lasts;
    public DisputeState State { get; private set; }

    public SandboxMovement Opened => new(MovementKind.Dispute, "dispute.created", -Minor - Fee, Fee, Currency, PaymentId, null, At, Id);

    /// <summary>The bank has decided.</summary>
    public SandboxMovement Decide(bool isWon, DateTime now)
    {
        State = isWon ? DisputeState.Won : DisputeState.Lost;
        return isWon
            ? new(MovementKind.DisputeWon, "dispute.won", Minor + Fee, -Fee, Currency, PaymentId, null, now, Id)
            : new(MovementKind.Other, "dispute.lost", 0, 0, Currency, PaymentId, null, now, Id);
    }

    public ProviderDispute Told => new(
        Id, PaymentId, State, new(Minor, Currency), "fraudulent", At, DueBy, IsInquiry: false, IsWithdrawn: true, IsReinstated: State is DisputeState.Won,
        new(Fee, Currency), State is DisputeState.Won ? new(Fee, Currency) : null);
}

internal sealed class SandboxDisputeMapping : IEntityTypeConfiguration<SandboxDispute>
{
    public void Configure(EntityTypeBuilder<SandboxDispute> dispute)
    {
        dispute.ToTable("SandboxDisputes");
        dispute.Property(d => d.Id).HasMaxLength(40).IsUnicode(false);
        dispute.Property(d => d.PaymentId).HasMaxLength(40).IsUnicode(false);
        dispute.Property(d => d.Currency).HasMaxLength(3).IsUnicode(false);
        dispute.Property(d => d.State).HasConversion<string>().HasMaxLength(20).IsUnicode(false).IsConcurrencyToken();
        dispute.Ignore(d => d.Opened).Ignore(d => d.Told);
        dispute.HasIndex(d => d.DueBy);
        dispute.HasOne<SandboxPayment>().WithMany().HasForeignKey(d => d.PaymentId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>Reads and decides disputes of the sandbox.</summary>
public sealed class SandboxDisputes(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    public async Task<ProviderDispute> ReadAsync(string id, CancellationToken cancel)
    {
        await DecideAsync(cancel);
        await using var db = await databases.CreateDbContextAsync(cancel);
        return (await db.SandboxDisputes.AsNoTracking().SingleAsync(d => d.Id == id, cancel)).Told;
    }

    public async Task<ProviderDispute> SubmitAsync(string id, ProviderEvidence evidence, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var dispute = await db.SandboxDisputes.SingleAsync(d => d.Id == id, cancel);
        if (dispute.State is DisputeState.NeedsResponse && dispute.DueBy > clock.UtcNow)
        {
            await DecideAsync(db, dispute, evidence.Text.Contains(SandboxDispute.Winning, StringComparison.Ordinal), cancel);
        }

        return await ReadAsync(id, cancel);
    }

    /// <summary>What nobody answered in time is lost.</summary>
    internal async Task DecideAsync(CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        foreach (var dispute in await db.SandboxDisputes.Where(d => d.State == DisputeState.NeedsResponse && d.DueBy <= now).OrderBy(d => d.DueBy).Take(100)
            .ToListAsync(cancel))
        {
            await DecideAsync(db, dispute, isWon: false, cancel);
        }
    }

    private async Task DecideAsync(MarketplaceDb db, SandboxDispute dispute, bool isWon, CancellationToken cancel)
    {
        db.Add(dispute.Decide(isWon, clock.UtcNow));
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another worker decided it at this moment.
            db.ChangeTracker.Clear();
        }
    }
}
