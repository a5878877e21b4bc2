using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Payments;
using Marketplace.Payments.Reconciliation;
using Marketplace.Portal;
using Marketplace.Tests.Billing;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Payments;

/// <summary>Payments, disputes and differences as operators read and work on them.</summary>
public sealed class PaymentListTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_payment_is_shown_with_its_attempts_requests_refunds_and_disputes()
    {
        using var shop = await Shop.OpenAsync();
        var order = await shop.PlaceAsync();
        await shop.PayAtSandboxAsync(order, Shop.Declined);
        await shop.WorkAsync();
        await shop.PayAtSandboxAsync(order, StripeShop.Disputed);
        await shop.WorkAsync();
        var (payment, queries) = (shop.PaymentOf(order), shop.Get<PaymentQueries>());

        var view = (await queries.ReadAsync(shop.Operator, payment.Id, Cancel))!;

        Assert.Equal((PaymentState.Succeeded, shop.Globex.Name, true, 204L), (view.Row.State, view.Row.Organization, view.Row.IsDisputed, view.Row.FeeMinor));
        Assert.Contains(view.Requests, request => request.Key == $"start-{payment.Id:N}" && request is { Act: ProviderAct.Start, AnsweredAt: not null });
        Assert.Equal(DisputeState.NeedsResponse, Assert.Single(view.Disputes).State);
        Assert.Equal(shop.Read(db => db.Payments.Count(p => p.Document == payment.Document)), view.Attempts.Count);
        Assert.Equal("M-2026-000001", await shop.Get<InvoiceQueries>().NumberOfAsync(shop.Operator, order, Cancel));
        Assert.Null(await queries.ReadAsync(shop.Owner, payment.Id, Cancel));
        Assert.Empty((await queries.ListAsync(shop.Owner, ListQuery.First, Cancel)).Rows);
        Assert.Null(await queries.FindAsync(shop.Seller, payment.Id, Cancel));
        Assert.Equal(view.Row, (await queries.FindAsync(shop.Member, payment.Id, Cancel))!.Value.Row);
        foreach (var (column, value) in new[]
        {
            ("state", "Succeeded"), ("client", "glob"), ("document", "order"), ("provider", "sand"), ("method", "visa"), ("at", "2026-03-01..2026-03-03"),
        })
        {
            Assert.Contains(view.Row, (await queries.ListAsync(shop.Operator, Of(column, value), Cancel)).Rows);
        }
    }

    [Fact]
    public async Task Disputes_that_wait_for_an_answer_come_first()
    {
        using var shop = await Shop.OpenAsync();
        for (var time = 0; time < 2; time++)
        {
            await shop.PayAtSandboxAsync(await PlaceAsync(shop), StripeShop.Disputed);
            await shop.WorkAsync();
            shop.Advance(TimeSpan.FromHours(1));
        }

        var queries = shop.Get<DisputeQueries>();
        var first = (await queries.ListAsync(shop.Operator, ListQuery.First, Cancel)).Rows[0];
        Assert.True(first.IsOpen);
        Assert.IsType<EvidenceOutcome.Taken>(await shop.Get<Disputes>().AnswerAsync(shop.Operator, first.Id, new("It was delivered.", null), Cancel));
        await shop.WorkAsync();

        var rows = (await queries.ListAsync(shop.Operator, ListQuery.First, Cancel)).Rows;
        Assert.Equal([true, false], rows.Select(row => row.IsOpen));
        var view = (await queries.ReadAsync(shop.Operator, first.Id, Cancel))!;
        Assert.Equal(("It was delivered.", null), (view.EvidenceText, view.EvidenceName));
        Assert.NotNull(view.EvidenceBy);
        Assert.Null(await queries.ReadAsync(shop.Owner, first.Id, Cancel));
        Assert.Equal([first.Id], (await queries.ListAsync(shop.Operator, Of("state", $"{view.Row.State}"), Cancel)).Rows.Select(row => row.Id));
    }

    [Fact]
    public async Task A_difference_is_closed_with_a_reason_until_it_changes()
    {
        await using var shop = await StripeShop.OpenAsync();
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.DeliverAsync();
        var movement = await shop.Shop.Get<PaymentProviders>().Find("stripe").MovementsAsync(shop.Shop.Now.AddDays(-1), Cancel).SingleAsync(Cancel);
        var kept = shop.Shop.Portal.Database.Saved(new KeptMovement("stripe", movement with { Net = new(11000, "EUR") }));
        var (queries, acts, run) = (shop.Shop.Get<ReconciliationQueries>(), shop.Shop.Get<Differences>(), shop.Shop.Get<ReconciliationRun>());
        await run.RunAsync(Cancel);
        var row = Assert.Single((await queries.ListAsync(shop.Shop.Operator, ListQuery.First, Cancel)).Rows);
        Assert.Equal((DifferenceState.Open, 11900L - 204, 11000L), (row.State, row.OursMinor, row.TheirsMinor));
        Assert.NotNull(row.JournalId);
        Assert.Equal(1, (await queries.GlanceAsync(shop.Shop.Operator, Cancel))!.Open);

        Assert.Contains("Say why", await acts.CloseAsync(shop.Shop.Operator, row.Id, " ", Cancel), StringComparison.Ordinal);
        Assert.Contains("no such", await acts.CloseAsync(shop.Shop.Owner, row.Id, "It is fine.", Cancel), StringComparison.Ordinal);
        Assert.Null(await acts.CloseAsync(shop.Shop.Operator, row.Id, " Stripe corrected it. ", Cancel));
        Assert.Contains("no longer open", await acts.CloseAsync(shop.Shop.Operator, row.Id, "Again.", Cancel), StringComparison.Ordinal);

        await run.RunAsync(Cancel);
        row = Assert.Single((await queries.ListAsync(shop.Shop.Operator, Of("state", "Closed"), Cancel)).Rows);
        Assert.Equal((DifferenceState.Closed, "Stripe corrected it."), (row.State, row.CloseReason));

        await using (var db = shop.Shop.Portal.Database.CreateDbContext())
        {
            await db.KeptMovements.Where(m => m.Id == kept.Id).ExecuteUpdateAsync(set => set.SetProperty(m => m.NetMinor, 10000), Cancel);
        }

        await run.RunAsync(Cancel);
        Assert.Equal(DifferenceState.Open, (await queries.ListAsync(shop.Shop.Operator, ListQuery.First, Cancel)).Rows.Single().State);
        var runs = (await queries.RunsAsync(shop.Shop.Operator, ListQuery.First, Cancel)).Rows;
        Assert.Equal([1, 0, 1], runs.Select(one => one.Found));
        Assert.All(runs, one => Assert.Equal((0, 0, null), (one.Kept, one.Matched, one.Failure)));
    }

    [Fact]
    public async Task A_run_that_a_provider_did_not_answer_says_so()
    {
        await using var shop = await StripeShop.OpenAsync();
        await shop.PayAsync(await shop.PlaceAsync());
        await shop.DeliverAsync();
        shop.Fake.Faults.Next(Support.Stripe.StripeFault.Unavailable, "BalanceTransactions.list");
        Assert.False(await shop.Shop.Get<Differences>().CompareAsync(shop.Shop.Owner, Cancel));
        Assert.True(await shop.Shop.Get<Differences>().CompareAsync(shop.Shop.Operator, Cancel));
        Assert.Contains(shop.Shop.Read(db => db.Changes.Select(c => c.Topic).ToList()), topic => topic == "work/reconciliation");

        await shop.Shop.Get<ReconciliationRun>().RunAsync(Cancel);
        await shop.Shop.Get<ReconciliationRun>().RunAsync(Cancel);

        var runs = (await shop.Shop.Get<ReconciliationQueries>().RunsAsync(shop.Shop.Operator, ListQuery.First, Cancel)).Rows;
        Assert.Equal([(1, 1, false), (0, 0, true)], runs.Select(one => (one.Kept, one.Matched, one.Failure is not null)));
    }

    [Fact]
    public async Task Lists_are_files()
    {
        using var shop = await Shop.OpenAsync();
        await shop.PayAtSandboxAsync(await shop.PlaceAsync(), StripeShop.Disputed);
        await shop.WorkAsync();
        await shop.Get<ReconciliationRun>().RunAsync(Cancel);
        using var client = await shop.Portal.ClientAsync(shop.Operator);

        Assert.Contains("119.00", await client.GetStringAsync(PortalUrls.PaymentsCsv, Cancel), StringComparison.Ordinal);
        Assert.Contains("fraudulent", await client.GetStringAsync(PortalUrls.DisputesCsv, Cancel), StringComparison.Ordinal);
        Assert.Contains("dispute.created", await client.GetStringAsync(PortalUrls.ProviderEventsCsv, Cancel), StringComparison.Ordinal);
        Assert.StartsWith("State,Difference", await client.GetStringAsync(PortalUrls.DifferencesCsv, Cancel), StringComparison.Ordinal);
        Assert.Contains("sandbox", await client.GetStringAsync(PortalUrls.ComparisonsCsv, Cancel), StringComparison.Ordinal);
    }

    private static ListQuery Of(string column, string value) => ListQuery.First with { Filters = new Dictionary<string, string> { [column] = value } };

    private static async Task<Guid> PlaceAsync(Shop shop)
    {
        var (id, hash) = await shop.QuoteAsync();
        return Assert.IsType<Marketplace.Billing.Orders.OrderOutcome.Placed>(await shop.TryPlaceAsync(id, hash, again: true)).OrderId;
    }
}
