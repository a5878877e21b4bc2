using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Payments.Sandbox;

/// <summary>A payment in the sandbox's own books, which the marketplace reads as it reads any provider's: by asking.</summary>
/// <param name="keeps">What it is paid by is kept for later payments.</param>
public sealed class SandboxPayment(
    string id, string key, Guid paymentId, long minor, string currency, string description, string returnUrl, bool keeps, DateTime at)
{
    public string Id { get; private set; } = id;
    public string Key { get; private set; } = key;
    public Guid PaymentId { get; private set; } = paymentId;
    public long Minor { get; private set; } = minor;
    public string Currency { get; private set; } = currency;
    public Money Amount => new(Minor, Currency);
    public string Description { get; private set; } = description;
    public string ReturnUrl { get; private set; } = returnUrl;
    public bool Keeps { get; private set; } = keeps;
    public DateTime At { get; private set; } = at;
    public PaymentState State { get; private set; }

    /// <summary>The last four characters of the <see cref="SandboxCard"/> that it is paid by.</summary>
    public string? Card { get; private set; }

    public string? Failure { get; private set; }
    public long? FeeMinor { get; private set; }

    /// <summary>When a direct debit is decided.</summary>
    public DateTime? DecidedAt { get; private set; }

    public long RefundedMinor { get; private set; }
    public bool IsDisputed { get; private set; }
    public int Version { get; private set; }

    public SandboxCard? PaidBy => SandboxCard.All.FirstOrDefault(card => Card is not null && card.Number.EndsWith(Card, StringComparison.Ordinal));

    public void Try(SandboxCard card, PaymentState state, string? failure, DateTime? decidedAt = null)
    {
        (Card, State, Failure, DecidedAt) = (card.Number[^4..], state, failure, decidedAt);
        if (state is PaymentState.Succeeded)
        {
            FeeMinor = SandboxCard.Fee(Amount);
        }

        Version++;
    }

    /// <summary>The saved method was refused, and nobody is there to enter another one.</summary>
    public void Fail() => State = PaymentState.Failed;

    public void Cancel()
    {
        State = PaymentState.Canceled;
        Version++;
    }

    public void Dispute() => IsDisputed = true;

    public void GiveBack(long minor)
    {
        RefundedMinor += minor;
        Version++;
    }
}

public sealed class SandboxRefund(string id, string key, string paymentId, long minor, DateTime at)
{
    public string Id { get; private set; } = id;
    public string Key { get; private set; } = key;
    public string PaymentId { get; private set; } = paymentId;
    public long Minor { get; private set; } = minor;
    public DateTime At { get; private set; } = at;
}

/// <summary>A change of the sandbox's balance, and what it tells of it.</summary>
public sealed class SandboxMovement(
    MovementKind kind, string type, long net, long fee, string currency, string paymentId, string? refundId, DateTime at, string? disputeId = null)
{
    public long Id { get; private set; }
    public MovementKind Kind { get; private set; } = kind;
    public string Type { get; private set; } = type;
    public long Net { get; private set; } = net;
    public long Fee { get; private set; } = fee;
    public string Currency { get; private set; } = currency;
    public string PaymentId { get; private set; } = paymentId;
    public string? RefundId { get; private set; } = refundId;
    public string? DisputeId { get; private set; } = disputeId;
    public DateTime At { get; private set; } = at;
}

public static class SandboxData
{
    extension(MarketplaceDb db)
    {
        public DbSet<SandboxPayment> SandboxPayments => db.Set<SandboxPayment>();
        public DbSet<SandboxRefund> SandboxRefunds => db.Set<SandboxRefund>();
        public DbSet<SandboxDispute> SandboxDisputes => db.Set<SandboxDispute>();
        public DbSet<SandboxMovement> SandboxMovements => db.Set<SandboxMovement>();
    }
}

internal sealed class SandboxPaymentMapping : IEntityTypeConfiguration<SandboxPayment>
{
    public void Configure(EntityTypeBuilder<SandboxPayment> payment)
    {
        payment.ToTable("SandboxPayments");
        payment.Property(p => p.Id).HasMaxLength(40).IsUnicode(false);
        payment.Property(p => p.Key).HasMaxLength(80).IsUnicode(false);
        payment.Property(p => p.Currency).HasMaxLength(3).IsUnicode(false);
        payment.Property(p => p.Description).HasMaxLength(500);
        payment.Property(p => p.ReturnUrl).HasMaxLength(2000);
        payment.Property(p => p.State).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        payment.Property(p => p.Card).HasMaxLength(4).IsUnicode(false);
        payment.Property(p => p.Failure).HasMaxLength(Payment.MaxFailure);
        payment.Property(p => p.Version).IsConcurrencyToken();
        payment.Ignore(p => p.PaidBy);
        payment.HasIndex(p => p.Key).IsUnique();
        payment.HasIndex(p => p.DecidedAt).HasFilter("[DecidedAt] IS NOT NULL");
    }
}

internal sealed class SandboxRefundMapping : IEntityTypeConfiguration<SandboxRefund>
{
    public void Configure(EntityTypeBuilder<SandboxRefund> refund)
    {
        refund.ToTable("SandboxRefunds");
        refund.Property(r => r.Id).HasMaxLength(40).IsUnicode(false);
        refund.Property(r => r.Key).HasMaxLength(80).IsUnicode(false);
        refund.Property(r => r.PaymentId).HasMaxLength(40).IsUnicode(false);
        refund.HasIndex(r => r.Key).IsUnique();
        refund.HasOne<SandboxPayment>().WithMany().HasForeignKey(r => r.PaymentId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SandboxMovementMapping : IEntityTypeConfiguration<SandboxMovement>
{
    public void Configure(EntityTypeBuilder<SandboxMovement> movement)
    {
        movement.ToTable("SandboxMovements");
        movement.Property(m => m.Kind).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        movement.Property(m => m.Type).HasMaxLength(60).IsUnicode(false);
        movement.Property(m => m.Currency).HasMaxLength(3).IsUnicode(false);
        movement.Property(m => m.PaymentId).HasMaxLength(40).IsUnicode(false);
        movement.Property(m => m.RefundId).HasMaxLength(40).IsUnicode(false);
        movement.Property(m => m.DisputeId).HasMaxLength(40).IsUnicode(false);
        movement.HasIndex(m => m.At);
    }
}
