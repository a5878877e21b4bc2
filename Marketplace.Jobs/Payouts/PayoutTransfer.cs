using Marketplace.Data;
using Marketplace.Payments;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Payouts;

/// <summary>A payout that Stripe is asked to transfer: written when the run is sent, so that an answer that is lost is asked for with the same key.</summary>
public sealed class PayoutTransfer
{
    public const int MaxProblem = 300;

    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30), Longest = TimeSpan.FromHours(1);

    private PayoutTransfer()
    {
    }

    internal PayoutTransfer(Payout payout, DateTime now) => (Payout, PayoutId, At, DueAt) = (payout, payout.Id, now, now);

    public long PayoutId { get; private set; }
    public Payout Payout { get; private set; } = null!;

    /// <summary>Names it at Stripe, for good.</summary>
    public Guid Key { get; private set; } = Guid.NewGuid();

    public DateTime At { get; private set; }

    /// <summary>When it is asked for next; whoever moves it on asks.</summary>
    public DateTime DueAt { get; private set; }

    public int Attempts { get; private set; }

    /// <summary>How often Stripe answered that nothing came of it.</summary>
    public int Refusals { get; private set; }

    /// <summary>Why nothing came of it at the last attempt; null while that is not known.</summary>
    public string? Problem { get; private set; }

    /// <summary>Null until Stripe made it.</summary>
    public string? ProviderId { get; private set; }

    public DateTime? SentAt { get; private set; }

    /// <summary>When it was given up: it is never made.</summary>
    public DateTime? FailedAt { get; private set; }

    /// <summary>What came back of it.</summary>
    public long ReversedMinor { get; private set; }

    public int Version { get; private set; }

    public bool IsOpen => SentAt is null && FailedAt is null;

    /// <summary>It is certain that Stripe has not made it.</summary>
    public bool MayStop => IsOpen && Problem is not null;

    internal string StripeKey => $"transfer-{Key:N}";

    internal void Claim(DateTime now)
    {
        (DueAt, Attempts, Problem) = (now + TimeSpan.FromTicks(Math.Min(Lease.Ticks << Math.Min(Attempts, 8), Longest.Ticks)), Attempts + 1, null);
        Version++;
    }

    internal void Wait(string problem, DateTime now)
    {
        (Problem, Refusals, DueAt) = (problem.Clip(MaxProblem), Refusals + 1, now + Longest);
        Version++;
    }

    internal void Fail(string problem, DateTime now)
    {
        (Problem, FailedAt) = (problem.Clip(MaxProblem), now);
        Version++;
    }

    internal void Send(string providerId, DateTime at)
    {
        (ProviderId, SentAt, Problem) = (providerId, SentAt ?? at, null);
        Version++;
    }

    internal void Reverse(long minor)
    {
        ReversedMinor = minor;
        Version++;
    }
}

internal sealed class PayoutTransferMapping : IEntityTypeConfiguration<PayoutTransfer>
{
    public void Configure(EntityTypeBuilder<PayoutTransfer> transfer)
    {
        transfer.ToTable("PayoutTransfers");
        transfer.HasKey(t => t.PayoutId);
        transfer.Property(t => t.PayoutId).ValueGeneratedNever();
        transfer.Property(t => t.Problem).HasMaxLength(PayoutTransfer.MaxProblem);
        transfer.Property(t => t.ProviderId).HasMaxLength(Payment.MaxProviderId).IsUnicode(false);
        transfer.Property(t => t.Version).IsConcurrencyToken();
        transfer.Ignore(t => t.IsOpen).Ignore(t => t.MayStop).Ignore(t => t.StripeKey);
        transfer.HasIndex(t => t.ProviderId).IsUnique().HasFilter("[ProviderId] IS NOT NULL");
        transfer.HasIndex(t => t.DueAt).HasFilter("[SentAt] IS NULL AND [FailedAt] IS NULL");
        transfer.HasOne(t => t.Payout).WithOne(p => p.Transfer).HasForeignKey<PayoutTransfer>(t => t.PayoutId).OnDelete(DeleteBehavior.Restrict);
    }
}
