using Bunit;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Billing.Subscriptions;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Payments.Sandbox;
using Marketplace.Portal.Billing;
using Marketplace.Portal.Billing.Subscriptions;
using Marketplace.Pricing;
using Marketplace.Pricing.Quotes;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Billing.Subscriptions;

/// <summary>An order of two subscriptions, one with a setup fee, and of something that is paid once.</summary>
public sealed class FirstInvoiceTests : PageTest
{
    private readonly Shop _shop;

    public FirstInvoiceTests()
        : this(Shop.OpenAsync(new(OfferTier.Basic, OfferModel.Monthly, 1, [new(10000, "EUR")]) { Details = new() { SetupFee = [new(5000, "EUR")] } })
            .GetAwaiter().GetResult())
    {
    }

    private FirstInvoiceTests(Shop shop)
        : base(shop.Portal) => _shop = shop;

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_invoice_names_each_subscription_at_its_line_and_each_of_them_the_other()
    {
        await BuyAsync();
        var periods = _shop.Read(db => db.SubscriptionPeriods.AsNoTracking().OrderBy(p => p.InvoiceLine).ToList());
        // 100.00 and a setup fee of 50.00; 20.00; 30.00 once.
        Assert.Equal([(0, 17850L), (2, 2380)], periods.Select(period => (period.InvoiceLine, period.PartMinor!.Value)));
        var invoice = _shop.Read(db => db.Invoices.Single());
        SignIn(_shop.Member);

        var page = Draw<InvoicePage>(parameters => parameters.Add(p => p.Number, invoice.Number));

        page.Says("Subscription of Acme Other");
        Assert.Equal(
            [$"/subscriptions/{periods[0].SubscriptionId:D}", null, $"/subscriptions/{periods[1].SubscriptionId:D}", null],
            page.FindAll("section[aria-labelledby=invoice-lines] tbody tr").Select(row => row.QuerySelector("a")?.GetAttribute("href")));
        var subscription = Draw<SubscriptionPage>(parameters => parameters.Add(p => p.Id, periods[1].SubscriptionId));
        subscription.Says("€23.80");
        subscription.WaitForElement($"td a[href='/subscriptions/{periods[0].SubscriptionId:D}']");
    }

    [Fact]
    public async Task A_renewal_invoice_of_one_subscription_names_it_too()
    {
        await BuyAsync();
        _shop.Advance(TimeSpan.FromDays(31));
        Assert.Equal(2, await Renewals.RenewAsync(_shop));
        var last = _shop.Read(db => db.Invoices.OrderBy(i => i.Id).Last());

        var named = Assert.Single(await _shop.Get<SubscriptionQueries>().OnInvoiceAsync(_shop.Member, last.Number, Cancel));

        Assert.Equal((0, false), (named.Line, named.IsOrdered));
        Assert.Empty(await _shop.Get<SubscriptionQueries>().OnInvoiceAsync(_shop.Seller, last.Number, Cancel));
    }

    private async Task BuyAsync()
    {
        var ids = new List<long> { _shop.Offer };
        foreach (var (package, model, minor) in new[] { ("Acme.Once", OfferModel.OneTime, 3000L), ("Acme.Other", OfferModel.Monthly, 2000) })
        {
            _shop.Portal.Database.Available(_shop.Acme, package);
            Assert.IsType<ListingOutcome.Done>(await _shop.Get<Offers>().OfferAsync(
                _shop.Seller, package, new(OfferTier.Basic, model, 1, [new(minor, "EUR")]), Cancel));
            ids.Add(_shop.Read(db => db.Offers.OrderByDescending(o => o.Id).First().Id));
        }

        var made = Assert.IsType<QuoteOutcome.Made>(await _shop.Get<QuoteRequests>().MakeAsync(
            _shop.Owner, new(_shop.Globex.Id, [.. ids.Select(id => new QuoteRequestLine(id, 1))]), Cancel));
        var hash = _shop.Read(db => db.Quotes.Single(q => q.Id == made.Id).Hash);
        var order = Assert.IsType<OrderOutcome.Placed>(await _shop.TryPlaceAsync(made.Id, hash)).OrderId;
        var paying = Assert.IsType<PayOutcome.Underway>(await _shop.PayAsync(order, way: new(Keeps: true)));
        await _shop.Get<SandboxTill>().PayAsync($"sbx_{paying.PaymentId:N}", Shop.Good, Cancel);
        await _shop.WorkAsync();
    }
}
