using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Pricing;
using Marketplace.Pricing.Promotions;
using Marketplace.Revenue.Measures;
using Marketplace.Revenue.Movements;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Revenue;

/// <param name="Invoice">The number of that of the period that was billed then; null where none was.</param>
public sealed record MovementRow(
    long Id, DateTime At, MovementKind Kind, string Client, Guid SubscriptionId, string Module, string PackageId, string Publisher, OfferTier Tier,
    OfferModel Model, string Country, string? Promotion, long Minor, long Left, string Currency, string? Invoice)
{
    public Money Amount => new(Minor, Currency);
    public Money After => new(Left, Currency);
}

/// <summary>The movements behind the figures, for operators.</summary>
public sealed class MovementQueries(IDbContextFactory<MarketplaceDb> databases)
{
    public static readonly ListColumns<RecurringMovement> Columns = new ListColumns<RecurringMovement>(m => m.Id, "-at")
        .Time("at", m => m.At).Choice("kind", m => m.Kind).Text("client", m => m.Organization.Name).Text("module", m => m.Module.DisplayName)
        .Text("publisher", m => m.Publisher.Name).Choice("tier", m => m.Tier).Choice("model", m => m.Model).Text("country", m => m.Country)
        .Text("currency", m => m.Currency).Sorted("amount", m => m.Minor).Sorted("left", m => m.Left);

    public async Task<Page<MovementRow>> ListAsync(Actor actor, RevenueSpan? span, RevenueFilter filter, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Rows(db, actor, span, filter, query).PageAsync(query, cancel);
    }

    /// <summary>By what they are chosen, by its name; nothing for who may not see them.</summary>
    public async Task<IReadOnlyList<(RevenueDimension By, string Name)>> ChosenAsync(Actor actor, RevenueFilter filter, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.StaffGrants.Allowing(actor, StaffRole.Operator).AnyAsync(cancel) ? await PartNames.OfAsync(db, filter, cancel) : [];
    }

    public IAsyncEnumerable<MovementRow> StreamAsync(Actor actor, RevenueSpan? span, RevenueFilter filter, ListQuery query, CancellationToken cancel) =>
        databases.StreamAsync(db => Rows(db, actor, span, filter, query), cancel);

    private static IQueryable<MovementRow> Rows(MarketplaceDb db, Actor actor, RevenueSpan? span, RevenueFilter filter, ListQuery query)
    {
        var (periods, invoices, promotions) = (db.SubscriptionPeriods, db.Invoices, db.Promotions);
        // As figures of a publisher count them.
        var isOfPublisher = filter.PublisherId is not null;
        var movements = filter.Of(db.RecurringMovements.AsNoTracking().For(db, actor));
        movements = span is { } some ? movements.Where(m => m.Day >= some.From && m.Day <= some.To) : movements;
        return Columns.Apply(movements, query).Select(m => new
        {
            Movement = m,
            InvoiceId = periods.Where(p => p.SubscriptionId == m.SubscriptionId && p.From == m.At && p.Until > p.From).Select(p => p.InvoiceId)
                .FirstOrDefault(),
        }).Select(row => new MovementRow(
            row.Movement.Id, row.Movement.At, isOfPublisher ? row.Movement.PublisherKind : row.Movement.Kind, row.Movement.Organization.Name,
            row.Movement.SubscriptionId, row.Movement.Module.DisplayName, row.Movement.Module.PackageId, row.Movement.Publisher.Name,
            row.Movement.Tier, row.Movement.Model, row.Movement.Country,
            promotions.Where(p => p.Id == row.Movement.PromotionId).Select(p => p.Name).FirstOrDefault(), row.Movement.Minor, row.Movement.Left,
            row.Movement.Currency, invoices.Where(i => i.Id == row.InvoiceId).Select(i => i.Number).FirstOrDefault()));
    }
}
