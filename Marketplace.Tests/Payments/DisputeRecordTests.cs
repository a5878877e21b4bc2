using Marketplace.Accounts;
using Marketplace.Billing.Credits;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Licensing.Activations;
using Marketplace.Licensing.Metering;
using Marketplace.Payments;
using Marketplace.Portal;
using Marketplace.Pricing;
using Marketplace.Pricing.Quotes;
using Marketplace.Sites;
using Marketplace.Tests.Billing;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;
using UglyToad.PdfPig;

namespace Marketplace.Tests.Payments;

/// <summary>What the marketplace has recorded of a disputed payment speaks for itself; who disputes repeatedly is marked.</summary>
public sealed class DisputeRecordTests
{
    private static readonly byte[] Pdf = "%PDF-1.7 delivery"u8.ToArray();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_records_say_who_ordered_what_was_accepted_and_how_it_was_used()
    {
        using var shop = await Shop.OpenAsync();
        await shop.Get<Sessions>().StartAsync(shop.Owner.UserId, "password", "Firefox on Linux", "203.0.113.7", Cancel);
        var order = await DisputeAsync(shop);
        var license = shop.Read(db => db.Licenses.AsNoTracking().Single());
        var site = shop.Portal.Database.Saved(new Site(shop.Globex.Id, "Production", "3.0.0", "", shop.Now));
        var revision = new Revision(site.Id, 1, null, "3.0.0", null, shop.Now.AddHours(2));
        revision.Modules.Add(new("Acme.Shop", "1.0.0", new string('a', 64)));
        shop.Portal.Database.Save(revision);
        shop.Portal.Database.Save(new Activation(license.Id, "machine-1", "Laptop in Hamburg", shop.Now.AddHours(1)));
        shop.Portal.Database.Save(new UsageDay(shop.Globex.Id, license.ModuleId, "documents", DateOnly.FromDateTime(shop.Now).AddDays(1), 1234));
        var invoice = shop.Read(db => db.Invoices.AsNoTracking().Single());
        Assert.IsType<CreditOutcome.Issued>(
            await shop.Get<CreditNotes>().IssueAsync(shop.Operator, new(invoice.Id, [new(0, new(1000, "EUR"))], "A gift.", false), Cancel));

        var text = await TextAsync(shop, order);

        var hash = shop.Read(db => db.Quotes.Single(q => q.Id == shop.OrderOf(order).QuoteId).Hash);
        foreach (var part in new[]
        {
            InvoicePdf.TestMark, "Visa •••• 0259", $"{order:N}", "by password, Firefox on Linux, from 203.0.113.7", hash[..40],
            "Basic, once, 1 site", "€100.00", "€19.00", "Invoice M-2026-000001", "Globex GmbH, Speicherstraße 1", "Laptop in Hamburg", "activated",
            "Production", "1.0.0 installed", "documents 1,234", "Invoice M-2026-000001, with its PDF", "M-C2026-000001", "A gift.", "fraudulent",
        })
        {
            Assert.Contains(part, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Of_a_renewal_they_are_those_of_its_subscription()
    {
        using var shop = await Shop.OpenAsync(new(OfferTier.Basic, OfferModel.Monthly, 1, [new(10000, "EUR")]));
        var order = await DisputeAsync(shop);
        var subscription = shop.Read(db => db.Subscriptions.AsNoTracking().Include(s => s.Periods).Single());
        await using var db = shop.Portal.Database.CreateDbContext();
        // The same payment as of its period.
        var period = subscription.Periods.First();
        await db.Payments.ExecuteUpdateAsync(set => set.SetProperty(p => p.Document, period.Document), Cancel);

        var text = await TextAsync(shop, order);

        Assert.Contains($"{order:N}", text, StringComparison.Ordinal);
        Assert.Contains("Basic, monthly, 1 site", text, StringComparison.Ordinal);
        Assert.Contains($"Number {subscription.LicenseId}, Basic", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task They_go_to_Stripe_beside_a_file_of_the_operators_and_are_kept_as_they_went()
    {
        await using var shop = await StripeShop.OpenAsync();
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order, StripeShop.Disputed);
        await shop.DeliverAsync();
        var (dispute, disputes) = (shop.DisputeOf(order), shop.Shop.Get<Disputes>());

        Assert.IsType<EvidenceOutcome.Taken>(await disputes.AnswerAsync(
            shop.Shop.Operator, dispute.Id, new("winning_evidence", new("delivery.pdf", "application/pdf", Pdf)), Cancel));
        await shop.DeliverAsync();
        await shop.DeliverAsync();

        var told = (await shop.Fake.Client().V1.Disputes.GetAsync(dispute.ProviderId, cancellationToken: Cancel)).Evidence;
        Assert.Equal(("winning_evidence", true, true),
            (told.UncategorizedText, told.UncategorizedFileId is not null, told.ServiceDocumentationId is not null));
        Assert.NotEqual(told.UncategorizedFileId, told.ServiceDocumentationId);
        Assert.Equal(DisputeState.Won, shop.DisputeOf(order).State);
        await shop.AssertBooksAsync();
        var sent = shop.DisputeOf(order).RecordsContent!;
        shop.Advance(TimeSpan.FromDays(2));
        Assert.Equal(sent, (await disputes.RecordsAsync(shop.Shop.Operator, dispute.Id, Cancel))!.Content);
        Assert.Null(await disputes.RecordsAsync(shop.Shop.Owner, dispute.Id, Cancel));
    }

    [Fact]
    public async Task They_stay_behind_where_the_operator_says_so_and_both_files_fit_together()
    {
        using var shop = await Shop.OpenAsync();
        var id = (await DisputeOfAsync(shop)).Id;
        var large = new EvidenceFile("large.pdf", "application/pdf", [.. Pdf, .. new byte[Dispute.MaxFile - Pdf.Length]]);

        var outcome = await shop.Get<Disputes>().AnswerAsync(shop.Operator, id, new("It was delivered.", large), Cancel);
        Assert.Contains("can total at most 4.5 MB", Assert.IsType<EvidenceOutcome.Invalid>(outcome).Problem, StringComparison.Ordinal);
        Assert.IsType<EvidenceOutcome.Taken>(
            await shop.Get<Disputes>().AnswerAsync(shop.Operator, id, new("It was delivered.", large, AttachesRecords: false), Cancel));

        Assert.Null(shop.Read(db => db.Disputes.Single().RecordsContent));
    }

    [Fact]
    public async Task They_are_downloaded_by_operators()
    {
        using var shop = await Shop.OpenAsync();
        var id = (await DisputeOfAsync(shop)).Id;
        using var client = await shop.Portal.ClientAsync(shop.Operator);

        using var answer = await client.GetAsync(PortalUrls.DisputeRecords(id), Cancel);

        var headers = answer.Content.Headers;
        Assert.Equal(("application/pdf", $"records-{id:N}.pdf"), (headers.ContentType!.MediaType, headers.ContentDisposition!.FileName));
    }

    [Fact]
    public async Task Two_disputes_within_a_year_mark_an_organization_for_operators_alone()
    {
        using var shop = await Shop.OpenAsync();
        await DisputeAsync(shop);
        Assert.Equal([1], await RepeatsAsync(shop));
        await DisputeAsync(shop);

        Assert.Equal([2, 2], await RepeatsAsync(shop));
        Assert.All((await shop.Get<InvoiceQueries>().ListAsync(shop.Operator, ListQuery.First, Cancel)).Rows, row => Assert.Equal(2, row.Disputes));
        Assert.All((await shop.Get<OrderListQueries>().ListAsync(shop.Operator, ListQuery.First, Cancel)).Rows, row => Assert.Equal(2, row.Disputes));
        Assert.All((await shop.Get<InvoiceQueries>().OwnAsync(shop.Owner, ListQuery.First, Cancel)).Rows, row => Assert.Equal(0, row.Disputes));
        Assert.All((await shop.Get<OrderListQueries>().OwnAsync(shop.Owner, ListQuery.First, Cancel)).Rows, row => Assert.Equal(0, row.Disputes));
        Assert.Equal(2, (await shop.Get<InvoiceQueries>().ReadAsync(shop.Operator, "M-2026-000001", Cancel))!.Row.Disputes);
        Assert.Equal(0, (await shop.Get<InvoiceQueries>().ReadAsync(shop.Owner, "M-2026-000001", Cancel))!.Row.Disputes);
        var order = shop.Read(db => db.Orders.First().Id);
        Assert.Equal(2, (await shop.Get<OrderQueries>().SoldAsync(shop.Operator, order, Cancel))!.Disputes);
        Assert.Equal(0, (await shop.Get<OrderQueries>().ReadAsync(shop.Owner, order, Cancel))!.Disputes);

        await using var db = shop.Portal.Database.CreateDbContext();
        var (first, before) = (db.Disputes.First().Id, shop.Now.AddMonths(-12));
        await db.Disputes.Where(d => d.Id == first).ExecuteUpdateAsync(set => set.SetProperty(d => d.At, before), Cancel);
        Assert.Equal([1, 1], await RepeatsAsync(shop));
    }

    private static async Task<IEnumerable<int>> RepeatsAsync(Shop shop) =>
        (await shop.Get<DisputeQueries>().ListAsync(shop.Operator, ListQuery.First, Cancel)).Rows.Select(row => row.Repeats);

    private static async Task<Guid> DisputeAsync(Shop shop)
    {
        var (id, hash) = await shop.QuoteAsync();
        var order = Assert.IsType<OrderOutcome.Placed>(await shop.TryPlaceAsync(id, hash, again: true)).OrderId;
        await shop.PayAtSandboxAsync(order, StripeShop.Disputed);
        await shop.WorkAsync();
        return order;
    }

    private static async Task<Dispute> DisputeOfAsync(Shop shop)
    {
        await DisputeAsync(shop);
        return shop.Read(db => db.Disputes.AsNoTracking().Single());
    }

    private static async Task<string> TextAsync(Shop shop, Guid order)
    {
        Assert.NotEqual(Guid.Empty, order);
        var file = (await shop.Get<Disputes>().RecordsAsync(shop.Operator, shop.Read(db => db.Disputes.Single().Id), Cancel))!;
        using var pdf = PdfDocument.Open(file.Content);
        return string.Join(' ', pdf.GetPages().SelectMany(page => page.GetWords()).Select(word => word.Text));
    }
}
