using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage;

namespace Marketplace.Updates;

/// <summary>What happened on a site, for its webhook.</summary>
/// <param name="Type">Such as <c>update.available</c>.</param>
/// <param name="Text">The sentence that members read.</param>
public sealed record SiteEvent(string Type, string Text)
{
    public long? Operation { get; init; }
    public string? Module { get; init; }
    public string? Version { get; init; }

    /// <summary>What the release fixes, if it fixes security.</summary>
    public string? Security { get; init; }
}

/// <summary>What happened to what an organization buys, for its webhook.</summary>
/// <param name="Type">Such as <c>order.placed</c>.</param>
/// <param name="Name">What <paramref name="About"/> is called in the data, such as <c>order</c>.</param>
public sealed record OrganizationEvent(string Type, string Name, object About);

/// <summary>An event that a webhook, of a site or of an organization, has not taken yet. Written with what it tells of; deleted once it was taken.</summary>
public sealed class WebhookPost(long? siteId, long? hookId, string body, DateTime queuedAt)
{
    public long Id { get; private set; }
    public long? SiteId { get; private set; } = siteId;
    public Site? Site { get; private set; }

    /// <summary>That of an organization.</summary>
    public long? HookId { get; private set; } = hookId;

    public OrganizationHook? Hook { get; private set; }

    /// <summary>The same at each attempt, so that a receiver can tell a second one.</summary>
    public string MessageId { get; private set; } = $"msg_{Guid.NewGuid():N}";

    public string Body { get; private set; } = body;
    public DateTime QueuedAt { get; private set; } = queuedAt;

    /// <summary>When it is tried next; whoever moves it on has the post for this time.</summary>
    public DateTime DueAt { get; private set; } = queuedAt;

    public int Attempts { get; private set; }
}

internal sealed class WebhookPostMapping : IEntityTypeConfiguration<WebhookPost>
{
    public void Configure(EntityTypeBuilder<WebhookPost> post)
    {
        post.ToTable("WebhookPosts");
        post.Property(p => p.MessageId).HasMaxLength(40);
        post.Property(p => p.Body).HasMaxLength(4000);
        post.HasIndex(p => p.DueAt);
        post.HasOne(p => p.Hook).WithMany().HasForeignKey(p => p.HookId).OnDelete(DeleteBehavior.Cascade);
        post.HasOne(p => p.Site).WithMany().HasForeignKey(p => p.SiteId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed record KnownHook(long Id, string Name);

public static class WebhookPosting
{
    /// <summary>Of what cannot be written as it is in JSON, each letter takes six.</summary>
    private const int MaxText = 250;

    // One transaction may have much to tell an organization; it asks once where.
    private static readonly ConditionalWeakTable<IDbContextTransaction, Dictionary<long, KnownHook?>> Known = [];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    extension(MarketplaceDb db)
    {
        public DbSet<WebhookPost> WebhookPosts => db.Set<WebhookPost>();

        /// <summary>Adds a post to what the context will save, if the site has a webhook, and tells the workers.</summary>
        internal async Task PostAsync(long siteId, SiteEvent happened, DateTime now, CancellationToken cancel)
        {
            if (await db.SitePolicies.Where(p => p.SiteId == siteId && p.WebhookUrl != null).Select(p => p.Site.Name).FirstOrDefaultAsync(cancel) is { } name)
            {
                happened = happened with { Text = happened.Text.Clip(MaxText), Security = happened.Security?.Clip(MaxText) };
                var data = new { site = new { id = siteId, name }, happened.Text, happened.Operation, happened.Module, happened.Version, happened.Security };
                db.Add(new WebhookPost(siteId, null, JsonSerializer.Serialize(new { happened.Type, timestamp = now, data }, Json), now));
                db.Wake(Work.Webhooks, now);
            }
        }

        /// <summary>The same for the webhook of an organization.</summary>
        public async Task PostAsync(long organizationId, OrganizationEvent happened, DateTime now, CancellationToken cancel)
        {
            if (await db.HookOfAsync(organizationId, cancel) is { } hook)
            {
                var data = new Dictionary<string, object>
                {
                    ["organization"] = new { id = organizationId, name = hook.Name }, [happened.Name] = happened.About,
                };
                db.Add(new WebhookPost(null, hook.Id, JsonSerializer.Serialize(new { happened.Type, timestamp = now, data }, Json), now));
                db.Wake(Work.Webhooks, now);
            }
        }

        private async Task<KnownHook?> HookOfAsync(long organizationId, CancellationToken cancel)
        {
            var known = db.Database.CurrentTransaction is { } transaction ? Known.GetOrCreateValue(transaction) : [];
            if (!known.TryGetValue(organizationId, out var hook))
            {
                hook = await db.OrganizationHooks.Where(h => h.OrganizationId == organizationId).Select(h => new KnownHook(h.Id, h.Organization.Name))
                    .FirstOrDefaultAsync(cancel);
                known.Add(organizationId, hook);
            }

            return hook;
        }
    }
}
