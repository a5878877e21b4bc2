using System.Globalization;
using System.Text.RegularExpressions;
using Marketplace.Accounts;
using Marketplace.Billing.Changes;
using Marketplace.Billing.Credits;
using Marketplace.Billing.Dunning;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.AccountStatements;
using Marketplace.Billing.Transfers;
using Marketplace.Portal;
using Marketplace.Pricing;
using Marketplace.Tests.Billing.Transfers;
using Microsoft.EntityFrameworkCore;
using UglyToad.PdfPig;
using static Marketplace.Tests.Billing.Changes.Revising;
using static Marketplace.Tests.Billing.Subscriptions.Renewals;

namespace Marketplace.Tests.Billing.AccountStatements;

/// <summary>Statements of account: what is owed agrees with the ledger, line by line.</summary>
public sealed class ClientStatementTests
{
    private static readonly OfferTerms Basic = new(OfferTier.Basic, OfferModel.Monthly, 1, [new(10000, "EUR")]);
    private static readonly OfferTerms Premium = new(OfferTier.Premium, OfferModel.Monthly, 1, [new(31000, "EUR")]);
    private static readonly DateOnly March = new(2026, 3, 1), April = new(2026, 4, 30);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Invoices_payments_credit_notes_and_the_use_of_credit_lead_from_the_opening_to_the_closing_balance()
    {
        using var shop = await Shop.OpenAsync(Premium);
        var basic = await shop.OfferAsync(Basic);
        await BuyAsync(shop);
        shop.Advance(TimeSpan.FromDays(15.5));
        await DoAsync(shop, new SubscriptionChange.Terms(basic, 1, AtPeriodEnd: false));
        shop.Advance(TimeSpan.FromDays(16));
        await RenewAsync(shop);

        var all = await ReadAsync(shop, March, April);

        Assert.Equal(
            [
                ("Invoice", 36890L, 36890L), ("Payment", -36890, 0), ("Invoice", 5950, 5950), ("CreditNote", -18445, -12495), ("CreditUsed", 0, -12495),
                ("Invoice", 11900, -595), ("CreditUsed", 0, -595),
            ],
            all.Lines.Select(line => ($"{line.Kind}", line.Amount.Minor, line.Balance.Minor)));
        Assert.Equal((0L, -595L, 595L, 0L), (all.Opening.Minor, all.Closing.Minor, all.Credit.Minor, all.Owed.Minor));
        Assert.Equal((54740L, -36890L), (all.Sums[StatementKind.Invoice].Minor, all.Sums[StatementKind.Payment].Minor));
        var april = await ReadAsync(shop, new(2026, 4, 1), April);
        Assert.Equal((-12495L, -595L, 2), (april.Opening.Minor, april.Closing.Minor, april.Total));
        Assert.Equal(0, (await ReadAsync(shop, new(2026, 1, 1), new(2026, 1, 31))).Closing.Minor);
        Assert.Empty(await StatementBooks.FaultsAsync(shop, Cancel));
    }

