using Marketplace.Billing.Credits;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Licensing;
using Marketplace.Payments;
using Marketplace.Pricing;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Billing;

/// <summary>What is credited goes back by the payment, out of the books and off the licenses, together or not at all.</summary>
public sealed class CreditNotesTests
{
    private static readonly OfferTerms Yearly = new(OfferTier.Basic, OfferModel.Yearly, 1, [new(36500, "EUR")]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_of_a_paid_invoice_goes_back_and_its_license_ends()
    {
        using var shop = await Shop.OpenAsync();
        var invoice = await BuyAsync(shop);

        var issued = Assert.IsType<CreditOutcome.Issued>(await shop.Get<CreditNotes>().IssueAsync(shop.Operator, Asked(invoice, 10000, revokes: true), Cancel));
        await shop.WorkAsync();

        Assert.Equal("M-C2026-000001", issued.Number);
        Assert.Equal(RefundState.Succeeded, shop.Read(db => db.Refunds.Single().State));
        Assert.NotNull(shop.Read(db => db.Licenses.Single().RevokedAt));
        Assert.Equal(
            (0, -204, 0, 0, 0),
            (shop.Net(AccountKey.Receivable), shop.Net(AccountKey.ProviderCash("sandbox")), shop.Net(AccountKey.PayableHeld(shop.Acme.Id)),
                shop.Net(AccountKey.TaxPayable("DE", 19)), shop.Net(AccountKey.Commission) + shop.Net(AccountKey.Refunds)));
        var note = shop.Read(db => db.Invoices.Single(i => i.CorrectsId != null));
        Assert.Equal((11900, "It did not work.", "Visa •••• 4242", "Test"),
            (note.Total.Minor, note.Document.Reason, note.Document.PaidBy, note.IsTest ? "Test" : ""));
    }

    [Fact]
    public async Task What_was_sold_along_ends_with_it_and_what_was_bought_apart_does_not()
    {
        using var shop = await Shop.OpenAsync();
        shop.Portal.Database.Available(shop.Acme, "Acme.Mail");
        var bundle = await shop.OfferAsync(new(OfferTier.Premium, OfferModel.OneTime, 1, [new(10000, "EUR")]) { Details = new() { Bundle = ["Acme.Mail"] } });
        var mail = shop.Read(db => db.Modules.Single(m => m.PackageId == "Acme.Mail").Id);
        var apart = shop.Portal.Database.Saved(new License(mail, shop.Globex.Id, null, OfferTier.Basic, 1, null, shop.Seller.UserId, shop.Now));
        var (quote, hash) = await shop.QuoteAsync(offer: bundle);
        var order = Assert.IsType<OrderOutcome.Placed>(await shop.TryPlaceAsync(quote, hash)).OrderId;
        await shop.PayAtSandboxAsync(order, Shop.Good);
        await shop.WorkAsync();
        Assert.Equal(3, shop.Read(db => db.Licenses.Count(l => l.RevokedAt == null)));

        Assert.IsType<CreditOutcome.Issued>(await shop.Get<CreditNotes>().IssueAsync(
            shop.Operator, Asked(shop.Read(db => db.Invoices.Single().Id), 10000, revokes: true), Cancel));

        Assert.Equal([apart.Id], shop.Read(db => db.Licenses.Where(l => l.RevokedAt == null).Select(l => l.Id).ToArray()));
    }

    [Fact]
    public async Task Parts_leave_the_license_and_sum_to_the_whole_in_every_account()
    {
        using var shop = await Shop.OpenAsync();
        var invoice = await BuyAsync(shop);

        foreach (var part in new[] { 3333, 3333, 1, 3333 })
        {
            Assert.IsType<CreditOutcome.Issued>(await shop.Get<CreditNotes>().IssueAsync(shop.Operator, Asked(invoice, part), Cancel));
        }

        await RefundedAsync(shop);
        Assert.Null(shop.Read(db => db.Licenses.Single().RevokedAt));
        Assert.Equal(11900, shop.Read(db => db.Refunds.Sum(r => r.Minor)));
        Assert.Equal(
            (0, 0, 0, 0),
            (shop.Net(AccountKey.Receivable), shop.Net(AccountKey.PayableHeld(shop.Acme.Id)), shop.Net(AccountKey.TaxPayable("DE", 19)),
                shop.Net(AccountKey.Commission) + shop.Net(AccountKey.Refunds)));
        Assert.IsType<CreditOutcome.Invalid>(await shop.Get<CreditNotes>().IssueAsync(shop.Operator, Asked(invoice, 1), Cancel));
    }

    [Fact]
    public async Task A_term_ends_with_its_license_and_the_rest_of_it_can_still_be_credited()
    {
        using var shop = await Shop.OpenAsync(Yearly);
        var invoice = await BuyAsync(shop);
        shop.Advance(TimeSpan.FromDays(100));

        Assert.IsType<CreditOutcome.Issued>(await shop.Get<CreditNotes>().IssueAsync(shop.Operator, Asked(invoice, 20000, revokes: true), Cancel));
        Assert.Equal((0, 16500), (shop.Net(AccountKey.DeferredRevenue), Earned(shop)));
        Assert.NotNull(shop.Read(db => db.RecognitionSchedules.Single().EndedOn));
        Assert.NotNull(shop.Read(db => db.Licenses.Single().RevokedAt));

        Assert.IsType<CreditOutcome.Issued>(await shop.Get<CreditNotes>().IssueAsync(shop.Operator, Asked(invoice, 16500), Cancel));
        await RefundedAsync(shop);
        Assert.Equal((0, 0, 0), (shop.Net(AccountKey.DeferredRevenue), Earned(shop), shop.Net(AccountKey.Receivable)));
    }

    [Fact]
    public async Task A_part_of_a_term_that_goes_on_ends_nothing()
    {
        using var shop = await Shop.OpenAsync(Yearly);
        var invoice = await BuyAsync(shop);

        Assert.IsType<CreditOutcome.Issued>(await shop.Get<CreditNotes>().IssueAsync(shop.Operator, Asked(invoice, 1500), Cancel));

        Assert.Null(shop.Read(db => db.RecognitionSchedules.Single().EndedOn));
        Assert.Equal((-36500, -1500), (shop.Net(AccountKey.DeferredRevenue), Earned(shop)));
    }

    [Fact]
    public async Task What_is_shown_before_is_what_is_posted()
    {
        using var shop = await Shop.OpenAsync(Yearly);
        var invoice = await BuyAsync(shop);
        shop.Advance(TimeSpan.FromDays(10));
        var before = shop.Read(db => (db.Journals.Count(), db.Invoices.Count(), db.Refunds.Count()));

        var shown = Assert.IsType<CreditOutcome.Shown>(
            await shop.Get<CreditNotes>().PreviewAsync(shop.Operator, Asked(invoice, 36500, revokes: true), Cancel)).Effect;

        Assert.Equal(before, shop.Read(db => (db.Journals.Count(), db.Invoices.Count(), db.Refunds.Count())));
        Assert.Equal((43435, "Visa •••• 4242", true), (shown.Refund.Minor, shown.PaidBy, shown.EndsTerm.Single()));
        Assert.Single(shown.Licenses);
        Assert.IsType<CreditOutcome.Issued>(await shop.Get<CreditNotes>().IssueAsync(shop.Operator, Asked(invoice, 36500, revokes: true), Cancel));
        var posted = shop.Read(db => db.Entries.Where(e => e.JournalId > before.Item1).OrderBy(e => e.JournalId).ThenBy(e => e.Line)
            .Select(e => new { Debit = e.Debit.Key, Credit = e.Credit.Key, e.Minor }).ToList());
        Assert.Equal(
            shown.Journals.SelectMany(one => one.Lines).Select(line => (line.Debit.Text, line.Credit.Text, line.Amount.Minor)),
            posted.Select(entry => (entry.Debit, entry.Credit, entry.Minor)));
    }

    [Fact]
    public async Task Credits_at_once_never_exceed_the_invoice_and_their_numbers_have_no_gap()
    {
        using var shop = await Shop.OpenAsync();
        var invoice = await BuyAsync(shop);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
            shop.Get<CreditNotes>().IssueAsync(shop.Operator, Asked(invoice, 3000), Cancel))));

        Assert.Equal((3, 5), (outcomes.OfType<CreditOutcome.Issued>().Count(), outcomes.OfType<CreditOutcome.Invalid>().Count()));
        Assert.IsType<CreditOutcome.Issued>(await shop.Get<CreditNotes>().IssueAsync(shop.Operator, Asked(invoice, 1000), Cancel));
        Assert.Equal(
            ["M-C2026-000001", "M-C2026-000002", "M-C2026-000003", "M-C2026-000004"],
            shop.Read(db => db.Invoices.Where(i => i.CorrectsId != null).OrderBy(i => i.Number).Select(i => i.Number).ToList()));
        Assert.Equal(11900, shop.Read(db => db.Payments.Single().RefundedMinor));
    }

    [Fact]
    public async Task Members_and_a_missing_reason_are_refused_and_owners_are_told_of_each_document()
    {
        using var shop = await Shop.OpenAsync();
        var invoice = await BuyAsync(shop);
        Assert.IsType<CreditOutcome.NotFound>(await shop.Get<CreditNotes>().IssueAsync(shop.Owner, Asked(invoice, 100), Cancel));
        Assert.IsType<CreditOutcome.Invalid>(await shop.Get<CreditNotes>().IssueAsync(shop.Operator, Asked(invoice, 100) with { Reason = " " }, Cancel));
        Assert.Equal(1, shop.Read(db => db.Invoices.Count()));

        Assert.IsType<CreditOutcome.Issued>(await shop.Get<CreditNotes>().IssueAsync(shop.Operator, Asked(invoice, 100), Cancel));

        Assert.Equal(
            ["Invoice M-2026-000001 of €119.00: paid by Visa •••• 4242", "€1.19 of invoice M-2026-000001 is credited: It did not work."],
            shop.Read(db => db.Set<Marketplace.Notifications.Notification>().Where(n => n.UserId == shop.Owner.UserId && n.Subject.StartsWith("invoice/"))
                .OrderBy(n => n.Id).Select(n => n.Text).ToList()));
    }

    private static async Task<long> BuyAsync(Shop shop)
    {
        var order = await shop.PlaceAsync();
        await shop.PayAtSandboxAsync(order, Shop.Good);
        await shop.WorkAsync();
        return shop.Read(db => db.Invoices.Single(i => i.OrderId == order).Id);
    }

    // Of refunds of one payment that are sent at once, the provider takes one; the others are sent again.
    private static async Task RefundedAsync(Shop shop)
    {
        for (var run = 0; run < 10 && shop.Read(db => db.Refunds.Any(r => r.State != RefundState.Succeeded)); run++)
        {
            shop.Advance(TimeSpan.FromMinutes(10));
            await shop.WorkAsync();
        }
    }

    // What commission and publisher have of it, as the books stand.
    private static long Earned(Shop shop) =>
        -(shop.Net(AccountKey.Commission) + shop.Net(AccountKey.Refunds) + shop.Net(AccountKey.PayableHeld(shop.Acme.Id)));

    private static CreditWish Asked(long invoice, long net, bool revokes = false) => new(invoice, [new(0, new(net, "EUR"))], "It did not work.", revokes);
}
