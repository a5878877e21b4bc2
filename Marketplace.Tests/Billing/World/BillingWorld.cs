using Marketplace.Accounts;
using Marketplace.Billing.Changes;
using Marketplace.Billing.Credits;
using Marketplace.Billing.Dunning;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Payments.Inbox;
using Marketplace.Payments.Methods;
using Marketplace.Payments.Sandbox;
using Marketplace.Payments;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Quotes;
using Marketplace.Pricing.Tax;
using Marketplace.Pricing;
using Marketplace.Revenue.Movements;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Billing.World;

/// <summary>
/// Clients over years: they buy, change, pause, cancel, pay late or not, dispute, are refunded; jobs are away for days, die in the middle and are doubled,
/// and webhooks come late, twice or not at all. The real code, a clock that jumps.
/// </summary>
/// <param name="deaths">Watches the shop's databases.</param>
internal sealed class BillingWorld(Shop shop, Deaths deaths, Random random, CancellationToken cancel)
{
    private const string Disputed = "4000000000000259";

    private static readonly string?[] Zones = [null, "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kolkata"];
    private static readonly string[] Cards = [Shop.Good, "5555555555554444", Subscriptions.Renewals.KeptThenDeclined];
    private readonly List<(Organization Organization, Actor Owner)> _clients = [];
    private readonly HashSet<long> _joined = [];
    private long[] _offers = [];

    /// <summary>What its offers cost by period.</summary>
    public static long PriceOf(OfferTier tier, OfferModel model, int sites) => (tier, model) switch
    {
        (OfferTier.Basic, _) => 10000L * sites,
        (_, OfferModel.Monthly) => 31000L * sites,
        _ => 299999L * ((sites + 1) / 2),
    };

    /// <summary>How many days all subscriptions together were there.</summary>
    public int SubscriptionDays { get; private set; }

    public async Task OpenAsync(int clients)
    {
        _offers =
        [
            shop.Offer,
            await shop.OfferAsync(new(OfferTier.Premium, OfferModel.Monthly, 1, [new(31000, "EUR")])),
            await shop.OfferAsync(new(OfferTier.Premium, OfferModel.Yearly, 2, [new(299999, "EUR")])),
        ];
        for (var number = 0; number < clients; number++)
        {
            var organization = shop.Portal.Database.Client($"Client {number}");
            var owner = shop.Portal.Database.Member(organization, MemberRole.Owner);
            var zone = Zones[number % Zones.Length];
            shop.Read(db => db.Users.Where(u => u.Id == owner.UserId).ExecuteUpdate(set => set.SetProperty(u => u.TimeZone, zone)));
            var details = new BillingDetails(
                new($"Client {number} GmbH", "Straße 1", "", "20457", "Hamburg", "", "DE"), BuyerKind.Business, "", "", null, "EUR")
            {
                JoinsInvoices = number % 2 == 0,
            };
            _joined.UnionWith(details.JoinsInvoices ? [organization.Id] : []);
            Assert.IsType<PartyOutcome.Saved>(await shop.Get<BillingProfiles>().SaveAsync(owner, organization.Id, details, cancel));
            _clients.Add((organization, owner));
        }
    }

    public async Task DayAsync()
    {
        shop.Advance(TimeSpan.FromHours(24) + TimeSpan.FromSeconds(random.Next(-3600, 3600)));
        SubscriptionDays += shop.Read(db => db.Subscriptions.Count(s => s.EndedAt == null));
        foreach (var client in _clients.Where(_ => random.Next(12) == 0))
        {
            await ActAsync(client.Organization, client.Owner);
        }

        await (random.Next(10) switch
        {
            0 or 1 => Task.CompletedTask,
            2 => deaths.WatchAsync(random.Next(80), JobsAsync),
            _ => WorkAsync(),
        });
    }

    /// <summary>What jobs do: of two workers both do it, now and then.</summary>
    public async Task WorkAsync()
    {
        await Task.WhenAll(Enumerable.Range(0, random.Next(6) == 0 ? 2 : 1).Select(_ => Task.Run(BillAsync, cancel)));
        await TellAgainAsync();
        await shop.WorkAsync();
        await shop.Get<RecognitionRun>().RunAsync(cancel);
    }

