namespace Marketplace.Live;

/// <summary>What a page can watch. Nothing but the name travels; the page reads again.</summary>
public readonly record struct LiveTopic(string Name)
{
    public static readonly LiveTopic Queue = new("queue");
    public static readonly LiveTopic Catalog = new("catalog");

    /// <summary>Installs or ratings of modules, by which search orders.</summary>
    public static readonly LiveTopic Figures = new("figures");

    /// <summary>Exchange rates, rates of tax, and who sells.</summary>
    public static readonly LiveTopic Rates = new("rates");

    /// <summary>Promotions, and how often they were used.</summary>
    public static readonly LiveTopic Promotions = new("promotions");

    /// <summary>Journals, commissions, and months of the books.</summary>
    public static readonly LiveTopic Ledger = new("ledger");

    /// <summary>Any payment, refund, or event of a provider.</summary>
    public static readonly LiveTopic Payments = new("payments");

    /// <summary>Payouts, their runs, and the accounts that they go to.</summary>
    public static readonly LiveTopic Payouts = new("payouts");

    /// <summary>Movements of recurring revenue.</summary>
    public static readonly LiveTopic Revenue = new("revenue");

    /// <summary>Newer figures than those that open dashboards show; told to this process alone.</summary>
    public static readonly LiveTopic RevenueBoard = new("revenue-board");

    /// <summary>What bills subscriptions now.</summary>
    public static readonly LiveTopic BillingRuns = new("billing-runs");

    public static LiveTopic Payment(Guid id) => new($"payment/{id:N}");
    public static LiveTopic Order(Guid id) => new($"order/{id:N}");

    /// <summary>What an organization bought: its orders and invoices.</summary>
    public static LiveTopic Billing(long organizationId) => new($"organization/{organizationId}/billing");
    public static LiveTopic Scan(string packageHash) => new($"scan/{packageHash}");
    public static LiveTopic Submission(long id) => new($"submission/{id}");
    public static LiveTopic Submissions(long organizationId) => new($"organization/{organizationId}/submissions");
    public static LiveTopic Review(long id) => new($"review/{id}");
    public static LiveTopic Module(string normalizedId) => new($"module/{normalizedId}");

    /// <summary>Its members, invitations and API keys.</summary>
    public static LiveTopic Organization(long id) => new($"organization/{id}");
    public static LiveTopic Notifications(long userId) => new($"user/{userId}/notifications");
    public static LiveTopic Site(long id) => new($"site/{id}");

    /// <summary>Something waits for the agent of a site.</summary>
    public static LiveTopic Delivery(long siteId) => new($"site/{siteId}/delivery");
    public static LiveTopic Operation(long id) => new($"operation/{id}");
    public static LiveTopic Batch(long id) => new($"batch/{id}");
    public static LiveTopic Licenses(long organizationId) => new($"organization/{organizationId}/licenses");
    public static LiveTopic Operations(long organizationId) => new($"organization/{organizationId}/operations");
}
