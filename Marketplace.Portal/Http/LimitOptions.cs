using System.ComponentModel.DataAnnotations;

namespace Marketplace.Portal.Http;

/// <summary>How many requests one address may send in a minute, IPv6 addresses by their /64 network; more are answered 429. Section <c>Limits</c>.</summary>
public sealed class LimitOptions
{
    public const string Section = "Limits";

    /// <summary>To the HTTP interface, <c>/api/v1</c>.</summary>
    [Range(1, 1_000_000)]
    public int ApiPerMinute { get; set; } = 1200;

    /// <summary>To the NuGet feed, <c>/v3</c>. Restoring a solution asks for some hundred packages within seconds.</summary>
    [Range(1, 1_000_000)]
    public int FeedPerMinute { get; set; } = 12_000;

    /// <summary>Events of payment providers. What is over it is sent again by the provider, so none is lost.</summary>
    [Range(1, 1_000_000)]
    public int WebhooksPerMinute { get; set; } = 6000;

    /// <summary>Connections of open pages, which each tab of a signed-in person has one of.</summary>
    [Range(1, 1_000_000)]
    public int CircuitsPerMinute { get; set; } = 600;

    /// <summary>Of pages that the link of a mail opens without signing in.</summary>
    [Range(1, 1_000_000)]
    public int LinksPerMinute { get; set; } = 30;
}
