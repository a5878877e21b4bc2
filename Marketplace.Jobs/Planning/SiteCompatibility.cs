using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Resolution;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using NuGet.Versioning;

namespace Marketplace.Planning;

public enum FitVerdict
{
    Works,
    WithChanges,
    DoesNotWork,
}

/// <summary>How a module fits a site: what the plan would come to, in a few words.</summary>
/// <param name="Newer">The version an update would bring; null where there is none or it is not installed.</param>
public sealed record ModuleCompatibility(FitVerdict Verdict, string Reason, NuGetVersion? Installed, NuGetVersion? Newer);

/// <summary>Tells for the modules of a list how each fits a site, by the same resolver that makes the plan.</summary>
public sealed partial class SiteCompatibility(IDbContextFactory<MarketplaceDb> databases, CatalogSnapshots snapshots, LiveFeed feed,
    TimeProvider clock, ILogger<SiteCompatibility> log)
{
    // Nobody who looks for a module should wait until the catalog has been read for the resolver.
    private static readonly TimeSpan MaxWait = TimeSpan.FromMilliseconds(300);

    // A mark in a list is worth less search than a plan; what takes longer is left unsaid.
    private const int Steps = 2_000;

    private Task _reading = Task.CompletedTask;

    /// <summary>
    /// As <see cref="ReadAsync"/>, but empty too while the catalog is read for the first time; <see cref="LiveTopic.Catalog"/> tells when
    /// it has been.
    /// </summary>
    public async Task<IReadOnlyDictionary<string,
        ModuleCompatibility>> ReadSoonAsync(Actor actor, long siteId, IReadOnlyCollection<string> ids, CancellationToken cancel)
    {
        if (!snapshots.IsRead)
        {
            var reading = _reading.IsCompleted ? _reading = Task.Run(ReadCatalogAsync, CancellationToken.None) : _reading;
            try
            {
                await reading.WaitAsync(MaxWait, cancel);
            }
            catch (TimeoutException) when (!reading.IsCompleted)
            {
                return new Dictionary<string, ModuleCompatibility>();
            }
        }

        return await ReadAsync(actor, siteId, ids, cancel);
    }

    /// <summary>By package id, ignoring case; empty when the actor has no such site.</summary>
    public async Task<IReadOnlyDictionary<string,
        ModuleCompatibility>> ReadAsync(Actor actor, long siteId, IReadOnlyCollection<string> ids, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var fits = new Dictionary<string, ModuleCompatibility>(StringComparer.OrdinalIgnoreCase);
        if (await SiteStateReader.ReadAsync(db, actor, siteId, clock.UtcNow, cancel) is { } site)
        {
            var catalog = await snapshots.CurrentAsync(cancel);
            foreach (var id in ids)
            {
                // Who types on needs no more marks for what was typed so far.
                cancel.ThrowIfCancellationRequested();
                if (Fit(catalog, site, id) is { } fit)
                {
                    fits[id] = fit;
                }
            }
        }

        return fits;
    }

    // Goes on when the page that began it is gone.
    private async Task ReadCatalogAsync()
    {
        try
        {
            await snapshots.CurrentAsync(CancellationToken.None);
            feed.Publish(LiveTopic.Catalog.Name);
        }
        catch (Exception error)
        {
            NotRead(error);
            throw;
        }
    }

    private static ModuleCompatibility? Fit(CatalogSnapshot catalog, SiteState site, string id)
    {
        var installed = site.Installed.GetValueOrDefault(id);
        var request = installed is null ? ChangeRequest.Install(id) : ChangeRequest.Update(id);
        return Resolver.Resolve(catalog, site, request, Steps) switch
        {
            ResolverOutcome.Solved solved => Solved(solved.Choices, id, installed),
            ResolverOutcome.NothingToDo => new ModuleCompatibility(FitVerdict.Works, "", installed, null),
            ResolverOutcome.Refused { Kind: RefusalKind.TooHard } => null,

            // What is installed works; only its update has no way.
            ResolverOutcome.Refused when installed is not null => new ModuleCompatibility(FitVerdict.Works, "", installed, null),
            ResolverOutcome.Refused refused => new ModuleCompatibility(FitVerdict.DoesNotWork, refused.Sentence, null, null),
            _ => null,
        };
    }

    private static ModuleCompatibility Solved(IReadOnlyList<Choice> choices, string id, NuGetVersion? installed)
    {
        var others = choices.Where(c => c.Kind is not ChangeKind.Keep && !string.Equals(c.Id, id, StringComparison.OrdinalIgnoreCase)).ToList();
        var to = choices.First(c => string.Equals(c.Id, id, StringComparison.OrdinalIgnoreCase)).To;
        var newer = installed is null || to == installed ? null : to;
        return others.Count == 0
            ? new ModuleCompatibility(FitVerdict.Works, "", installed, newer)
            : new ModuleCompatibility(FitVerdict.WithChanges, Words(others), installed, newer);
    }

    // "Adds Acme.Core 1.2.0" or "Adds 3 modules, updates 2".
    private static string Words(List<Choice> others)
    {
        var parts = new List<string>();
        foreach (var (kind, verb) in
            (ReadOnlySpan<(ChangeKind, string)>)[(ChangeKind.Add, "adds"), (ChangeKind.Update, "updates"), (ChangeKind.Remove, "removes")])
        {
            var changes = others.Where(c => c.Kind == kind).ToList();
            if (changes is [var one])
            {
                parts.Add($"{verb} {one.Id}{(one.To is null ? "" : $" {one.To.ToNormalizedString()}")}");
            }
            else if (changes.Count > 1)
            {
                parts.Add($"{verb} {changes.Count}{(parts.Count == 0 ? " modules" : "")}");
            }
        }

        var sentence = string.Join(", ", parts);
        return char.ToUpperInvariant(sentence[0]) + sentence[1..];
    }

    [LoggerMessage(1304, LogLevel.Error, "The catalog could not be read for the resolver; lists stand without marks until it can.")]
    private partial void NotRead(Exception error);
}
