using System.Text.Json.Serialization;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Ledger;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Payouts.Shares;

/// <summary>Why a share is held. The names are the interface's codes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HoldReason>))]
public enum HoldReason
{
    /// <summary>It may still be refunded.</summary>
    RefundPeriod,

    /// <summary>It is kept back longer than the rest, for what may be refunded later.</summary>
    Reserve,

    /// <summary>The client has not paid the invoice.</summary>
    NotPaid,

    /// <summary>The payment is disputed, or a dispute of it was lost.</summary>
    Disputed,
}

/// <summary>A share that is held.</summary>
/// <param name="DueAt">When it is released, once nothing else holds it.</param>
public sealed record HeldRow(
    long Id, DateTime At, JournalKind Kind, string Text, string? PackageId, string Publisher, long Minor, string Currency, HoldReason Reason, DateTime DueAt,
    bool IsTest)
{
    public Money Amount => new(Minor, Currency);
}

/// <summary>What of the shares of one's publishers is held, why and until when, for their members.</summary>
public sealed class HeldShares(IDbContextFactory<MarketplaceDb> databases)
{
    public static readonly ListColumns<Share> Columns = new ListColumns<Share>(s => s.Id, "due")
        .Time("at", s => s.At).Text("text", s => s.Journal.Description).Choice("kind", s => s.Kind).Text("publisher", s => s.Publisher.Name)
        .Text("currency", s => s.Currency).Sorted("amount", s => s.Minor).Time("due", s => s.DueAt);

    public async Task<Page<HeldRow>> ListAsync(Actor actor, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Rows(db, actor, query).PageAsync(query, cancel);
    }

    public IAsyncEnumerable<HeldRow> StreamAsync(Actor actor, ListQuery query, CancellationToken cancel) =>
        databases.StreamAsync(db => Rows(db, actor, query), cancel);

    private static IQueryable<HeldRow> Rows(MarketplaceDb db, Actor actor, ListQuery query)
    {
        var (own, unpaid, disputed) = (db.Organizations.Of(actor), db.UnpaidShares(), db.DisputedShares());
        var held = db.Shares.AsNoTracking().Where(s => s.ReleaseId == null && own.Any(o => o.Id == s.PublisherId && o.Publishes));
        return Columns.Apply(held, query).Select(s => new HeldRow(
            s.Id, s.At, s.Kind, s.Item!.Text ?? s.Journal.Description, s.Item!.Module.PackageId, s.Publisher.Name, s.Minor, s.Currency,
            disputed.Any(d => d.Id == s.Id) ? HoldReason.Disputed
                : unpaid.Any(u => u.Id == s.Id) ? HoldReason.NotPaid
                : s.Part == SharePart.Reserve ? HoldReason.Reserve : HoldReason.RefundPeriod,
            s.DueAt, s.IsTest));
    }
}