    [Fact]
    public async Task What_is_refunded_or_written_off_is_on_it()
    {
        using var shop = await Shop.OpenAsync(Basic);
        await BuyAsync(shop);
        var invoice = shop.Read(db => db.Invoices.Single().Id);
        shop.Advance(TimeSpan.FromHours(1));
        Assert.IsType<CreditOutcome.Issued>(
            await shop.Get<CreditNotes>().IssueAsync(shop.Operator, new(invoice, [new(0, new(4000, "EUR"))], "=SUM(A1)", false), Cancel));
        await shop.WorkAsync();
        await AddAsync(shop, KeptThenDeclined, isDefault: true);
        shop.Advance(TimeSpan.FromDays(31));
        await RenewAsync(shop);
        Assert.IsType<DunningOutcome.Done>(await shop.Get<CaseChanges>().WriteOffAsync(shop.Operator, Last(shop).Id, "Insolvent.", Cancel));

        var statement = await ReadAsync(shop, March, April);

        Assert.Equal(
            ["Invoice", "Payment", "CreditNote", "Refund", "Invoice"], statement.Lines.Take(5).Select(line => $"{line.Kind}"));
        Assert.Equal((4760L, "M-C2026-000001"), (statement.Lines[3].Amount.Minor, statement.Lines[3].Number));
        Assert.Equal(0, statement.Closing.Minor);
        Assert.Empty(await StatementBooks.FaultsAsync(shop, Cancel));
        using var client = await shop.Portal.ClientAsync(shop.Member);
        var csv = await client.GetStringAsync(PortalUrls.StatementCsv(RequestOf(shop, March, April)), Cancel);
        Assert.Contains("2026-03-02,Refund,M-C2026-000001,'=SUM(A1),47.60,0.00,0.00,EUR\r\n", csv, StringComparison.Ordinal);
        Assert.EndsWith("2026-04-30,Closing balance,,,,,0.00,EUR\r\n", csv, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Transfers_count_as_they_are_assigned_and_taken_off()
    {
        using var shop = await Shop.OpenAsync(null, BankShop.On);
        var (_, invoice) = await shop.OrderAsync();
        await shop.ImportAsync(shop.Paid(5000, invoice.Reference));
        var id = shop.Read(db => db.Invoices.Single().Id);
        Assert.IsType<DecisionOutcome.Done>(await shop.DecideAsync(shop.Line(), new([new(id, new(5000, "EUR"))], RestUse.Balance)));
        Assert.Equal(6900, (await ReadAsync(shop, March, April)).Closing.Minor);
        Assert.Empty(await StatementBooks.FaultsAsync(shop, Cancel));
        shop.Advance(TimeSpan.FromDays(1));

        Assert.IsType<DecisionOutcome.Done>(
            await shop.Get<TransferDecisions>().ReleaseAsync(shop.Operator, shop.Line().Id, shop.Line().Version, Cancel));

        Assert.Equal([11900L, -5000, 5000], (await ReadAsync(shop, March, April)).Lines.Select(line => line.Amount.Minor));
        Assert.Empty(await StatementBooks.FaultsAsync(shop, Cancel));
    }

    [Fact]
    public async Task Days_are_those_of_the_calendar_of_the_organization()
    {
        using var shop = await Shop.OpenAsync();
        shop.Read(db => db.Users.Where(u => u.Id == shop.Owner.UserId).ExecuteUpdate(set => set.SetProperty(u => u.TimeZone, "America/New_York")));
        shop.Advance(TimeSpan.FromHours(18));
        await SaveAsync(shop, 1);

        // Three in the morning in UTC, the evening of the day before in New York.
        Assert.Equal(1, (await ReadAsync(shop, new(2026, 3, 2), new(2026, 3, 2))).Total);
        Assert.Equal(0, (await ReadAsync(shop, new(2026, 3, 3), new(2026, 3, 3))).Total);
        Assert.Equal(new DateOnly(2026, 3, 2), (await ReadAsync(shop, null, null)).Today);
    }

    [Fact]
    public async Task A_page_has_fifty_lines_and_goes_on_where_the_one_before_ended()
    {
        using var shop = await Shop.OpenAsync();
        await SaveAsync(shop, 120);

        var pages = new List<ClientStatement>();
        for (var page = 1; page <= 3; page++)
        {
            pages.Add((await shop.Get<ClientStatements>().ReadAsync(shop.Owner, RequestOf(shop, March, April) with { Page = page }, Cancel))!);
        }

        Assert.Equal([50, 50, 20], pages.Select(page => page.Lines.Count));
        Assert.Equal(Enumerable.Range(1, 120).Select(number => number * 11900L), pages.SelectMany(page => page.Lines).Select(line => line.Balance.Minor));
        Assert.Equal(120, pages.SelectMany(page => page.Lines).Select(line => line.Number).Distinct().Count());
    }

    [Fact]
    public async Task Members_and_operators_read_it_and_have_it_on_paper()
    {
        using var shop = await Shop.OpenAsync();
        await SaveAsync(shop, 2);
        Assert.Null(await shop.Get<ClientStatements>().ReadAsync(shop.Seller, new(shop.Globex.Id), Cancel));
        Assert.Empty(await shop.Get<ClientStatements>().StreamAsync(shop.Seller, new(shop.Globex.Id), Cancel).ToListAsync(Cancel));
        foreach (var (actor, sees) in new[] { (shop.Member, true), (shop.Operator, true), (shop.Seller, false) })
        {
            using var client = await shop.Portal.ClientAsync(actor);
            foreach (var address in (string[])[PortalUrls.StatementPdf(new(shop.Globex.Id)), PortalUrls.StatementCsv(new(shop.Globex.Id))])
            {
                using var answer = await client.GetAsync(address, Cancel);
                Assert.Equal(sees, answer.IsSuccessStatusCode);
            }
        }

        var statement = (await shop.Get<ClientStatements>().ReadAllAsync(shop.Owner, RequestOf(shop, March, April), Cancel))!;
        using var pdf = PdfDocument.Open(new ClientStatementPdf(statement, shop.Now, CultureInfo.InvariantCulture).Write());
        var text = Regex.Replace(string.Join(' ', pdf.GetPages().SelectMany(page => page.GetWords()).Select(word => word.Text)), @"\s+", " ");
        Assert.Contains("Statement of account", text, StringComparison.Ordinal);
        Assert.Contains("2026-03-02 Invoice S-001 €119.00 €119.00", text, StringComparison.Ordinal);
        Assert.Contains("Closing balance, 2026-04-30 €238.00", text, StringComparison.Ordinal);
    }

    private static StatementRequest RequestOf(Shop shop, DateOnly? from, DateOnly? to) => new(shop.Globex.Id, "EUR", from, to);

    private static async Task<ClientStatement> ReadAsync(Shop shop, DateOnly? from, DateOnly? to) =>
        (await shop.Get<ClientStatements>().ReadAsync(shop.Member, RequestOf(shop, from, to), Cancel))!;

    // Of one moment, so that only their numbers tell them apart.
    private static async Task SaveAsync(Shop shop, int count)
    {
        var bill = Bills.Of(Bills.German, "EUR", 10000);
        var module = shop.Read(db => db.Set<Marketplace.Catalog.Module>().Select(m => m.Id).First());
        await using var db = shop.Portal.Database.CreateDbContext();
        for (var number = 1; number <= count; number++)
        {
            var document = bill with
            {
                Number = $"S-{number:000}", Lines = [bill.Lines[0] with { PublisherId = shop.Acme.Id, ModuleId = module, From = null, To = null }],
            };
            db.Add(new Invoice(document, shop.Globex.Id, null, null, shop.Now));
        }

        await db.SaveChangesAsync(Cancel);
    }
}
