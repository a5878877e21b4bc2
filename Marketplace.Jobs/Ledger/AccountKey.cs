using System.Globalization;

namespace Marketplace.Ledger;

/// <summary>Which account is meant: a kind and, where the kind has some, its dimensions.</summary>
public sealed record AccountKey
{
    private const int MaxProvider = 20, MillionthsOfPercent = 10_000;

    private AccountKey(AccountKind kind, string dimensions = "") => (Kind, Text) = (kind, dimensions == "" ? $"{kind}" : $"{kind}/{dimensions}");

    public static readonly AccountKey CashInTransit = new(AccountKind.CashInTransit);
    public static readonly AccountKey Receivable = new(AccountKind.Receivable);
    public static readonly AccountKey UnallocatedReceipts = new(AccountKind.UnallocatedReceipts);
    public static readonly AccountKey ClientCredit = new(AccountKind.ClientCredit);
    public static readonly AccountKey DeferredRevenue = new(AccountKind.DeferredRevenue);
    public static readonly AccountKey Revenue = new(AccountKind.Revenue);
    public static readonly AccountKey Commission = new(AccountKind.Commission);
    public static readonly AccountKey InterestEarned = new(AccountKind.InterestEarned);
    public static readonly AccountKey Refunds = new(AccountKind.Refunds);
    public static readonly AccountKey Disputes = new(AccountKind.Disputes);
    public static readonly AccountKey WriteOffs = new(AccountKind.WriteOffs);
    public static readonly AccountKey Rounding = new(AccountKind.Rounding);
    public static readonly AccountKey ExchangeDifference = new(AccountKind.ExchangeDifference);

    public AccountKind Kind { get; }

    /// <summary>Names the account among all: <c>TaxPayable/US/8.875</c>.</summary>
    public string Text { get; }

    public long? PublisherId { get; private init; }

    /// <summary>ISO 3166; of tax only.</summary>
    public string? Country { get; private init; }

    /// <summary>Of tax only: 88,750 are 8.875%.</summary>
    public int? RateMillionths { get; private init; }

    public string? Provider { get; private init; }

    /// <param name="provider">Such as <c>stripe</c>, <c>bank</c>.</param>
    public static AccountKey ProviderCash(string provider) => OfProvider(AccountKind.ProviderCash, provider);

    public static AccountKey ProviderFees(string provider) => OfProvider(AccountKind.ProviderFees, provider);

    /// <summary>What is owed to a publisher and can be paid out.</summary>
    public static AccountKey PayableAvailable(long publisherId) => OfPublisher(AccountKind.PayableAvailable, publisherId);

    /// <summary>What is owed to a publisher once the time for refunds has passed.</summary>
    public static AccountKey PayableHeld(long publisherId) => OfPublisher(AccountKind.PayableHeld, publisherId);

    /// <param name="percent">0 to 100, with at most 4 decimals, as rates of tax have.</param>
    public static AccountKey TaxPayable(string country, decimal percent) =>
        country is not [>= 'A' and <= 'Z', >= 'A' and <= 'Z']
            ? throw new ArgumentException($"“{country}” is no country of two capital letters (ISO 3166).", nameof(country))
        : percent is < 0 or > 100 || percent * MillionthsOfPercent % 1 != 0
            ? throw new ArgumentException($"{percent}% is no rate of tax: it is 0 to 100 with at most 4 decimals.", nameof(percent))
            : new(AccountKind.TaxPayable, string.Create(CultureInfo.InvariantCulture, $"{country}/{percent:0.####}"))
            {
                Country = country, RateMillionths = (int)(percent * MillionthsOfPercent),
            };

    internal static decimal Percent(int millionths) => millionths / (decimal)MillionthsOfPercent;

    public override string ToString() => Text;

    private static AccountKey OfPublisher(AccountKind kind, long id) => new(kind, id.ToString(CultureInfo.InvariantCulture)) { PublisherId = id };

    private static AccountKey OfProvider(AccountKind kind, string provider) =>
        provider.Length is 0 or > MaxProvider || provider.Any(letter => letter is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'))
            ? throw new ArgumentException($"“{provider}” is no provider: at most {MaxProvider} of a to z, 0 to 9 and hyphens.", nameof(provider))
            : new(kind, provider) { Provider = provider };
}
