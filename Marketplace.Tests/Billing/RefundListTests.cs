using Bunit;
using Marketplace.Billing.Credits;
using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Payments;
using Marketplace.Portal;
using Marketplace.Portal.Billing.Credits;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Billing;

/// <summary>Operators find all refunds, and from each its credit note, its invoice and its payment.</summary>
public sealed class RefundListTests : PageTest
{
    private readonly Shop _shop;

    public RefundListTests()
        : this(Shop.OpenAsync().GetAwaiter().GetResult())
    {
    }

    private RefundListTests(Shop shop)
        : base(shop.Portal) => _shop = shop;

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_refunds_are_listed_filtered_and_sorted()
    {
        await RefundAsync(10000, "It did not work.");
        await RefundAsync(2500, "A discount.");
        var queries = _shop.Get<RefundQueries>();

        var all = await queries.ListAsync(_shop.Operator, ListQuery.First, Cancel);
        Assert.Equal(
            [
                (2975L, "A discount.", RefundState.Succeeded, "M-C2026-000002", "M-2026-000002"),
                (11900, "It did not work.", RefundState.Succeeded, "M-C2026-000001", "M-2026-000001"),
            ],
            all.Rows.Select(row => (row.Minor, row.Reason, row.State, row.Note!, row.Invoice!)));
        Assert.Equal((_shop.Globex.Name, "sandbox"), (all.Rows[0].Organization, all.Rows[0].Provider));
        Assert.NotNull(all.Rows[0].By);

        async Task<List<long>> SomeAsync(ListQuery query) => [.. (await queries.ListAsync(_shop.Operator, query, Cancel)).Rows.Select(row => row.Minor)];
        Assert.Equal(Only(11900), await SomeAsync(ListQuery.First with { Filters = new Dictionary<string, string> { ["reason"] = "work" } }));
        Assert.Equal(Only(2975), await SomeAsync(ListQuery.First with { Filters = new Dictionary<string, string> { ["document"] = "000002" } }));
        Assert.Empty(await SomeAsync(ListQuery.First with { Filters = new Dictionary<string, string> { ["state"] = "Failed" } }));
        Assert.Equal(Only(2975, 11900), await SomeAsync(ListQuery.First with { Sorts = [ListSort.Parse("amount")] }));
        Assert.Empty((await queries.ListAsync(_shop.Owner, ListQuery.First, Cancel)).Rows);
    }

    [Fact]
    public async Task A_refund_leads_to_its_credit_note_invoice_and_payment()
    {
        await RefundAsync(10000, "It did not work.");
        SignIn(_shop.Operator);

        var page = Draw<RefundsPage>();

        page.Says("It did not work.");
        page.Says("€119.00");
        page.Says("Succeeded");
        var payment = _shop.Read(db => db.Refunds.Single().PaymentId);
        Assert.Equal(
            [PortalUrls.Payment(payment), PortalUrls.Invoice("M-C2026-000001"), PortalUrls.Invoice("M-2026-000001")],
            page.FindAll("tbody a").Select(link => link.GetAttribute("href")));
    }

    private static List<long> Only(params long[] minor) => [.. minor];

    private async Task RefundAsync(long minor, string reason)
    {
        var order = await _shop.PlaceAsync();
        await _shop.PayAtSandboxAsync(order, Shop.Good);
        await _shop.WorkAsync();
        var invoice = _shop.Read(db => db.Invoices.Single(i => i.OrderId == order).Id);
        Assert.IsType<CreditOutcome.Issued>(await _shop.Get<CreditNotes>().IssueAsync(
            _shop.Operator, new(invoice, [new(0, new(minor, "EUR"))], reason, Revokes: false), Cancel));
        _shop.Advance(TimeSpan.FromMinutes(15));
        await _shop.WorkAsync();
    }
}
