using System.Globalization;
using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Ledger;
using Marketplace.Licensing;
using Marketplace.Payments;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Quotes;
using Marketplace.Pricing.Tax;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Billing;

/// <summary>
/// A process is killed at each moment between "order" and "license", and another takes over: the provider's books, ours and the licenses agree. With one
/// purchase for each moment, or as many as <c>MARKETPLACE_PURCHASES</c> says.
/// </summary>
public sealed class OrderKillTests
{
    private static readonly int Purchases =
        int.TryParse(Environment.GetEnvironmentVariable("MARKETPLACE_PURCHASES"), CultureInfo.InvariantCulture, out var purchases) ? purchases : 25;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_at_any_moment_of_buying_the_books_agree_after_the_next_start()
    {
        Assert.SkipWhen(TestDatabase.IsSqlServer, "The process is given an SQLite file.");
        using var shop = await Shop.OpenAsync();
        var buyers = new List<DoomedBuyer>();
        for (var moment = 0; moment < Purchases; moment++)
        {
            buyers.Add(await BuyerAsync(shop, moment % 40));
        }

        await DyingBuyer.RunAsync(shop.Portal.Database.Folder, buyers, Cancel);
        // What the killed process had in hand is taken over once its leases have passed.
        shop.Advance(TimeSpan.FromSeconds(11));
        await shop.WorkAsync();
        shop.Advance(TimeSpan.FromSeconds(11));
        await shop.WorkAsync();

        var provider = shop.Read(db => db.Set<Marketplace.Payments.Sandbox.SandboxPayment>().AsNoTracking().ToList());
        var orders = shop.Read(db => db.Orders.AsNoTracking().Include(o => o.Lines).ToList());
        var paid = provider.Where(p => p.State is PaymentState.Succeeded).ToList();
        Assert.Equal(paid.Select(p => p.PaymentId).Order(), orders.Where(o => o.State is OrderState.Paid).Select(o => o.PaymentId!.Value).Order());
        Assert.Equal(paid.Count, shop.Read(db => db.Licenses.Count()));
        Assert.Equal(paid.Count, shop.Read(db => db.Invoices.Count()));
        Assert.Equal(paid.Sum(p => p.Minor - p.FeeMinor!.Value), shop.Net(AccountKey.ProviderCash("sandbox")));
        Assert.Equal(0, shop.Net(AccountKey.Receivable));
        Assert.InRange(paid.Count, 1, Purchases - 1);
        Assert.InRange(orders.Count, paid.Count + 1, Purchases - 1);
        Assert.Equal(
            Enumerable.Range(1, paid.Count).Select(number => $"M-{shop.Now.Year}-{number:D6}"),
            shop.Read(db => db.Invoices.OrderBy(i => i.Number).Select(i => i.Number).ToList()));
    }

    // Each buyer is an organization of its own, with a quote.
    private static async Task<DoomedBuyer> BuyerAsync(Shop shop, int moment)
    {
        var client = shop.Portal.Database.Client();
        var owner = shop.Portal.Database.Member(client, MemberRole.Owner);
        Assert.IsType<PartyOutcome.Saved>(await shop.Get<BillingProfiles>().SaveAsync(
            owner, client.Id, new(new("Globex GmbH", "Speicherstraße 1", "", "20457", "Hamburg", "", "DE"), BuyerKind.Business, "", "", null, "EUR"), Cancel));
        var made = Assert.IsType<QuoteOutcome.Made>(await shop.Get<QuoteRequests>().MakeAsync(owner, new(client.Id, [new(shop.Offer, 1)]), Cancel));
        return new(owner.UserId, made.Id, shop.Read(db => db.Quotes.Single(q => q.Id == made.Id).Hash), moment);
    }
}
