using Marketplace.Accounts;
using Marketplace.Billing.Orders;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Payments;
using Marketplace.Payments.Inbox;
using Marketplace.Payments.Sandbox;
using Marketplace.Pricing;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Quotes;
using Marketplace.Pricing.Tax;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tests.Billing;

/// <summary>A German seller, the publisher Acme with a module, and the German client Globex that buys it: 100.00 EUR and 19% of VAT.</summary>
internal sealed class Shop : IDisposable
{
    public const string Good = "4242424242424242", Declined = "4000000000000002", Secure = "4000000000003220", SlowDebit = "AT611904300234573201",
        FailingDebit = "AT861904300235473202";

    /// <summary>When it opens.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(Start);

    public Shop(params (string Key, string Value)[] settings)
        : this(null, settings)
    {
    }

    /// <param name="replace">Services that are others than in use.</param>
    public Shop(Action<IServiceCollection>? replace, params (string Key, string Value)[] settings)
    {
        Portal = new PortalHost { Clock = _clock, Replace = replace }
            .With("Payments:Providers:0", PaymentProviders.Sandbox).With("Payments:AllowSandbox", "true").With("Subscriptions:DraftHours", "0");
        foreach (var (key, value) in settings)
        {
            Portal.With(key, value);
        }

        var database = Portal.Database;
        (Acme, Globex) = (database.Publisher(), database.Client());
        (Seller, Owner, Member) =
            (database.Member(Acme, MemberRole.Owner), database.Member(Globex, MemberRole.Owner), database.Member(Globex, MemberRole.Member));
        Operator = database.Staff(StaffRole.Operator);
        database.Available(Acme, "Acme.Shop");
    }

    public PortalHost Portal { get; }
    public Organization Acme { get; }
    public Organization Globex { get; }
    public Actor Seller { get; }
    public Actor Owner { get; }
    public Actor Member { get; }
    public Actor Operator { get; }
    public long Offer { get; private set; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public DateTime Now => _clock.UtcNow;

    public void Advance(TimeSpan time) => _clock.Advance(time);

    public T Get<T>()
        where T : notnull => Portal.Get<T>();

    public T Read<T>(Func<MarketplaceDb, T> question) => Portal.Database.Read(question);

    public static async Task<Shop> OpenAsync(OfferTerms? terms = null, params (string Key, string Value)[] settings)
    {
        var shop = new Shop(settings);
        await shop.FillAsync(terms);
        return shop;
    }

    public async Task FillAsync(OfferTerms? terms = null)
    {
        await Get<PricingStart>().EnsureAsync(Cancel);
        Assert.IsType<PartyOutcome.Saved>(await Get<SellerEntities>().SaveAsync(
            Operator,
            new(new("Market GmbH", "Hauptstraße 1", "", "10115", "Berlin", "", "DE"), [new("DE", "DE136695976", false)],
                "M-", "DE89370400440532013000", "COBADEFFXXX"),
            Cancel));
        Assert.IsType<PartyOutcome.Saved>(await Get<BillingProfiles>().SaveAsync(
            Owner, Globex.Id, new(new("Globex GmbH", "Speicherstraße 1", "", "20457", "Hamburg", "", "DE"), BuyerKind.Business, "", "", null, "EUR"),
            Cancel));
        Offer = await OfferAsync(terms ?? new(OfferTier.Basic, OfferModel.OneTime, 1, [new(10000, "EUR")]));
    }

    public async Task<long> OfferAsync(OfferTerms terms)
    {
        Assert.IsType<ListingOutcome.Done>(await Get<Offers>().OfferAsync(Seller, "Acme.Shop", terms, Cancel));
        return Read(db => db.Offers.Open().OrderByDescending(o => o.Id).First().Id);
    }

    public async Task<(Guid Id, string Hash)> QuoteAsync(int sites = 1, long? offer = null)
    {
        var made = Assert.IsType<QuoteOutcome.Made>(await Get<QuoteRequests>().MakeAsync(Owner, new(Globex.Id, [new(offer ?? Offer, sites)]), Cancel));
        return (made.Id, Read(db => db.Quotes.Single(q => q.Id == made.Id).Hash));
    }

    public async Task<Guid> PlaceAsync(Actor? by = null, int sites = 1)
    {
        var (id, hash) = await QuoteAsync(sites);
        return Assert.IsType<OrderOutcome.Placed>(await Get<OrderPlacement>().PlaceAsync(by ?? Owner, new(id, hash), Cancel)).OrderId;
    }

    public Task<OrderOutcome> TryPlaceAsync(Guid quote, string hash, Actor? by = null, InstallWish? install = null, bool again = false) =>
        Get<OrderPlacement>().PlaceAsync(by ?? Owner, new(quote, hash, install, again), Cancel);

    public Task<PayOutcome> PayAsync(Guid order, Actor? by = null, PayBy? way = null) =>
        Get<OrderPayments>().PayAsync(by ?? Owner, order, way ?? new(), Cancel);

    /// <summary>Goes to the sandbox and pays there by a card.</summary>
    public async Task<TillOutcome> PayAtSandboxAsync(Guid order, string card)
    {
        Assert.IsType<PayOutcome.Underway>(await PayAsync(order));
        return await Get<SandboxTill>().PayAsync(PaymentOf(order).ProviderId!, card, Cancel);
    }

    /// <summary>What jobs would do.</summary>
    public async Task WorkAsync()
    {
        await Get<PaymentSweep>().RunAsync(Cancel);
        await Get<ProviderInbox>().ProcessAsync(Cancel);
        await Get<PaymentSweep>().RunAsync(Cancel);
        await Get<OrderSweep>().RunAsync(Cancel);
    }

    public Payment PaymentOf(Guid order) => Read(db =>
        db.Payments.AsNoTracking().Where(p => p.Document == Order.DocumentOf(order)).OrderByDescending(p => p.At).First());

    public Order OrderOf(Guid order) => Read(db => db.Orders.AsNoTracking().Include(o => o.Lines).Single(o => o.Id == order));

    public long Net(AccountKey account, string currency = "EUR") => Read(db =>
        db.Balances.Where(b => b.Account.Key == account.Text && b.Currency == currency).Sum(b => b.Debit - b.Credit));

    public void Dispose() => Portal.Dispose();
}
