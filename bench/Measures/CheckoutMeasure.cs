using System.Diagnostics;
using Marketplace.Accounts;
using Marketplace.Billing.Orders;
using Marketplace.Data;
using Marketplace.Payments.Sandbox;
using Marketplace.Portal.Demo;
using Marketplace.Pricing;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Quotes;
using Marketplace.Pricing.Tax;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Bench;

/// <summary>
/// From the click on "Pay" to the license, with the sandbox as a provider that answers at once: the order is placed and its payment started, the card is
/// entered, and whoever comes back looks. First one buyer alone, which is our own part, then 50 at once.
/// </summary>
internal static class CheckoutMeasure
{
    private const int AtOnce = 50, WarmUp = 10, Alone = 60, Rounds = 6;
    private const string Card = "4242424242424242";

    public static async Task RunAsync(string portal, Folders folders)
    {
        var data = folders.New("checkout");
        using (await Servers.PortalAsync(portal, data))
        {
            // It has filled the demo.
        }

        using var product = new Product(data, ("Payments:Providers:0", "sandbox"), ("Payments:AllowSandbox", "true"), ("Portal:Address", "http://localhost"));
        var buyers = await BuyersAsync(product);
        await using var db = product.Open();
        var offer = await db.Offers.Open()
            .Where(o => o.Tier == OfferTier.Premium && o.Model == OfferModel.OneTime).OrderBy(o => o.Id).Select(o => o.Id).FirstAsync();

        await BuyAsync(product, buyers[0], offer, WarmUp, []);
        var alone = new List<double>();
        await BuyAsync(product, buyers[0], offer, Alone, alone);
        Print("one buyer at a time", alone, "aim 50 ms");

        var together = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            await Task.WhenAll(buyers.Select(buyer => Task.Run(() => BuyAsync(product, buyer, offer, 1, together))));
        }

        Print($"{AtOnce} buyers at once", together, "aim 2,000 ms at p99");
    }

    private static void Print(string what, List<double> times, string aim)
    {
        times.Sort();
        Report.Line($"Click to license, {what}: p50 of {times.Count}", times[times.Count / 2], "ms");
        Report.Line($"Click to license, {what}: p99", times[(int)Math.Ceiling(times.Count * .99) - 1], "ms", aim);
    }

    // The quote is made before: it stands on the page that has the button.
    private static async Task BuyAsync(Product product, (Actor Actor, long Organization) buyer, long offer, int times, List<double> measured)
    {
        for (var one = 0; one < times; one++)
        {
            var made = (QuoteOutcome.Made)await product.Get<QuoteRequests>().MakeAsync(
                buyer.Actor, new(buyer.Organization, [new(offer, 1)]), CancellationToken.None);
            var seen = (await product.Get<CheckoutQueries>().ReadAsync(buyer.Actor, made.Id, CancellationToken.None))!;
            var start = Stopwatch.GetTimestamp();
            var placed = (OrderOutcome.Placed)await product.Get<OrderPlacement>().PlaceAsync(
                buyer.Actor, new(made.Id, seen.Hash, Again: true), CancellationToken.None);
            var paying = (PayOutcome.Underway)await product.Get<OrderPayments>().PayAsync(buyer.Actor, placed.OrderId, new(), CancellationToken.None);
            await product.Get<SandboxTill>().PayAsync($"sbx_{paying.PaymentId:N}", Card, CancellationToken.None);
            await product.Get<OrderPayments>().LookAsync(buyer.Actor, placed.OrderId, CancellationToken.None);
            var took = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if ((await product.Get<OrderQueries>().ReadAsync(buyer.Actor, placed.OrderId, CancellationToken.None))?.Order.State is not OrderState.Paid)
            {
                throw new InvalidOperationException($"Order {placed.OrderId} was not paid.");
            }

            lock (measured)
            {
                measured.Add(took);
            }
        }
    }

    // Each is an organization of its own: one organization has one open order of an offer.
    private static async Task<IReadOnlyList<(Actor Actor, long Organization)>> BuyersAsync(Product product)
    {
        var owner = await product.ActorAsync(DemoPeople.Client);
        await using var db = product.Open();
        List<Organization> clients = [.. Enumerable.Range(1, AtOnce).Select(number =>
            new Organization($"Buyer {number}", publishes: false, isClient: true, DateTime.UtcNow))];
        db.AddRange(clients);
        await db.SaveChangesAsync();
        db.AddRange(clients.Select(client => new Membership(client.Id, owner.UserId, MemberRole.Owner, DateTime.UtcNow)));
        await db.SaveChangesAsync();
        var details = new BillingDetails(new("Buyer GmbH", "Speicherstraße 1", "", "20457", "Hamburg", "", "DE"), BuyerKind.Consumer, "", "", null, "EUR");
        foreach (var client in clients)
        {
            await product.Get<BillingProfiles>().SaveAsync(owner, client.Id, details, CancellationToken.None);
        }

        return [.. clients.Select(client => (owner, client.Id))];
    }
}
