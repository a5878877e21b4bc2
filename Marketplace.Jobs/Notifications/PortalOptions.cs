using System.ComponentModel.DataAnnotations;

namespace Marketplace.Notifications;

/// <summary>Where people reach the portal: section <c>Portal</c>. Workers, whom nobody asks, know it from here.</summary>
public sealed class PortalOptions
{
    public const string Section = "Portal";

    /// <summary>The path of the page that accepts an invitation.</summary>
    public const string Invitation = "/account/invitation";

    /// <summary>
    /// The address, such as <c>https://marketplace.example</c>, for links in mail, feeds and the site map. Never taken from a request, which
    /// may name any host. Required outside Development; there, empty means the first of <c>Urls</c>.
    /// </summary>
    [RegularExpression(@"https?://[^\s?#]+", ErrorMessage = "Portal:Address is an http or https address, such as https://marketplace.example.")]
    public string Address { get; set; } = "";

    /// <summary>The whole address of a path.</summary>
    public string At(string path) => Address.TrimEnd('/') + path;
}

/// <summary>What a notification is about, as <c>kind/id</c>, and where that is shown.</summary>
public static class NotificationSubject
{
    public const string Notifications = "/notifications";

    /// <summary>The path below the portal's address.</summary>
    public static string Address(string subject) => subject.Split('/', 2) switch
    {
        ["module", var id] => $"/modules/{Uri.EscapeDataString(id)}",
        ["submission", var id] => $"/submissions/{id}",
        ["review", var id] => $"/moderation/{id}",
        ["site", var id] => $"/sites/{id}",
        ["batch", var id] => $"/batches/{id}",
        ["licenses", var id] => $"/modules/{Uri.EscapeDataString(id)}/licenses",
        ["licenses"] => "/licenses",
        ["offers", var id] => $"/modules/{Uri.EscapeDataString(id)}/offers",
        ["order", var id] => $"/orders/{id}",
        ["subscription", var id] => $"/subscriptions/{id}",
        ["payment", var id] => $"/sales/payments/{id}",
        ["reconciliation"] => "/sales/reconciliation",
        ["credit-proposal", var id] => $"/sales/refunds/{id}",
        ["invoice", var number] => $"/invoices/{number}",
        ["quotes", var id] => $"/quotes/{id}",
        ["currencies"] => "/tax?tab=currencies",
        ["exemptions"] => "/tax?tab=exemptions",
        ["billing", var id] => $"/organization/billing?organization={id}",
        ["webhook", var id] => $"/organization/webhook?organization={id}",
        ["ledger"] => "/ledger",
        ["payout", var id] => $"/payouts/{id}",
        ["payout-run", var id] => $"/sales/payouts/runs/{id}",
        ["payout-account", var id] => $"/publisher/earnings?tab=account&of={id}",
        ["payout-terms", var id] => $"/publisher/earnings?of={id}",
        ["browse", var query] => $"/?{query}",
        _ => Notifications,
    };
}
