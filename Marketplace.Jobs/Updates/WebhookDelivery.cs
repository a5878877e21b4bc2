using System.Text;
using Marketplace.Data;
using Marketplace.Notifications;
using Marketplace.Publishers;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Updates;

/// <summary>Requests to the webhooks of sites and organizations: section <c>Webhooks</c>.</summary>
public sealed class WebhookOptions
{
    public const string Section = "Webhooks";

    /// <summary>Lets webhooks lead to this machine and its network too. Any member of any client can then have requests sent there.</summary>
    public bool PrivateAddresses { get; set; }

    /// <summary>The ports that webhooks may lead to. Those of the settings come beside 80 and 443.</summary>
    public IList<int> Ports { get; } = [80, 443];
}

/// <summary>
/// Hands events to webhooks, of sites and of organizations: those of one in their order, and one that does not answer holds up no other.
/// What is refused is tried again, ever more rarely, for three days; then its members are told. A post may come twice, with one id.
/// </summary>
public sealed partial class WebhookDelivery(
    IDbContextFactory<MarketplaceDb> databases, IOptions<WebhookOptions> options, TimeProvider clock, ILogger<WebhookDelivery> log)
    : IDisposable
{
    private const int BatchSize = 200;
    private const int HooksAtOnce = 8;
    private static readonly TimeSpan ClaimFor = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(3);

    private readonly HttpClient _http = new(
        PublicWeb.Handler(address => options.Value.PrivateAddresses || PublicWeb.IsPublic(address), [.. options.Value.Ports]),
        disposeHandler: true) { Timeout = TimeSpan.FromSeconds(10) };

    // What is saved while an earlier post of its webhook is under way becomes due with that one's end.
    public async Task SendAsync(CancellationToken cancel)
    {
        while (await SendDueAsync(cancel) > 0)
        {
        }
    }

    private async Task<int> SendDueAsync(CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var posts = db.WebhookPosts;
        var due = await posts
            .Where(p => p.DueAt <= now
                && !posts.Any(earlier => earlier.SiteId == p.SiteId && earlier.HookId == p.HookId && earlier.Id < p.Id && earlier.DueAt > now))
            .OrderBy(p => p.DueAt)
            .ThenBy(p => p.Id)
            .Select(p => new { Target = new Target(p.SiteId, p.HookId), p.Id, p.DueAt })
            .Take(BatchSize)
            .ToListAsync(cancel);
        var targets = due.GroupBy(p => p.Target, p => (p.Id, p.DueAt));
        await Parallel.ForEachAsync(
            targets,
            new ParallelOptions { MaxDegreeOfParallelism = HooksAtOnce, CancellationToken = cancel },
            async (target, stop) => await SendAsync(target.Key, [.. target.OrderBy(post => post.Id)], stop));
        return due.Count;
    }

    private async Task SendAsync(Target target, IReadOnlyList<(long Id, DateTime DueAt)> posts, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        foreach (var (id, dueAt) in posts)
        {
            var inHand = clock.UtcNow + ClaimFor;
            if (await db.WebhookPosts
                .Where(p => p.Id == id && p.DueAt == dueAt)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(p => p.DueAt, inHand).SetProperty(p => p.Attempts, p => p.Attempts + 1),
                    cancel) == 0)
            {
                // Another worker has this webhook.
                return;
            }

            var post = await db.WebhookPosts.AsNoTracking().SingleAsync(p => p.Id == id, cancel);
            if (await AddressAsync(db, target, cancel) is var (url, secret) && !await TakenAsync(url, secret, post, cancel))
            {
                await PostponeAsync(db, post, cancel);
                return;
            }

            await db.WebhookPosts.Where(p => p.Id == id).ExecuteDeleteAsync(cancel);
        }
    }

    private static async Task<(string Url, string Secret)?> AddressAsync(MarketplaceDb db, Target target, CancellationToken cancel)
    {
        var found = target.HookId is { } hook
            ? await db.OrganizationHooks.Where(h => h.Id == hook).Select(h => new { h.Url, h.Secret }).FirstOrDefaultAsync(cancel)
            : await db.SitePolicies.Where(p => p.SiteId == target.SiteId && p.WebhookUrl != null)
                .Select(p => new { Url = p.WebhookUrl!, Secret = p.WebhookSecret! }).FirstOrDefaultAsync(cancel);
        return found is null ? null : (found.Url, found.Secret);
    }

    private async Task<bool> TakenAsync(string url, string secret, WebhookPost post, CancellationToken cancel)
    {
        try
        {
            var now = clock.GetUtcNow();
            using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(post.Body, Encoding.UTF8, "application/json") };
            request.Headers.Add(WebhookSignature.IdHeader, post.MessageId);
            request.Headers.Add(WebhookSignature.TimeHeader, WebhookSignature.Seconds(now));
            request.Headers.Add(WebhookSignature.Header, WebhookSignature.Of(secret, post.MessageId, now, post.Body));
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            if (answer.IsSuccessStatusCode)
            {
                return true;
            }

            LogRefused(Of(post), post.Attempts, (int)answer.StatusCode);
        }
        catch (Exception error) when (!cancel.IsCancellationRequested)
        {
            LogUnreached(error, Of(post), post.Attempts);
        }

        return false;
    }

    // Later posts wait for it, so that they stay in order and a dead address is not asked for each of them.
    private async Task PostponeAsync(MarketplaceDb db, WebhookPost post, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        var next = now + TimeSpan.FromMinutes(Math.Min(240, 1 << Math.Min(post.Attempts - 1, 8)));
        await db.WebhookPosts.Where(p => p.Id == post.Id).ExecuteUpdateAsync(set => set.SetProperty(p => p.DueAt, next), cancel);
        if (now - post.QueuedAt > GiveUpAfter)
        {
            var old = now - GiveUpAfter;
            var given = await db.WebhookPosts.Where(p => p.SiteId == post.SiteId && p.HookId == post.HookId && p.QueuedAt < old).ExecuteDeleteAsync(cancel);
            await NotifyAsync(db, post, $"has taken nothing for three days: {(given == 1 ? "one event was" : $"{given} events were")} given up.", now, cancel);
            await db.SaveChangesAsync(cancel);
        }
    }

    private static async Task NotifyAsync(MarketplaceDb db, WebhookPost post, string what, DateTime now, CancellationToken cancel)
    {
        if (post.SiteId is { } siteId)
        {
            var site = await db.Sites.Where(s => s.Id == siteId).Select(s => s.Name).SingleAsync(cancel);
            await PolicyNews.NotifyMembersAsync(db, siteId, $"The webhook of {site} {what}", now, cancel);
        }
        else if (await db.OrganizationHooks.Where(h => h.Id == post.HookId).Select(h => new { h.OrganizationId, h.Organization.Name })
            .FirstOrDefaultAsync(cancel) is { } hook)
        {
            await db.NotifyOwnersAsync(hook.OrganizationId, $"webhook/{hook.OrganizationId}", $"The webhook of {hook.Name} {what}", now, cancel);
        }
    }

    private static string Of(WebhookPost post) => post.SiteId is { } site ? $"site {site}" : $"an organization ({post.HookId})";

    public void Dispose() => _http.Dispose();

    // One of the two is there.
    private sealed record Target(long? SiteId, long? HookId);

    [LoggerMessage(1701, LogLevel.Information, "The webhook of {Target} answered {Status} at attempt {Attempt}; it is tried again.")]
    private partial void LogRefused(string target, int attempt, int status);

    [LoggerMessage(1702, LogLevel.Information, "The webhook of {Target} could not be reached at attempt {Attempt}; it is tried again.")]
    private partial void LogUnreached(Exception error, string target, int attempt);
}

/// <summary>Hands events to webhooks. Safe to run twice: each post is claimed first.</summary>
public sealed class SendWebhooksJob(WebhookDelivery delivery)
{
    public Task RunAsync(CancellationToken cancel) => delivery.SendAsync(cancel);
}
