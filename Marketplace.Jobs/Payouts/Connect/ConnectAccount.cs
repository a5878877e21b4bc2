using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Payments;
using Marketplace.Payments.Stripe;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Payouts.Connect;

/// <summary>How a connected account stands, from what the provider said last. The names are the interface's codes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ConnectState>))]
public enum ConnectState
{
    /// <summary>The provider's form is not filled in.</summary>
    Incomplete,

    /// <summary>The provider wants to know something, and pays nothing before.</summary>
    InformationNeeded,

    /// <summary>The provider is checking what was entered.</summary>
    Checking,

    /// <summary>It can be paid to.</summary>
    Ready,

    /// <summary>The provider closed it.</summary>
    Rejected,
}

/// <summary>What is known of a publisher's number for taxes at the provider. The names are the interface's codes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ConnectTax>))]
public enum ConnectTax
{
    /// <summary>The form is not filled in, so the provider does not say.</summary>
    Unknown,

    Missing,
    Checking,

    /// <summary>The provider asks for nothing about taxes.</summary>
    Complete,
}

/// <summary>The account of a publisher at Stripe, and how it stood when it was last asked. Its papers are Stripe's alone.</summary>
public sealed class ConnectAccount
{
    public const int MaxList = 4000;

    private static readonly TimeSpan Soon = TimeSpan.FromHours(1), Daily = TimeSpan.FromDays(1);

    private ConnectAccount() => (Country, DueJson, CheckingJson) = ("", "[]", "[]");

    internal ConnectAccount(long publisherId, string country, long byId, DateTime at)
        : this() => (PublisherId, Country, ById, At, CheckAt) = (publisherId, country, byId, at, at + Soon);

    public long PublisherId { get; private set; }
    public Organization Publisher { get; private set; } = null!;

    /// <summary>Names its opening at the provider: whoever asks again gets the same.</summary>
    public Guid Key { get; private set; } = Guid.NewGuid();

    public string Country { get; private set; }
    public long ById { get; private set; }
    public User By { get; private set; } = null!;
    public DateTime At { get; private set; }

    /// <summary>Null until it is opened.</summary>
    public string? ProviderId { get; private set; }

    public bool IsSubmitted { get; private set; }

    /// <summary>It can receive transfers.</summary>
    public bool IsActive { get; private set; }

    /// <summary>The provider pays its balance out to its bank account.</summary>
    public bool PaysOut { get; private set; }

    public string DueJson { get; private set; }
    public string CheckingJson { get; private set; }
    public DateTime? Deadline { get; private set; }
    public string? DisabledReason { get; private set; }

    /// <summary>State of the provider's own reporting for taxes; null where there is none.</summary>
    public string? TaxReporting { get; private set; }

    /// <summary>When the provider was last asked.</summary>
    public DateTime? ReadAt { get; private set; }

    /// <summary>When it is asked again, if it says nothing of its own.</summary>
    public DateTime CheckAt { get; private set; }

    public int Version { get; private set; }

    /// <summary>What the provider wants to know, in its own names.</summary>
    public IReadOnlyList<string> Due => JsonSerializer.Deserialize<List<string>>(DueJson)!;

    public IReadOnlyList<string> InCheck => JsonSerializer.Deserialize<List<string>>(CheckingJson)!;

    public ConnectState State =>
        DisabledReason?.StartsWith("rejected", StringComparison.Ordinal) is true ? ConnectState.Rejected
        : IsActive ? ConnectState.Ready
        : !IsSubmitted ? ConnectState.Incomplete
        : Due.Count > 0 ? ConnectState.InformationNeeded
        : ConnectState.Checking;

    public ConnectTax Tax =>
        Due.Any(IsTax) ? ConnectTax.Missing : InCheck.Any(IsTax) ? ConnectTax.Checking : IsSubmitted ? ConnectTax.Complete : ConnectTax.Unknown;

    /// <summary>Of a requirement, in the provider's name.</summary>
    public static bool IsTax(string requirement) =>
        requirement.Contains("tax_id", StringComparison.Ordinal) || requirement.EndsWith("id_number", StringComparison.Ordinal)
        || requirement.EndsWith("ssn_last_4", StringComparison.Ordinal) || requirement.Contains("tax_form", StringComparison.Ordinal);

    /// <returns>Whether it stands otherwise than before.</returns>
    internal bool Take(ConnectedAccount now, DateTime at)
    {
        if ((ProviderId ?? now.Id) != now.Id)
        {
            throw new ProviderMismatchException($"The account of publisher {PublisherId} is {ProviderId} here and {now.Id} at its provider.");
        }

        var before = (State, DueJson, CheckingJson, DisabledReason, PaysOut, TaxReporting);
        (ProviderId, IsSubmitted, IsActive, PaysOut) = (now.Id, now.IsSubmitted, now.Transfers is "active", now.PaysOut);
        (DueJson, CheckingJson) = (Text(now.Due), Text(now.Checking));
        (Deadline, DisabledReason, TaxReporting) = (now.Deadline, now.DisabledReason?.Clip(100), now.TaxReporting?.Clip(40));
        (ReadAt, CheckAt) = (at, at + (State is ConnectState.Ready or ConnectState.Rejected ? Daily : Soon));
        Version++;
        return before != (State, DueJson, CheckingJson, DisabledReason, PaysOut, TaxReporting);
    }

    // As many as there is room for: what is needed now comes first.
    private static string Text(IReadOnlyList<string> names)
    {
        for (var count = names.Count; ; count--)
        {
            if (JsonSerializer.Serialize(names.Take(count)) is { Length: <= MaxList } text)
            {
                return text;
            }
        }
    }
}

public static class ConnectData
{
    extension(MarketplaceDb db)
    {
        public DbSet<ConnectAccount> ConnectAccounts => db.Set<ConnectAccount>();
    }
}

internal sealed class ConnectAccountMapping : IEntityTypeConfiguration<ConnectAccount>
{
    public void Configure(EntityTypeBuilder<ConnectAccount> account)
    {
        account.ToTable("ConnectAccounts");
        account.HasKey(a => a.PublisherId);
        account.Property(a => a.PublisherId).ValueGeneratedNever();
        account.Property(a => a.Country).HasMaxLength(2).IsUnicode(false);
        account.Property(a => a.ProviderId).HasMaxLength(Payment.MaxProviderId).IsUnicode(false);
        account.Property(a => a.DueJson).HasMaxLength(ConnectAccount.MaxList);
        account.Property(a => a.CheckingJson).HasMaxLength(ConnectAccount.MaxList);
        account.Property(a => a.DisabledReason).HasMaxLength(100).IsUnicode(false);
        account.Property(a => a.TaxReporting).HasMaxLength(40).IsUnicode(false);
        account.Property(a => a.Version).IsConcurrencyToken();
        account.Ignore(a => a.Due).Ignore(a => a.InCheck).Ignore(a => a.State).Ignore(a => a.Tax);
        account.HasIndex(a => a.ProviderId).IsUnique().HasFilter("[ProviderId] IS NOT NULL");
        account.HasIndex(a => a.CheckAt);
        account.HasOne(a => a.Publisher).WithMany().HasForeignKey(a => a.PublisherId).OnDelete(DeleteBehavior.Restrict);
        account.HasOne(a => a.By).WithMany().HasForeignKey(a => a.ById).OnDelete(DeleteBehavior.Restrict);
    }
}
