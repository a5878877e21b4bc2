using System.Text;
using Marketplace.Data;
using Marketplace.Publishers;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Updates;

/// <summary>Requests to the webhooks of sites: section <c>Webhooks</c>.</summary>
public sealed class WebhookOptions
{
    public const string Section = "Webhooks";

    /// <summary>Lets webhooks lead to this machine and its network too. Any member of any client can then have requests sent there.</summary>
    public bool PrivateAddresses { get; set; }

    /// <summary>The ports that webhooks may lead to. Those of the settings come beside 80 and 443.</summary>
    public IList<int> Ports { get; } = [80, 443];
}

/// <summary>
/// Hands events to the webhooks of sites: those of one site in their order, and one that does not answer holds up no other site.
/// What is refused is tried again, ever more rarely, for three days; then the members are told. A post may come twice, with one id.
/// </summary>
public sealed partial class WebhookDelivery(
    IDbContextFactory<MarketplaceDb> databases, IOptions<WebhookOptions> options, TimeProvider clock, ILogger<WebhookDelivery> log)
    : IDisposable
{
    private const int BatchSize = 200;
    private const int SitesAtOnce = 8;
    private static readonly TimeSpan ClaimFor = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(3);

    private readonly HttpClient _http = new(
        PublicWeb.Handler(address => options.Value.PrivateAddresses || PublicWeb.IsPublic(address), [.. options.Value.Ports]),
        disposeHandler: true) { Timeout = TimeSpan.FromSeconds(10) };

    // What is saved while an earlier post of its site is under way becomes due with that one's end.
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
                && !posts.Any(earlier => earlier.SiteId == p.SiteId && earlier.Id < p.Id && earlier.DueAt > now))
            .OrderBy(p => p.DueAt)
            .ThenBy(p => p.Id)
            .Select(p => new { p.SiteId, p.Id, p.DueAt })
            .Take(BatchSize)
            .ToListAsync(cancel);
        var sites = due.GroupBy(p => p.SiteId, p => (p.Id, p.DueAt));
        await Parallel.ForEachAsync(
            sites,
            new ParallelOptions { MaxDegreeOfParallelism = SitesAtOnce, CancellationToken = cancel },
            async (site, stop) => await SendAsync(site.Key, [.. site.OrderBy(post => post.Id)], stop));
        return due.Count;
    }

    private async Task SendAsync(long siteId, IReadOnlyList<(long Id, DateTime DueAt)> posts, CancellationToken cancel)
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
                // Another worker has this site.
                return;
            }

            var post = await db.WebhookPosts.AsNoTracking().SingleAsync(p => p.Id == id, cancel);
            var hook = await db.SitePolicies
                .Where(p => p.SiteId == siteId && p.WebhookUrl != null)
                .Select(p => new { Url = p.WebhookUrl!, Secret = p.WebhookSecret! })
                .FirstOrDefaultAsync(cancel);
            if (hook is not null && !await TakenAsync(hook.Url, hook.Secret, post, cancel))
            {
                await PostponeAsync(db, post, cancel);
                return;
            }

            await db.WebhookPosts.Where(p => p.Id == id).ExecuteDeleteAsync(cancel);
        }
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

            LogRefused(post.SiteId, post.Attempts, (int)answer.StatusCode);
        }
        catch (Exception error) when (!cancel.IsCancellationRequested)
        {
            LogUnreached(error, post.SiteId, post.Attempts);
        }

        return false;
    }

    // The site's later posts wait for it, so that they stay in order and a dead address is not asked for each of them.
    private async Task PostponeAsync(MarketplaceDb db, WebhookPost post, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        var next = now + TimeSpan.FromMinutes(Math.Min(240, 1 << Math.Min(post.Attempts - 1, 8)));
        await db.WebhookPosts.Where(p => p.Id == post.Id).ExecuteUpdateAsync(set => set.SetProperty(p => p.DueAt, next), cancel);
        if (now - post.QueuedAt > GiveUpAfter)
        {
            var old = now - GiveUpAfter;
            var given = await db.WebhookPosts.Where(p => p.SiteId == post.SiteId && p.QueuedAt < old).ExecuteDeleteAsync(cancel);
            var site = await db.Sites.Where(s => s.Id == post.SiteId).Select(s => s.Name).SingleAsync(cancel);
            await PolicyNews.NotifyMembersAsync(
                db,
                post.SiteId,
                $"The webhook of {site} has taken nothing for three days: "
                    + $"{(given == 1 ? "one event was" : $"{given} events were")} given up.",
                now,
                cancel);
            await db.SaveChangesAsync(cancel);
        }
    }

    public void Dispose() => _http.Dispose();

    [LoggerMessage(1701, LogLevel.Information, "The webhook of site {Site} answered {Status} at attempt {Attempt}; it is tried again.")]
    private partial void LogRefused(long site, int attempt, int status);

    [LoggerMessage(1702, LogLevel.Information, "The webhook of site {Site} could not be reached at attempt {Attempt}; it is tried again.")]
    private partial void LogUnreached(Exception error, long site, int attempt);
}

/// <summary>Hands events to webhooks. Safe to run twice: each post is claimed first.</summary>
public sealed class SendWebhooksJob(WebhookDelivery delivery)
{
    public Task RunAsync(CancellationToken cancel) => delivery.SendAsync(cancel);
}
