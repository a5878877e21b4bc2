using System.Linq.Expressions;
using System.Text.Json.Serialization;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Revenue.Measures;
using Marketplace.Revenue.Movements;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Revenue;

/// <summary>By what recurring revenue is split. The names are the interface's codes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RevenueDimension>))]
public enum RevenueDimension
{
    Module,
    Publisher,
    Client,
    Tier,
    Model,
    Currency,
    Country,
    Promotion,
}

/// <summary>What a part is called.</summary>
/// <param name="Key">An id, or a code; empty for what no promotion lowers.</param>
/// <param name="Detail">Of a module, its package id.</param>
/// <param name="Owner">Of a module, its publisher.</param>
public sealed record PartName(string Key, string Name, string? Detail = null, string? Owner = null);

/// <summary>The recurring revenue of one part.</summary>
/// <param name="Clients">That pay something at the end.</param>
/// <param name="Months">At the ends of the last months.</param>
public sealed record RevenuePart(PartName Called, decimal Mrr, decimal Change, int Clients, IReadOnlyList<decimal?> Months)
{
    public string Key => Called.Key;
    public string Name => Called.Name;

    /// <summary>Null where they were not asked for.</summary>
    public RecurringTotals? Movements { get; init; }
}

/// <param name="Total">Of all parts.</param>
/// <param name="Parts">That of most first, up to so many as were asked for.</param>
public sealed record RevenueBreakdown(RevenueDimension By, decimal Total, int Count, IReadOnlyList<RevenuePart> Parts, IReadOnlyList<DateOnly> Months)
{
    /// <summary>Of all parts; null where they were not asked for.</summary>
    public RecurringTotals? Movements { get; init; }
}

/// <summary>Recurring revenue by module, publisher, client and so on.</summary>
public sealed class RevenueBreakdowns(IDbContextFactory<MarketplaceDb> databases, RevenueQueries queries)
{
    /// <param name="most">How many parts, those of most first.</param>
    /// <param name="moves">With the movements of each part.</param>
    /// <returns>Null for who may not see it.</returns>
    public async Task<RevenueBreakdown?> ReadAsync(Actor actor, RevenueView view, RevenueDimension by, int most, bool moves, CancellationToken cancel) =>
        // Whoever may see clients may see all.
        await queries.MayReadAsync(actor, by is RevenueDimension.Client ? new() : view.Filter, cancel)
            ? await ComputeAsync(view, by, most, moves, cancel) : null;

    /// <summary>For whoever was asked whether they may see it.</summary>
    internal async Task<RevenueBreakdown> ComputeAsync(RevenueView view, RevenueDimension by, int most, bool moves, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var movements = view.Filter.Of(db.RecurringMovements.AsNoTracking());
        Task<RevenueBreakdown> SplitByAsync<TKey>(Expression<Func<RecurringMovement, TKey>> key)
            where TKey : notnull => new RevenueSplit<TKey>(db, view, movements.By(key)).ReadAsync(by, most, moves, cancel);
        return await (by switch
        {
            RevenueDimension.Publisher => SplitByAsync(m => m.PublisherId),
            RevenueDimension.Client => SplitByAsync(m => m.OrganizationId),
            RevenueDimension.Tier => SplitByAsync(m => m.Tier),
            RevenueDimension.Model => SplitByAsync(m => m.Model),
            RevenueDimension.Currency => SplitByAsync(m => m.Currency),
            RevenueDimension.Country => SplitByAsync(m => m.Country),
            RevenueDimension.Promotion => SplitByAsync(m => m.PromotionId ?? 0),
            _ => SplitByAsync(m => m.ModuleId),
        });
    }
}
