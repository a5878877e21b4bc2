using Marketplace.Accounts;
using Marketplace.Billing.Changes;
using Marketplace.Billing.Credits;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Licensing.Metering;
using Marketplace.Payments;
using Marketplace.Payments.Inbox;
using Marketplace.Payments.Methods;
using Marketplace.Payments.Sandbox;
using Marketplace.Pricing;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Portal.Demo;

/// <summary>What a client does at an instant of the past, with what it has then. What it cannot do then it leaves.</summary>
internal sealed class DemoClientActs(DemoPast past, DemoClient client)
{
    public const string Visa = "4242424242424242", Mastercard = "5555555555554444", Disputed = "4000000000000259", Declining = "4000000000000341";

    public async Task BuyAsync(DemoOffer offer, int sites, string card, CancellationToken cancel) =>
        await past.PayAsync(client.Owner, await past.OrderAsync(client.Owner, client.Id, offer, sites, cancel), card, keeps: true, cancel);

    /// <summary>To the next tier that has a price in its currency, or to another site.</summary>
    public async Task UpgradeAsync(CancellationToken cancel)
    {
        await using var db = await past.OpenAsync(cancel);
        if (await OldestAsync(db, cancel) is { } own)
        {
            var better = await BetterAsync(db, own, cancel);
            await ReviseAsync(own, new SubscriptionChange.Terms(better, better is null ? own.Sites + 1 : own.Sites, AtPeriodEnd: false), cancel);
        }
    }

    public async Task AddSiteAsync(CancellationToken cancel)
    {
        await using var db = await past.OpenAsync(cancel);
        if (await OldestAsync(db, cancel) is { } own)
        {
            await ReviseAsync(own, new SubscriptionChange.Terms(null, own.Sites + 1, AtPeriodEnd: false), cancel);
        }
    }

    /// <summary>From its next period on it has a site less, where it has several.</summary>
    public async Task RemoveSiteAsync(CancellationToken cancel)
    {
        await using var db = await past.OpenAsync(cancel);
        if (await Own(db).Where(s => s.Sites > 1).OrderBy(s => s.StartedAt).FirstOrDefaultAsync(cancel) is { } own)
        {
            await ReviseAsync(own, new SubscriptionChange.Terms(null, own.Sites - 1, AtPeriodEnd: true), cancel);
        }
    }

    /// <summary>To the offer that took the place of the one it has, from its next period on.</summary>
    public async Task FollowPriceAsync(DemoOffer offer, CancellationToken cancel)
    {
        await using var db = await past.OpenAsync(cancel);
        var open = await db.Offers.Open().Where(o => o.Module.PackageId == offer.Module && o.Tier == offer.Tier && o.Model == offer.Model)
            .Select(o => o.Id).SingleAsync(cancel);
        foreach (var own in await Own(db).Where(s => s.Module.PackageId == offer.Module && s.Tier == offer.Tier && s.OfferId != open).ToListAsync(cancel))
        {
            await ReviseAsync(own, new SubscriptionChange.Terms(open, own.Sites, AtPeriodEnd: true), cancel);
        }
    }

    public async Task PauseAsync(int days, CancellationToken cancel)
    {
        await using var db = await past.OpenAsync(cancel);
        foreach (var own in await Own(db).Where(s => s.Model == OfferModel.Monthly).ToListAsync(cancel))
        {
            await ReviseAsync(own, new SubscriptionChange.Pause(DateOnly.FromDateTime(own.BilledUntil).AddDays(days)), cancel);
        }
    }

    public async Task LeaveAsync(string reason, CancellationToken cancel)
    {
        await using var db = await past.OpenAsync(cancel);
        foreach (var id in await Own(db).Where(s => s.CanceledAt == null).Select(s => s.Id).ToListAsync(cancel))
        {
            await past.Get<SubscriptionChanges>().CancelAsync(client.Owner, id, reason, cancel);
        }
    }

    /// <summary>All that it has is paid by another card from now on.</summary>
    public async Task ChangeCardAsync(string card, CancellationToken cancel)
    {
        var asked = (MethodOutcome.Done)await past.Get<SavedMethods>().AddAsync(client.Owner, client.Id, PaymentProviders.Sandbox, cancel);
        await past.Get<SandboxTill>().PayAsync(asked.Url![(asked.Url!.LastIndexOf('/') + 1)..], card, cancel);
        await past.Get<ProviderInbox>().ProcessAsync(cancel);
        await using var db = await past.OpenAsync(cancel);
        var method = await db.SavedMethods.Where(m => m.OrganizationId == client.Id && m.RemovedAt == null).OrderByDescending(m => m.At).Select(m => m.Id)
            .FirstAsync(cancel);
        foreach (var id in await Own(db).Select(s => s.Id).ToListAsync(cancel))
        {
            await past.Get<SubscriptionChanges>().ChooseMethodAsync(client.Owner, id, method, cancel);
        }
    }

    public Task UseAsync(string module, string quantity, long count, CancellationToken cancel) => past.Get<UsageReports>().RecordAsync(
        client.Id, "demo", [new(Guid.NewGuid(), module, quantity, count, past.Now, past.Now)], cancel);

    /// <summary>An operator gives a third of its last invoice back.</summary>
    public async Task RefundAsync(Actor by, string reason, CancellationToken cancel)
    {
        await using var db = await past.OpenAsync(cancel);
        if (await db.Invoices.Where(i => i.OrganizationId == client.Id && i.Kind == InvoiceKind.Invoice && i.Payments.Any() && !i.Credits.Any())
            .OrderByDescending(i => i.Id).FirstOrDefaultAsync(cancel) is { } invoice)
        {
            var parts = invoice.Document.Lines.Index().Select(line => new CreditPart(line.Index, line.Item.Net with { Minor = line.Item.Net.Minor / 3 }));
            await past.Get<CreditNotes>().IssueAsync(by, new(invoice.Id, [.. parts], reason, Revokes: false), cancel);
            await past.Get<PaymentSweep>().RunAsync(cancel);
        }
    }

    private IQueryable<Subscription> Own(MarketplaceDb db) =>
        db.Subscriptions.AsNoTracking().Where(s => s.OrganizationId == client.Id && s.EndedAt == null);

    private Task<Subscription?> OldestAsync(MarketplaceDb db, CancellationToken cancel) =>
        Own(db).OrderBy(s => s.StartedAt).FirstOrDefaultAsync(cancel);

    private static async Task<long?> BetterAsync(MarketplaceDb db, Subscription own, CancellationToken cancel)
    {
        var (module, model) = (own.ModuleId, own.Model);
        var offers = await db.Offers.AsNoTracking().Open().Include(o => o.Prices).Where(o => o.ModuleId == module && o.Model == model).ToListAsync(cancel);
        return offers.Where(o => o.Tier > own.Tier && o.Tier != OfferTier.Custom && o.Details.Bundle.Count == 0 && o.Terms.IsPricedIn(own.Currency))
            .OrderBy(o => o.Tier).Select(o => (long?)o.Id).FirstOrDefault();
    }

    private async Task ReviseAsync(Subscription own, SubscriptionChange change, CancellationToken cancel)
    {
        var revisions = past.Get<SubscriptionRevisions>();
        if (await revisions.PreviewAsync(client.Owner, own.Id, change, cancel) is ChangeOutcome.Shown { Preview: var shown })
        {
            _ = (ChangeOutcome.Done)await revisions.ConfirmAsync(client.Owner, own.Id, change, shown.At, shown.Hash(), cancel);
        }
    }
}
