using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Dunning;

/// <summary>What came of it.</summary>
/// <param name="Entered">How many payments failed and followed it.</param>
/// <param name="Open">Of which so many are not settled.</param>
/// <param name="Amounts">What was paid, by currency.</param>
/// <param name="MedianDays">From the first failure to the payment; null where none was paid.</param>
public sealed record RecoveryFigures(
    int Entered, int Open, int Recovered, int Lost, int WrittenOff, int Credited, IReadOnlyList<Money> Amounts, decimal? MedianDays)
{
    /// <summary>Of what is settled and was not credited; null where nothing is.</summary>
    public decimal? Rate => Recovered + Lost + WrittenOff is > 0 and var settled ? (decimal)Recovered / settled : null;
}

public sealed record CampaignRow(long Id, string Name, bool IsDefault, DateTime? RetiredAt, int Version, DunningPlan Plan, RecoveryFigures Figures);

/// <param name="By">Null where it was shipped.</param>
public sealed record CampaignVersionRow(int Number, DateTime At, string? By, DunningPlan Plan, RecoveryFigures Figures);

/// <param name="Versions">The last first.</param>
public sealed record CampaignDetail(
    long Id, string Name, bool IsDefault, DateTime? RetiredAt, int Version, DunningPlan Plan, IReadOnlyList<CampaignVersionRow> Versions);

/// <summary>Reads campaigns and what they recovered, for operators.</summary>
public sealed class CampaignQueries(IDbContextFactory<MarketplaceDb> databases)
{
    private const int MaxVersions = 50;

    /// <summary>In the order in which they are asked; the retired ones last. Null if the actor is no operator.</summary>
    public async Task<IReadOnlyList<CampaignRow>?> ListAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var operators = db.StaffGrants.Allowing(actor, StaffRole.Operator);
        if (!await operators.AnyAsync(cancel))
        {
            return null;
        }

        var current = await db.DunningVersions.Current().AsNoTracking().Include(v => v.Campaign).Where(_ => operators.Any())
            .OrderBy(v => v.CampaignId).Take(CampaignChanges.MaxCampaigns).ToListAsync(cancel);
        var figures = await FiguresAsync(db.DunningCases.Where(_ => operators.Any()).Select(c => new Counted
        {
            Key = c.Campaign.CampaignId, State = c.State, Currency = c.Currency, RecoveredMinor = c.RecoveredMinor, Hours = c.Hours,
        }), cancel);
        return
        [
            .. current.Select(v => new CampaignRow(
                    v.CampaignId, v.Campaign.Name, v.Campaign.IsDefault, v.Campaign.RetiredAt, v.Number, v.Plan, figures(v.CampaignId)))
                .OrderBy(row => row.RetiredAt is not null).ThenBy(row => row.IsDefault).ThenBy(row => row.Plan.Priority).ThenBy(row => row.Id),
        ];
    }

    /// <summary>Null if there is none, or the actor is no operator.</summary>
    public async Task<CampaignDetail?> ReadAsync(Actor actor, long id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (operators, users) = (db.StaffGrants.Allowing(actor, StaffRole.Operator), db.Users);
        if (await db.DunningCampaigns.AsNoTracking().FirstOrDefaultAsync(c => c.Id == id && operators.Any(), cancel) is not { } campaign)
        {
            return null;
        }

        var versions = await db.DunningVersions.AsNoTracking().Where(v => v.CampaignId == id).OrderByDescending(v => v.Number).Take(MaxVersions)
            .Select(v => new { Version = v, By = users.Where(u => u.Id == v.ById).Select(u => u.DisplayName).FirstOrDefault() }).ToListAsync(cancel);
        var figures = await FiguresAsync(db.DunningCases.Where(c => c.Campaign.CampaignId == id).Select(c => new Counted
        {
            Key = c.VersionId, State = c.State, Currency = c.Currency, RecoveredMinor = c.RecoveredMinor, Hours = c.Hours,
        }), cancel);
        return new(
            id, campaign.Name, campaign.IsDefault, campaign.RetiredAt, campaign.Version, versions[0].Version.Plan,
            versions.ConvertAll(one => new CampaignVersionRow(one.Version.Number, one.Version.At, one.By, one.Version.Plan, figures(one.Version.Id))));
    }

    // Counted and summed by the database; the middle of each is a row or two.
    private static async Task<Func<long, RecoveryFigures>> FiguresAsync(IQueryable<Counted> cases, CancellationToken cancel)
    {
        var counts = await cases.GroupBy(c => new { c.Key, c.State }).Select(g => new { g.Key.Key, g.Key.State, Count = g.Count() }).ToListAsync(cancel);
        var sums = await cases.Where(c => c.State == DunningState.Recovered).GroupBy(c => new { c.Key, c.Currency })
            .Select(g => new { g.Key.Key, g.Key.Currency, Minor = g.Sum(c => c.RecoveredMinor) }).ToListAsync(cancel);
        var medians = new Dictionary<long, decimal>();
        foreach (var recovered in counts.Where(count => count.State is DunningState.Recovered))
        {
            var hours = await cases.Where(c => c.Key == recovered.Key && c.State == DunningState.Recovered).OrderBy(c => c.Hours)
                .Skip((recovered.Count - 1) / 2).Take(2 - (recovered.Count % 2)).Select(c => c.Hours!.Value).ToListAsync(cancel);
            medians[recovered.Key] = Math.Round((decimal)hours.Average() / 24, 1);
        }

        return key =>
        {
            int Of(DunningState state) => counts.Find(count => count.Key == key && count.State == state)?.Count ?? 0;
            return new(
                counts.Where(count => count.Key == key).Sum(count => count.Count), Of(DunningState.Open), Of(DunningState.Recovered), Of(DunningState.Lost),
                Of(DunningState.WrittenOff), Of(DunningState.Credited),
                [.. sums.Where(sum => sum.Key == key).OrderBy(sum => sum.Currency, StringComparer.Ordinal).Select(sum => new Money(sum.Minor, sum.Currency))],
                medians.TryGetValue(key, out var median) ? median : null);
        };
    }

    /// <summary>A case as it is counted.</summary>
    private sealed class Counted
    {
        public required long Key { get; init; }
        public required DunningState State { get; init; }
        public required string Currency { get; init; }
        public required long RecoveredMinor { get; init; }
        public required int? Hours { get; init; }
    }
}