    /// <summary>What a process that died had in hand is done by another, once its leases have passed.</summary>
    public async Task RecoverAsync()
    {
        shop.Advance(TimeSpan.FromHours(2));
        // What no webhook told is found.
        await shop.Get<ProviderInbox>().FindMissingAsync(cancel);
        await WorkAsync();
    }

    private async Task JobsAsync()
    {
        await BillAsync();
        await shop.WorkAsync();
    }

    private async Task BillAsync()
    {
        await shop.Get<RenewalRun>().RunAsync(cancel);
        await shop.Get<DunningRun>().RunAsync(cancel);
        await shop.Get<BillingNotices>().RunAsync(cancel);
        await shop.Get<PausedSubscriptions>().RunAsync(cancel);
    }

    // The same event once more, and another of what was told long ago.
    private async Task TellAgainAsync()
    {
        var (inbox, count) = (shop.Get<ProviderInbox>(), shop.Read(db => db.SandboxMovements.Count()));
        foreach (var at in Enumerable.Range(0, count == 0 ? 0 : random.Next(3)).Select(_ => random.Next(count)))
        {
            var news = SandboxBooks.News(shop.Read(db => db.SandboxMovements.AsNoTracking().OrderBy(m => m.Id).Skip(at).First()));
            await inbox.ReceiveAsync(PaymentProviders.Sandbox, news, "", "", cancel);
            await inbox.ReceiveAsync(PaymentProviders.Sandbox, news with { Id = $"{news.Id}-{random.Next()}" }, "", "", cancel);
        }
    }

    // Webhooks may be late.
    private Task HearAsync() => random.Next(3) == 0 ? Task.CompletedTask : shop.WorkAsync();

    private async Task ActAsync(Organization organization, Actor owner)
    {
        var own = shop.Read(db => db.Subscriptions.AsNoTracking().Where(s => s.OrganizationId == organization.Id && s.EndedAt == null).OrderBy(s => s.StartedAt)
            .ThenBy(s => s.Id).ToList());
        if (own.Count == 0 || (own.Count < 4 && random.Next(4) == 0))
        {
            await BuyAsync(organization, owner);
            return;
        }

        var one = own[random.Next(own.Count)];
        switch (random.Next(11))
        {
            case 10: await AnswerAsync(); break;
            case 0: await CardAsync(organization, owner); break;
            case 1: await shop.Get<SubscriptionChanges>().CancelAsync(owner, one.Id, "", cancel); break;
            case 2: await shop.Get<SubscriptionChanges>().ReactivateAsync(owner, one.Id, cancel); break;
            case 3: await PayAsync(owner, one.Id); break;
            case 4: await RefundAsync(organization); break;
            // Who has one invoice for all of a day puts all of them on one.
            case 5 or 9 when _joined.Contains(organization.Id): await ReviseAsync(owner, one, new SubscriptionChange.BillingDay(5)); break;
            case 5: await ReviseAsync(owner, one, new SubscriptionChange.BillingDay(random.Next(1, 29))); break;
            case 6: await ReviseAsync(owner, one, PauseOrResume(one)); break;
            case 7 when random.Next(3) == 0: await ReviseAsync(owner, one, new SubscriptionChange.CancelNow("")); break;
            case 8: await ReviseAsync(owner, one, new SubscriptionChange.Align(own[random.Next(own.Count)].Id)); break;
            default:
                await ReviseAsync(owner, one, new SubscriptionChange.Terms(_offers[random.Next(3)], random.Next(1, 4), random.Next(3) == 0));
                break;
        }
    }

    private SubscriptionChange PauseOrResume(Subscription one) => one.PausedFrom is not null ? new SubscriptionChange.Resume()
        : new SubscriptionChange.Pause(DateOnly.FromDateTime(one.BilledUntil).AddDays(random.Next(1, 90)));

