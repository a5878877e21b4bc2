using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Pricing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Portal.Demo;

/// <summary>
/// Where the demo has no past, four months of books: sales of what its modules cost, with tax and commission, paid, some paid back; what was sold for a term
/// is earned by the day. Publishers are paid out either way. All months but the last two are closed. Numbers come from a fixed seed.
/// </summary>
internal sealed class DemoLedger(
    IDbContextFactory<MarketplaceDb> databases, Journals journals, RecognitionRun recognition, CommissionRates rates, LedgerVerify verify,
    DemoPayouts payouts, IOptions<DemoOptions> options, TimeProvider clock)
{
    private const int MonthsBack = 3, Closed = 2, SalesAMonth = 40;

    private static readonly (string Country, decimal Rate, string Currency)[] Countries =
        [("DE", 19, "EUR"), ("FR", 20, "EUR"), ("NL", 21, "EUR"), ("AT", 20, "EUR"), ("US", 0, "USD")];

    /// <summary>Does nothing where it was done before, beginning with the rates of commission.</summary>
    public async Task EnsureAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.CommissionRates.AnyAsync(cancel))
        {
            return;
        }

        var first = new DateOnly(clock.UtcNow.Year, clock.UtcNow.Month, 1).AddMonths(-MonthsBack);
        var operators = await db.Users.SingleAsync(u => u.Email == DemoPeople.Operator.Email, cancel);
        await AddRatesAsync(db, operators.Id, first, cancel);
        await databases.TransactAsync(async books =>
        {
            // Where the demo has a past, its books are of that.
            var month = LedgerMonth.Of(first);
            var hasPast = options.Value.History && await books.Journals.AnyAsync(j => j.Month < month, cancel);
            await (hasPast ? FundAsync(books, first, cancel) : SellAsync(books, first, new Random(33), cancel));
            return await books.SaveChangesAsync(cancel);
        }, cancel);
        await recognition.RunAsync(cancel);
        await payouts.PayAsync(first, cancel);
        var month = LedgerMonth.First(await db.Journals.MinAsync(j => j.Month, cancel));
        for (; month < first.AddMonths(Closed); month = month.AddMonths(1))
        {
            var then = new Then(month.AddMonths(1).AddDays(7).ToDateTime(new TimeOnly(10, month.Month), DateTimeKind.Utc));
            await new Months(databases, then).CloseAsync(new Actor(operators.Id, HasSecondFactor: true), LedgerMonth.Of(month), cancel);
        }

        await verify.RunAsync(cancel);
    }

    private static async Task AddRatesAsync(MarketplaceDb db, long by, DateOnly first, CancellationToken cancel)
    {
        var contoso = await db.Organizations.Where(o => o.Name == "Contoso").Select(o => o.Id).SingleAsync(cancel);
        db.AddRange(
            new CommissionRate(null, null, OfferTier.Enterprise, first, 1000, by, first.ToDateTime(new TimeOnly(9, 30), DateTimeKind.Utc)),
            new CommissionRate(contoso, null, null, first, 1400, by, first.ToDateTime(new TimeOnly(9, 32), DateTimeKind.Utc)),
            new CommissionRate(contoso, null, null, first.AddMonths(2), 1250, by, first.AddMonths(2).ToDateTime(new TimeOnly(8, 5), DateTimeKind.Utc)));
        await db.SaveChangesAsync(cancel);
    }

    // What publishers are paid from until a provider has sent its money to the bank.
    private Task<IReadOnlyList<long>> FundAsync(MarketplaceDb db, DateOnly first, CancellationToken cancel) => journals.PostAsync(
        db,
        [
            new(JournalKind.Transfer, "transfer/working-capital", "Working capital, received", "transfer/working-capital",
                first.ToDateTime(new TimeOnly(6, 0), DateTimeKind.Utc),
                new PostingLine(AccountKey.ProviderCash("bank"), AccountKey.UnallocatedReceipts, new(10_000_000, "EUR"))),
        ],
        cancel);

    private async Task SellAsync(MarketplaceDb db, DateOnly first, Random random, CancellationToken cancel)
    {
        var offers = await db.Offers.Include(o => o.Module).Include(o => o.Prices).Where(o => o.Prices.Any()).OrderBy(o => o.Id).ToListAsync(cancel);
        var companies = await db.Organizations.Where(o => o.IsClient).OrderBy(o => o.Id).Select(o => o.Name).ToListAsync(cancel);
        var (now, days) = (clock.UtcNow, DateOnly.FromDateTime(clock.UtcNow).DayNumber - first.DayNumber);
        var times = Enumerable.Range(0, SalesAMonth * days / 30)
            .Select(_ => first.ToDateTime(default, DateTimeKind.Utc).AddMinutes(random.Next(days * 24 * 60)))
            .Where(at => at < now.AddHours(-1)).Order().ToList();
        var postings = new List<Posting>();
        foreach (var (number, at) in times.Index())
        {
            var (offer, buyer) = (offers[random.Next(offers.Count)], companies[random.Next(companies.Count)]);
            var place = Countries[random.Next(Countries.Length)];
            var price = offer.Prices.FirstOrDefault(p => p.Currency == place.Currency) ?? offer.Prices.First(p => p.Currency == "EUR");
            var (net, day) = (new Money(price.Minor, price.Currency), DateOnly.FromDateTime(at));
            var rate = await rates.OfAsync(db, new(offer.Module.PublisherId, offer.ModuleId, offer.Tier, day), cancel);
            var tax = net.Share(place.Rate);
            var goods = new SoldGoods(offer.Module.PublisherId, net, rate, place.Rate == 0 ? [] : [new(place.Country, place.Rate, tax)]);
            var (id, what) = ($"{at.Year}-{number + 1:000000}", $"{offer.Module.PackageId} {offer.Tier}, {buyer}");
            Sell(db, postings, offer.Model, id, what, at, goods);
            var (provider, refundBefore) = (random.Next(5) == 0 ? "bank" : "stripe", random.Next(12) == 0 ? now : (DateTime?)null);
            Pay(postings, id, what, at.AddMinutes(1), provider, goods, refundBefore, offer.Model);
        }

        for (var month = first.AddMonths(1); month <= DateOnly.FromDateTime(now); month = month.AddMonths(1))
        {
            Transfer(postings, month);
        }

        await journals.PostAsync(db, [.. postings.Where(p => p.At <= now).OrderBy(p => p.At)], cancel);
    }

    private static void Sell(MarketplaceDb db, List<Posting> postings, OfferModel model, string id, string what, DateTime at, SoldGoods goods)
    {
        var (source, document, from) = ($"invoice/{id}", $"order/{id}", DateOnly.FromDateTime(at));
        if (model is OfferModel.OneTime)
        {
            postings.Add(Postings.Sale(source, $"Sale, {what}", document, at, goods));
            return;
        }

        postings.Add(Postings.TermSale(source, $"Sale, {what}", document, at, goods));
        db.Add(new RecognitionSchedule(
            source, document, $"Earned, {what}".Clip(Journal.MaxDescription), goods.PublisherId, goods.Net.Currency, goods.Net.Minor,
            goods.CommissionBasisPoints, from, model is OfferModel.Yearly ? from.AddYears(1) : from.AddMonths(1)));
    }

    private static void Pay(
        List<Posting> postings, string id, string what, DateTime at, string provider, SoldGoods goods, DateTime? refundBefore, OfferModel model)
    {
        postings.Add(Postings.Payment($"payment/{id}", $"Payment, {what}", $"order/{id}", at, provider, goods.Gross));
        if (provider == "stripe")
        {
            var fee = goods.Gross with { Minor = 25 + (goods.Gross.Minor * 14 / 1000) };
            postings.Add(Postings.ProviderFee($"fee/{id}", "Stripe fee", $"order/{id}", at.AddSeconds(2), provider, fee));
        }

        if (refundBefore > at.AddDays(3) && model is OfferModel.OneTime)
        {
            postings.Add(Postings.Refund($"refund/{id}", $"Refund, {what}", $"order/{id}", at.AddDays(3), provider, goods));
        }
    }

    // Of what cards brought in a month, most goes to the bank at once.
    private static void Transfer(List<Posting> postings, DateOnly month)
    {
        var (stripe, bank) = (AccountKey.ProviderCash("stripe"), AccountKey.ProviderCash("bank"));
        var at = month.ToDateTime(new TimeOnly(6, 0), DateTimeKind.Utc);
        var paid = postings.Where(p => p.Kind is JournalKind.Payment && p.At < at && p.At >= at.AddMonths(-1)).SelectMany(p => p.Lines)
            .Where(line => line.Debit == stripe && line.Amount.Currency == "EUR").Sum(line => line.Amount.Minor);
        var (sum, document) = (new Money(Math.Max(paid * 4 / 5, 1), "EUR"), $"transfer/{month:yyyy-MM}");
        postings.Add(new(
            JournalKind.Transfer, $"{document}/out", "Stripe to bank, sent", document, at, new PostingLine(AccountKey.CashInTransit, stripe, sum)));
        postings.Add(new(
            JournalKind.Transfer, $"{document}/in", "Stripe to bank, received", document, at.AddDays(1), new PostingLine(bank, AccountKey.CashInTransit, sum)));
    }

    internal sealed class Then(DateTime at) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => at;
    }
}
