using System.Globalization;
using Marketplace.Accounts;
using Marketplace.Data;

namespace Marketplace.Ledger;

/// <summary>Where amounts of money stand. Any currency may be posted to it; its balances are kept by currency.</summary>
public sealed class Account : IAppendOnly
{
    private Account() => Key = "";

    internal Account(AccountKey key)
    {
        (Kind, Key, Number) = (key.Kind, key.Text, AccountChart.Of(key.Kind).Number);
        (PublisherId, Country, RateMillionths, Provider) = (key.PublisherId, key.Country, key.RateMillionths, key.Provider);
    }

    public long Id { get; private set; }
    public AccountKind Kind { get; private set; }
    public int Number { get; private set; }

    /// <summary>Kind and dimensions in one text, unique; see <see cref="AccountKey.Text"/>.</summary>
    public string Key { get; private set; }

    public long? PublisherId { get; private set; }
    public Organization? Publisher { get; private set; }
    public string? Country { get; private set; }

    /// <summary>The rate of a tax, exactly: 88,750 are 8.875%.</summary>
    public int? RateMillionths { get; private set; }
    public string? Provider { get; private set; }
}

/// <summary>An account as people read it.</summary>
/// <param name="Of">Whose it is, or of what; empty where there is one of the kind.</param>
public sealed record AccountName(long Id, int Number, AccountKind Kind, string Of)
{
    public string Title => AccountChart.Of(Kind).Title;

    public override string ToString() => Of == "" ? Title : $"{Title}, {Of}";

    internal static AccountName From(long id, AccountKind kind, string? publisher, string? country, int? rate, string? provider) => new(
        id, AccountChart.Of(kind).Number, kind,
        publisher ?? provider ?? (country is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{country} {AccountKey.Percent(rate ?? 0):0.####}%")));
}
