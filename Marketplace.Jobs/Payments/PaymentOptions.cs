namespace Marketplace.Payments;

/// <summary>How clients pay: section <c>Payments</c>.</summary>
public sealed class PaymentOptions
{
    public const string Section = "Payments";

    /// <summary>
    /// The providers that are on, the preferred one first: <c>stripe</c>, <c>bank</c>, <c>sandbox</c>. None means the sandbox and the bank in
    /// Development, and that nothing can be paid elsewhere.
    /// </summary>
    public IList<string> Providers { get; } = [];

    /// <summary>Lets the sandbox, in which no money moves, be on outside Development.</summary>
    public bool AllowSandbox { get; set; }

    /// <summary>The buyer of an order that ends unpaid is notified by one mail, besides in the portal.</summary>
    public bool MailsAbandonedOrders { get; set; } = true;

    /// <summary>What each provider takes, by its name; one that is not named takes everything.</summary>
    public IDictionary<string, ProviderScope> Scopes { get; } = new Dictionary<string, ProviderScope>(StringComparer.OrdinalIgnoreCase);
}

/// <summary>An empty list asks for nothing.</summary>
public sealed class ProviderScope
{
    /// <summary>ISO 4217.</summary>
    public IList<string> Currencies { get; } = [];

    /// <summary>Of the buyer's billing address, ISO 3166-1.</summary>
    public IList<string> Countries { get; } = [];

    /// <summary>Ids of client organizations.</summary>
    public IList<long> Clients { get; } = [];

    internal bool Takes(string currency, string country, long organizationId) =>
        (Currencies.Count == 0 || Currencies.Contains(currency))
        && (Countries.Count == 0 || Countries.Contains(country))
        && (Clients.Count == 0 || Clients.Contains(organizationId));
}
