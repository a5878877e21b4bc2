using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Pricing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Ledger;

public enum RateState
{
    InForce,
    Upcoming,

    /// <summary>Another for the same has taken its place.</summary>
    Replaced,
}

/// <param name="Publisher">Null for all.</param>
public sealed record RateRow(
    long Id, string? Publisher, string? Module, OfferTier? Tier, DateOnly From, int BasisPoints, string By, DateTime At, RateState State);

/// <param name="Publisher">Its name; empty for all.</param>
/// <param name="PackageId">Empty for all.</param>
public sealed record RateTerms(string Publisher, string PackageId, OfferTier? Tier, DateOnly From, int BasisPoints);

/// <summary>The operator's table of commissions. A rate is never changed: another takes its place from a day on, so what was agreed can be looked up.</summary>
public sealed class CommissionRates(IDbContextFactory<MarketplaceDb> databases, IOptions<LedgerOptions> options, TimeProvider clock)
{
    private const int MaxRates = 10_000;

    public static readonly ListColumns<CommissionRate> Columns = new ListColumns<CommissionRate>(r => r.Id, "-from")
        .Text("publisher", r => r.Publisher!.Name).Text("module", r => r.Module!.PackageId)
        .Sorted("from", r => r.From).Sorted("rate", r => r.BasisPoints).Text("by", r => r.By.DisplayName).Time("at", r => r.At);

    /// <summary>Where no rate says otherwise.</summary>
    public int Usual => options.Value.CommissionBasisPoints;

    public async Task<Page<RateRow>> ListAsync(Actor actor, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Rows(db, actor, query).PageAsync(query, cancel);
    }

    public IAsyncEnumerable<RateRow> StreamAsync(Actor actor, ListQuery query, CancellationToken cancel) =>
        databases.StreamAsync(db => Rows(db, actor, query), cancel);

    /// <summary>What the operator keeps of such a sale, in basis points.</summary>
    public async Task<int> OfAsync(MarketplaceDb db, Sold sold, CancellationToken cancel) => Commission.Of(
        await db.CommissionRates.AsNoTracking()
            .Where(r => r.From <= sold.Day && (r.PublisherId == null || r.PublisherId == sold.PublisherId)
                && (r.ModuleId == null || r.ModuleId == sold.ModuleId) && (r.Tier == null || r.Tier == sold.Tier))
            .OrderByDescending(r => r.From).ThenByDescending(r => r.Id).Take(MaxRates).ToListAsync(cancel),
        sold, Usual);

    public async Task<ListingOutcome> AddAsync(Actor actor, RateTerms terms, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await db.StaffGrants.Allowing(actor, StaffRole.Operator).AnyAsync(cancel))
        {
            return new ListingOutcome.NotFound();
        }

        var (name, package) = (OrganizationName.Fold(terms.Publisher.Trim()), Module.Normalize(terms.PackageId.Trim()));
        var publisher = name == "" ? null : await db.Organizations.Where(o => o.NormalizedName == name && o.Publishes)
            .Select(o => (long?)o.Id).FirstOrDefaultAsync(cancel);
        var module = package == "" ? null : await db.Modules.Where(m => m.NormalizedId == package)
            .Select(m => new { m.Id, m.PublisherId }).FirstOrDefaultAsync(cancel);
        var problem = name != "" && publisher is null
                ? new ListingOutcome.Invalid($"No publisher is called “{terms.Publisher}”.") { Field = nameof(RateTerms.Publisher) }
            : package != "" && module is null ? new($"There is no module “{terms.PackageId}”.") { Field = nameof(RateTerms.PackageId) }
            : publisher is not null && module is not null && module.PublisherId != publisher
                ? new($"{terms.PackageId} is not of {terms.Publisher}.") { Field = nameof(RateTerms.PackageId) }
            : terms.BasisPoints is < 0 or > 10_000 ? new("A commission is between 0 and 100%.") { Field = nameof(RateTerms.BasisPoints) }
            : terms.From < DateOnly.FromDateTime(clock.UtcNow)
                ? new("A rate counts from today or a later day: what was sold before keeps its own.") { Field = nameof(RateTerms.From) }
            : (ListingOutcome.Invalid?)null;
        if (problem is not null)
        {
            return problem;
        }

        db.Add(new CommissionRate(publisher, module?.Id, terms.Tier, terms.From, terms.BasisPoints, actor.UserId, clock.UtcNow));
        db.Audit(
            actor, "commission.add", package != "" ? $"module/{package}" : publisher is not null ? $"organization/{publisher}" : "ledger",
            $"{terms.BasisPoints / 100m}% from {terms.From:yyyy-MM-dd}{(terms.Tier is { } tier ? $", {tier}" : "")}", clock.UtcNow);
        db.Changed(LiveTopic.Ledger, clock.UtcNow);
        await db.SaveChangesAsync(cancel);
        return new ListingOutcome.Done();
    }

    private IQueryable<RateRow> Rows(MarketplaceDb db, Actor actor, ListQuery query)
    {
        var (operators, rates, today) = (db.StaffGrants.Allowing(actor, StaffRole.Operator), db.CommissionRates, DateOnly.FromDateTime(clock.UtcNow));
        return Columns.Apply(rates.Where(_ => operators.Any()), query).Select(r => new RateRow(
            r.Id, r.Publisher!.Name, r.Module!.PackageId, r.Tier, r.From, r.BasisPoints, r.By.DisplayName, r.At,
            r.From > today ? RateState.Upcoming
            : rates.Any(o => o.PublisherId == r.PublisherId && o.ModuleId == r.ModuleId && o.Tier == r.Tier && o.From <= today
                && (o.From > r.From || (o.From == r.From && o.Id > r.Id))) ? RateState.Replaced
            : RateState.InForce));
    }
}
