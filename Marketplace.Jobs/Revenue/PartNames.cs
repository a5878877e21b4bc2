using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Pricing.Promotions;
using Marketplace.Revenue.Movements;
using Marketplace.Pricing;
using Microsoft.EntityFrameworkCore;
using System.Globalization;

namespace Marketplace.Revenue;

/// <summary>What the parts of a breakdown are called.</summary>
internal sealed class PartNames(IReadOnlyDictionary<long, (string Name, string? Detail, string? Owner)> known, RevenueDimension by)
{
    public static async Task<PartNames> ReadAsync(MarketplaceDb db, RevenueDimension by, IReadOnlyList<object> keys, CancellationToken cancel)
    {
        List<long> ids = [.. keys.OfType<long>()];
        var names = by switch
        {
            RevenueDimension.Module => await db.Modules.Where(m => ids.Contains(m.Id))
                .Select(m => new Named(m.Id, m.DisplayName, m.PackageId, m.Publisher.Name)).ToListAsync(cancel),
            RevenueDimension.Publisher or RevenueDimension.Client => await db.Organizations.Where(o => ids.Contains(o.Id))
                .Select(o => new Named(o.Id, o.Name, null, null)).ToListAsync(cancel),
            RevenueDimension.Promotion => await db.Promotions.Where(p => ids.Contains(p.Id)).Select(p => new Named(p.Id, p.Name, null, null))
                .ToListAsync(cancel),
            _ => [],
        };
        return new(names.ToDictionary(name => name.Id, name => (name.Name, name.Detail, name.Owner)), by);
    }

    /// <summary>What is chosen, by its name; what is not there, by its id.</summary>
    public static async Task<IReadOnlyList<(RevenueDimension By, string Name)>> OfAsync(MarketplaceDb db, RevenueFilter filter, CancellationToken cancel)
    {
        (RevenueDimension By, object? Key)[] chosen =
        [
            (RevenueDimension.Module, filter.ModuleId), (RevenueDimension.Publisher, filter.PublisherId), (RevenueDimension.Client, filter.ClientId),
            (RevenueDimension.Tier, filter.Tier), (RevenueDimension.Model, filter.Model), (RevenueDimension.Currency, filter.Currency),
            (RevenueDimension.Country, filter.Country), (RevenueDimension.Promotion, filter.PromotionId),
        ];
        var names = new List<(RevenueDimension, string)>();
        foreach (var (by, key) in chosen)
        {
            if (key is not null)
            {
                names.Add((by, (await ReadAsync(db, by, [key], cancel)).Of(key).Name));
            }
        }

        return names;
    }

    public PartName Of(object key) => key switch
    {
        long id when known.TryGetValue(id, out var name) => new(id.ToString(CultureInfo.InvariantCulture), name.Name, name.Detail, name.Owner),
        0L => new("", "Without promotion"),
        long id => new(id.ToString(CultureInfo.InvariantCulture), $"{id}"),
        OfferModel model => new($"{model}", model.Words()),
        string code when by is RevenueDimension.Country => new(code, Country.NameOf(code)),
        _ => new($"{key}", $"{key}"),
    };

    private sealed record Named(long Id, string Name, string? Detail, string? Owner);
}