    private async Task ReviseAsync(Actor owner, Subscription one, SubscriptionChange change)
    {
        var revisions = shop.Get<SubscriptionRevisions>();
        if (await revisions.PreviewAsync(owner, one.Id, change, cancel) is ChangeOutcome.Shown { Preview: var shown })
        {
            Assert.IsType<ChangeOutcome.Done>(await revisions.ConfirmAsync(owner, one.Id, change, shown.At, shown.Hash(), cancel));
        }
    }

    private async Task BuyAsync(Organization organization, Actor owner)
    {
        // Who has one invoice for all of a day also buys two at once.
        var asked = new QuoteRequest(
            organization.Id, _joined.Contains(organization.Id) ? [new(_offers[0], random.Next(1, 4)), new(_offers[1], 1)]
                : [new(_offers[random.Next(3)], random.Next(1, 4))]);
        var made = Assert.IsType<QuoteOutcome.Made>(await shop.Get<QuoteRequests>().MakeAsync(owner, asked, cancel));
        var hash = shop.Read(db => db.Quotes.Single(q => q.Id == made.Id).Hash);
        if (await shop.Get<OrderPlacement>().PlaceAsync(owner, new(made.Id, hash, Again: true), cancel) is OrderOutcome.Placed { OrderId: var order }
            && await shop.PayAsync(order, owner, new(Keeps: true)) is PayOutcome.Underway { PaymentId: var payment })
        {
            var card = random.Next(12) switch { 0 => Shop.Declined, 1 => Disputed, _ => Shop.Good };
            await shop.Get<SandboxTill>().PayAsync($"sbx_{payment:N}", card, cancel);
            await HearAsync();
        }
    }

    private async Task CardAsync(Organization organization, Actor owner)
    {
        if (await shop.Get<SavedMethods>().AddAsync(owner, organization.Id, null, cancel) is not MethodOutcome.Done { Url: { } url })
        {
            return;
        }

        await shop.Get<SandboxTill>().PayAsync(url["/sandbox/".Length..], Cards[random.Next(Cards.Length)], cancel);
        await shop.Get<SavedMethods>().LookAsync(owner, cancel);
        var methods = shop.Read(db => db.SavedMethods.Where(m => m.OrganizationId == organization.Id && m.RemovedAt == null).Select(m => m.Id).ToList());
        await shop.Get<SavedMethods>().PreferAsync(owner, methods[random.Next(methods.Count)], cancel);
    }

    private async Task PayAsync(Actor owner, Guid id)
    {
        if (await shop.Get<PeriodCharges>().PayAsync(owner, id, cancel) is PayOutcome.Underway { PaymentId: var payment })
        {
            await shop.Get<SandboxTill>().PayAsync($"sbx_{payment:N}", Cards[random.Next(2)], cancel);
            await HearAsync();
        }
    }

    private async Task RefundAsync(Organization organization)
    {
        var invoices = shop.Read(db => db.Invoices.AsNoTracking().Where(i => i.OrganizationId == organization.Id && i.Kind == InvoiceKind.Invoice)
            .OrderByDescending(i => i.Id).Take(3).ToList());
        if (invoices.Count > 0 && invoices[random.Next(invoices.Count)] is { } invoice
            && await shop.Get<CreditNotes>().LeftAsync(shop.Operator, invoice.Id, cancel) is [{ Minor: > 1 } left, ..])
        {
            var part = new CreditPart(0, left with { Minor = random.NextInt64(1, left.Minor + 1) });
            await shop.Get<CreditNotes>().IssueAsync(shop.Operator, new(invoice.Id, [part], "Refunded.", Revokes: random.Next(5) == 0), cancel);
            await HearAsync();
        }
    }

    private async Task AnswerAsync()
    {
        if (shop.Read(db => db.Disputes.AsNoTracking().Where(d => d.State == DisputeState.NeedsResponse).OrderBy(d => d.FoundAt).FirstOrDefault()) is { } one)
        {
            var text = random.Next(2) == 0 ? SandboxDispute.Winning : "It was used.";
            await shop.Get<Disputes>().AnswerAsync(shop.Operator, one.Id, new(text, null, AttachesRecords: random.Next(4) == 0), cancel);
            await HearAsync();
        }
    }
}
