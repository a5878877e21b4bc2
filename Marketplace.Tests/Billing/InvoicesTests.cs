using System.Net;
using System.Text.Json;
using Marketplace.Billing.Credits;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Data;
using Marketplace.Portal;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Billing;

/// <summary>Orders and invoices as lists, files and for programs.</summary>
public sealed class InvoicesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_to_be_paid_comes_first_and_states_follow_from_what_was_paid_and_credited()
    {
        using var shop = await Shop.OpenAsync();
        var paid = await BuyAsync(shop);
        await SaveAsync(shop, "A-1", due: 5);
        await SaveAsync(shop, "A-2", due: -1);
        await SaveAsync(shop, "A-3", due: 0);
        var queries = shop.Get<InvoiceQueries>();

        var rows = (await queries.OwnAsync(shop.Member, ListQuery.First, Cancel)).Rows;

        Assert.Equal(["A-2 Overdue 11900", "A-1 Open 11900", "A-3 Open 11900", "M-2026-000001 Paid 0"],
            rows.Select(row => $"{row.Number} {row.State} {row.OpenMinor}"));
        Assert.Equal(["A-2"], (await queries.ListAsync(shop.Operator, Filtered("state", "Overdue"), Cancel)).Rows.Select(row => row.Number));
        Assert.IsType<CreditOutcome.Issued>(
            await shop.Get<CreditNotes>().IssueAsync(shop.Operator, new(paid, [new(0, new(10000, "EUR"))], "Why", false), Cancel));
        Assert.Equal(
            [InvoiceState.Credited, InvoiceState.Issued],
            (await queries.OwnAsync(shop.Owner, ListQuery.First, Cancel)).Rows.TakeLast(2).Select(row => row.State));
        Assert.Empty((await queries.OwnAsync(shop.Seller, ListQuery.First, Cancel)).Rows);
    }

    [Fact]
    public async Task An_invoice_that_was_credited_in_part_is_paid_by_the_rest()
    {
        using var shop = await Shop.OpenAsync();
        var id = await SaveAsync(shop, "A-1", due: 5);

        var shown = Assert.IsType<CreditOutcome.Shown>(
            await shop.Get<CreditNotes>().PreviewAsync(shop.Operator, new(id, [new(0, new(4000, "EUR"))], "Why", false), Cancel));
        Assert.Equal(0, shown.Effect.Refund.Minor);
        Assert.IsType<CreditOutcome.Issued>(await shop.Get<CreditNotes>().IssueAsync(shop.Operator, new(id, [new(0, new(4000, "EUR"))], "Why", false), Cancel));

        var view = (await shop.Get<InvoiceQueries>().ReadAsync(shop.Owner, "A-1", Cancel))!;
        Assert.Equal((InvoiceState.Open, 7140, "Why", null), (view.Row.State, view.Row.OpenMinor, view.Credits.Single().Reason, view.Credits.Single().Refund));
    }

    [Fact]
    public async Task Programs_read_orders_and_invoices_and_have_their_files()
    {
        using var shop = await Shop.OpenAsync();
        await BuyAsync(shop);
        using var client = await shop.Portal.ClientAsync(shop.Member);

        var order = (await JsonAsync(client, "/api/v1/orders")).GetProperty("items")[0];
        var invoice = await JsonAsync(client, $"/api/v1/invoices/{order.GetProperty("invoice").GetString()}");
        Assert.Equal(("Paid", "Paid", 11900), (order.GetProperty("state").GetString(), invoice.GetProperty("invoice").GetProperty("state").GetString(),
            invoice.GetProperty("payments")[0].GetProperty("amount").GetInt64()));
        Assert.Equal("Paid", (await JsonAsync(client, $"/api/v1/orders/{order.GetProperty("id").GetString()}")).GetProperty("state").GetString());
        foreach (var (address, type) in new[] { ("pdf", "application/pdf"), ("xml", "application/xml") })
        {
            using var api = await client.GetAsync($"/api/v1/invoices/M-2026-000001/{address}", Cancel);
            using var page = await client.GetAsync($"/invoices/M-2026-000001/{address}", Cancel);
            Assert.Equal((type, type), (api.Content.Headers.ContentType!.MediaType, page.Content.Headers.ContentType!.MediaType));
        }

        Assert.Contains("<cbc:ID>M-2026-000001</cbc:ID>", await client.GetStringAsync("/api/v1/invoices/M-2026-000001/xml", Cancel), StringComparison.Ordinal);

        var payment = (await JsonAsync(client, "/api/v1/payments")).GetProperty("items")[0];
        Assert.Equal(("Succeeded", 11900, 0, order.GetProperty("id").GetGuid()), (payment.GetProperty("state").GetString(),
            payment.GetProperty("amount").GetInt64(), payment.GetProperty("refunded").GetInt64(), payment.GetProperty("order").GetGuid()));
        var quote = (await JsonAsync(client, "/api/v1/quotes")).GetProperty("items")[0];
        Assert.Equal(("Valid", 10000, 1900, 11900), (quote.GetProperty("state").GetString(), quote.GetProperty("net").GetInt64(),
            quote.GetProperty("tax").GetInt64(), quote.GetProperty("dueToday").GetInt64()));
        Assert.Equal(1, (await JsonAsync(client, $"/api/v1/quotes/{quote.GetProperty("id").GetString()}")).GetProperty("lines").GetArrayLength());
        var one = $"/api/v1/payments/{payment.GetProperty("id").GetString()}";
        Assert.Equal(0, (await JsonAsync(client, one)).GetProperty("refunds").GetArrayLength());

        using var stranger = await shop.Portal.ClientAsync(shop.Seller);
        using var none = await stranger.GetAsync(one, Cancel);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        using var refused = await stranger.GetAsync("/api/v1/invoices/M-2026-000001", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
    }

    [Fact]
    public async Task Lists_are_files_in_the_units_of_their_currency()
    {
        using var shop = await Shop.OpenAsync();
        await BuyAsync(shop);
        using var client = await shop.Portal.ClientAsync(shop.Owner);

        Assert.Contains("119.00", await client.GetStringAsync(PortalUrls.OwnOrdersCsv, Cancel), StringComparison.Ordinal);
        Assert.Contains("M-2026-000001,", await client.GetStringAsync(PortalUrls.OwnInvoicesCsv, Cancel), StringComparison.Ordinal);
    }

    private static ListQuery Filtered(string column, string value) => ListQuery.First with { Filters = new Dictionary<string, string> { [column] = value } };

    private static async Task<JsonElement> JsonAsync(HttpClient client, string address)
    {
        using var document = JsonDocument.Parse(await client.GetStringAsync(address, Cancel));
        return document.RootElement.Clone();
    }

    private static async Task<long> BuyAsync(Shop shop)
    {
        var order = await shop.PlaceAsync();
        await shop.PayAtSandboxAsync(order, Shop.Good);
        await shop.WorkAsync();
        Assert.Equal(OrderState.Paid, shop.OrderOf(order).State);
        return shop.Read(db => db.Invoices.Single(i => i.OrderId == order).Id);
    }

    // One that waits for a transfer.
    private static async Task<long> SaveAsync(Shop shop, string number, int due)
    {
        var bill = Bills.Of(Bills.German, "EUR", 10000);
        var module = shop.Read(db => db.Set<Marketplace.Catalog.Module>().Select(m => m.Id).First());
        await using var db = shop.Portal.Database.CreateDbContext();
        var invoice = new Invoice(
            bill with
            {
                Number = number, Due = DateOnly.FromDateTime(shop.Now).AddDays(due),
                Lines = [bill.Lines[0] with { PublisherId = shop.Acme.Id, ModuleId = module, From = null, To = null }],
            },
            shop.Globex.Id, null, null, shop.Now.AddMinutes(due));
        db.Add(invoice);
        await db.SaveChangesAsync(Cancel);
        return invoice.Id;
    }
}
