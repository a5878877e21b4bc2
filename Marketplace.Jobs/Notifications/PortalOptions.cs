using System.ComponentModel.DataAnnotations;

namespace Marketplace.Notifications;

/// <summary>Where people reach the portal: section <c>Portal</c>. Workers, whom nobody asks, know it from here.</summary>
public sealed class PortalOptions
{
    public const string Section = "Portal";

    /// <summary>
    /// The address, such as <c>https://marketplace.example</c>, for links in mail, feeds and the site map. Empty: mail has no links, and
    /// the others take the address that was asked.
    /// </summary>
    [RegularExpression(@"https?://[^\s?#]+")]
    public string Address { get; set; } = "";

    /// <summary>The whole address of a path; null where the portal's own is not known.</summary>
    public string? At(string path) => Address == "" ? null : Address.TrimEnd('/') + path;
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
        ["site", var id] => $"/sites/{id}",
        ["batch", var id] => $"/batches/{id}",
        ["licences", var id] => $"/modules/{Uri.EscapeDataString(id)}/licences",
        ["licences"] => "/licences",
        ["browse", var query] => $"/?{query}",
        _ => Notifications,
    };
}
