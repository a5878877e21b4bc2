using System.Text.Json.Serialization;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Payments;
using Marketplace.Pricing.Parties;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Payouts.Accounts;

/// <summary>How a publisher is paid. The names are the interface's codes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PayoutMethod>))]
public enum PayoutMethod
{
    /// <summary>By a transfer of the bank.</summary>
    Transfer,

    /// <summary>By a transfer to its account at Stripe.</summary>
    Connect,
}

/// <summary>Where a publisher is paid, from an instant on. It is never changed: the last one counts, and each payout names the one that it went to.</summary>
/// <param name="holder">In whose name the account is.</param>
/// <param name="iban">Normalized; empty where it is an account at Stripe.</param>
public sealed class PayoutAccount(long publisherId, PayoutMethod method, string holder, string iban, long byId, DateTime at) : IAppendOnly
{
    /// <summary>As banks take names.</summary>
    public const int MaxHolder = 70;

    public long Id { get; private set; }
    public long PublisherId { get; private set; } = publisherId;
    public Organization Publisher { get; private set; } = null!;
    public PayoutMethod Method { get; private set; } = method;
    public string Holder { get; private set; } = holder;
    public string Iban { get; private set; } = iban;

    /// <summary>The account at Stripe; null where it is one of a bank.</summary>
    public string? ConnectId { get; private set; }

    public long ById { get; private set; } = byId;
    public User By { get; private set; } = null!;
    public DateTime At { get; private set; } = at;

    /// <summary>As it is read where it need not be known whole: the country and the last four.</summary>
    public string Masked => MaskedOf(Number);

    /// <summary>By which the bank, or Stripe, knows it.</summary>
    public string Number => ConnectId ?? Iban;

    internal static PayoutAccount Connected(long publisherId, string holder, string connectId, long byId, DateTime at) =>
        new(publisherId, PayoutMethod.Connect, holder, "", byId, at) { ConnectId = connectId };

    public static string MaskedOf(string number) =>
        number.StartsWith("acct_", StringComparison.Ordinal) ? $"Stripe •••• {number[^4..]}"
        : number.Length <= 8 ? number : $"{number[..2]}•• •••• {number[^4..]}";
}

public static class AccountsData
{
    extension(MarketplaceDb db)
    {
        public DbSet<PayoutAccount> PayoutAccounts => db.Set<PayoutAccount>();

        /// <summary>The one of each publisher that counts.</summary>
        public IQueryable<PayoutAccount> CurrentPayoutAccounts()
        {
            var all = db.Set<PayoutAccount>();
            return all.Where(a => !all.Any(later => later.PublisherId == a.PublisherId && later.Id > a.Id));
        }
    }
}

internal sealed class PayoutAccountMapping : IEntityTypeConfiguration<PayoutAccount>
{
    public void Configure(EntityTypeBuilder<PayoutAccount> account)
    {
        account.ToTable("PayoutAccounts");
        account.Property(a => a.Method).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        account.Property(a => a.Holder).HasMaxLength(PayoutAccount.MaxHolder);
        account.Property(a => a.Iban).HasMaxLength(Iban.MaxLength).IsUnicode(false);
        account.Property(a => a.ConnectId).HasMaxLength(Payment.MaxProviderId).IsUnicode(false);
        account.Ignore(a => a.Masked).Ignore(a => a.Number);
        account.HasIndex(a => new { a.PublisherId, a.Id }).IsUnique();
        account.HasOne(a => a.Publisher).WithMany().HasForeignKey(a => a.PublisherId).OnDelete(DeleteBehavior.Restrict);
        account.HasOne(a => a.By).WithMany().HasForeignKey(a => a.ById).OnDelete(DeleteBehavior.Restrict);
    }
}
