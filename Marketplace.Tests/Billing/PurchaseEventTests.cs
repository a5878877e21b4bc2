using System.Text.Json;
using Bunit;
using Marketplace.Billing.Credits;
using Marketplace.Billing.Orders;
using Marketplace.Licensing;
using Marketplace.Portal;
using Marketplace.Portal.Billing;
using Marketplace.Pricing;
using Marketplace.Pricing.Quotes;
using Marketplace.Tests.Support;
using Marketplace.Updates;

namespace Marketplace.Tests.Billing;

/// <summary>What the webhook of an organization is told of its quotes, orders, payments and invoices.</summary>
public sealed class PurchaseEventTests : PageTest
{
    private readonly Shop _shop;

    public PurchaseEventTests()
        : this(Shop.OpenAsync().GetAwaiter().GetResult())
    {
    }

    private PurchaseEventTests(Shop shop)
        : base(shop.Portal) => _shop = shop;

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_purchase_is_told_step_by_step_and_once()
    {
        await SaveAsync("https://example.com/hook");
        var order = await _shop.PlaceAsync();
        await _shop.PayAtSandboxAsync(order, Shop.Good);
        await _shop.WorkAsync();
        await _shop.WorkAsync();
        var invoice = _shop.Read(db => db.Set<Marketplace.Billing.Invoices.Invoice>().Single());
        Assert.IsType<CreditOutcome.Issued>(
            await _shop.Get<CreditNotes>().IssueAsync(_shop.Operator, new(invoice.Id, [new(0, new(4000, "EUR"))], "It did not fit.", false), Cancel));
        await _shop.WorkAsync();

        var told = Told();

        Assert.Equal(
            [
                "order.placed", "invoice.issued", "invoice.paid", "license.issued", "order.completed", "payment.succeeded", "credit_note.issued",
                "payment.refunded",
            ],
            told.Select(one => one.GetProperty("type").GetString()));
        Assert.All(told, one => Assert.Equal(_shop.Globex.Id, one.GetProperty("data").GetProperty("organization").GetProperty("id").GetInt64()));
        var (placed, paid, refunded) = (About(told[0], "order"), About(told[5], "payment"), About(told[7], "payment"));
        Assert.Equal((order, "AwaitingPayment", 11900), (placed.GetProperty("id").GetGuid(), placed.GetProperty("state").GetString(), Minor(placed, "due")));
        Assert.Equal((order, "Succeeded", 11900), (paid.GetProperty("order").GetGuid(), paid.GetProperty("state").GetString(), Minor(paid, "amount")));
        Assert.Equal(4760, Minor(refunded.GetProperty("refund"), "amount"));
        Assert.Equal((invoice.Number, 11900), (About(told[1], "invoice").GetProperty("number").GetString(), Minor(About(told[1], "invoice"), "total")));
    }

    [Fact]
    public async Task What_becomes_of_a_license_is_told()
    {
        await SaveAsync("https://example.com/hook");
        var order = await _shop.PlaceAsync();
        await _shop.PayAtSandboxAsync(order, Shop.Good);
        await _shop.WorkAsync();
        var issued = Told().Single(one => one.GetProperty("type").GetString() == "license.issued");
        Assert.Equal("Purchase", About(issued, "license").GetProperty("origin").GetString());
        var (licenses, license) = (_shop.Get<Licenses>(), _shop.Read(db => db.Licenses.Single().Id));
        Assert.IsType<LicenseOutcome.Done>(await licenses.SuspendAsync(_shop.Seller, license, "It was not paid.", Cancel));
        Assert.IsType<LicenseOutcome.Done>(await licenses.ReinstateAsync(_shop.Seller, license, "It was paid.", Cancel));
        Assert.IsType<LicenseOutcome.Done>(await licenses.RevokeAsync(_shop.Seller, license, "It was a mistake.", Cancel));

        var told = Told().Where(one => one.GetProperty("type").GetString()!.StartsWith("license.", StringComparison.Ordinal)).ToList();

        Assert.Equal(
            [
                ("license.issued", "Active", ""), ("license.suspended", "Suspended", "It was not paid."),
                ("license.reinstated", "Active", ""), ("license.revoked", "Revoked", "It was a mistake."),
            ],
            told.Select(one => (
                one.GetProperty("type").GetString(), About(one, "license").GetProperty("state").GetString(),
                About(one, "license").GetProperty("reason").GetString())));
        Assert.All(told, one => Assert.Equal(license, About(one, "license").GetProperty("id").GetInt64()));
    }

    [Fact]
    public async Task A_license_that_is_issued_by_hand_is_told_with_its_number()
    {
        await SaveAsync("https://example.com/hook");
        var module = _shop.Read(db => db.Offers.Where(o => o.Id == _shop.Offer).Select(o => o.Module.PackageId).Single());
        Assert.IsType<LicenseOutcome.Done>(
            await _shop.Get<Licenses>().IssueAsync(_shop.Seller, module, new(_shop.Globex.Name, OfferTier.Premium, 3, null), Cancel));
        Assert.IsType<LicenseOutcome.Invalid>(
            await _shop.Get<Licenses>().IssueAsync(_shop.Seller, module, new(_shop.Globex.Name, OfferTier.Premium, 0, null), Cancel));

        var told = Assert.Single(Told());

        Assert.Equal("license.issued", told.GetProperty("type").GetString());
        var license = About(told, "license");
        Assert.Equal(
            (_shop.Read(db => db.Licenses.Single().Id), module, "Manual", "Active", 3),
            (license.GetProperty("id").GetInt64(), license.GetProperty("module").GetString(), license.GetProperty("origin").GetString(),
                license.GetProperty("state").GetString(), license.GetProperty("sites").GetInt32()));
    }

    [Fact]
    public async Task What_fails_or_ends_is_told_too()
    {
        await SaveAsync("https://example.com/hook");
        var order = await _shop.PlaceAsync();
        await _shop.PayAtSandboxAsync(order, Shop.FailingDebit);
        await _shop.WorkAsync();
        _shop.Advance(TimeSpan.FromMinutes(2));
        await _shop.WorkAsync();
        Assert.IsType<OrderOutcome.Placed>(await _shop.Get<OrderPayments>().CancelAsync(_shop.Owner, order, Cancel));

        var told = Told();

        Assert.Equal(["order.placed", "payment.failed", "order.ended"], told.Select(one => one.GetProperty("type").GetString()));
        Assert.Equal("debit_returned", About(told[1], "payment").GetProperty("failure").GetString());
        Assert.Equal("Canceled", About(told[2], "order").GetProperty("end").GetString());
    }

    [Fact]
    public async Task An_order_that_nobody_pays_ends_after_a_day()
    {
        await SaveAsync("https://example.com/hook");
        await _shop.PlaceAsync();
        _shop.Advance(Order.Lasts);
        await _shop.WorkAsync();

        Assert.Equal(("order.ended", "Expired"), (Told()[^1].GetProperty("type").GetString(), About(Told()[^1], "order").GetProperty("end").GetString()));
    }

    [Theory]
    [InlineData(true, "quote.accepted")]
    [InlineData(false, "quote.declined")]
    public async Task A_custom_quote_is_told_when_it_is_made_and_answered(bool accepts, string type)
    {
        await SaveAsync("https://example.com/hook");
        var (quote, hash) = await CustomQuoteOrderTests.QuotedAsync(_shop);
        Assert.Equal(QuoteAnswer.Done, accepts
            ? await _shop.Get<QuoteAnswers>().AcceptAsync(_shop.Owner, quote, hash, Cancel)
            : await _shop.Get<QuoteAnswers>().DeclineAsync(_shop.Owner, quote, hash, "", Cancel));

        var told = Told();

        Assert.Equal(["quote.offered", type], told.Select(one => one.GetProperty("type").GetString()));
        Assert.Equal((quote, hash), (About(told[0], "quote").GetProperty("id").GetGuid(), About(told[1], "quote").GetProperty("hash").GetString()));
    }

    [Fact]
    public async Task Nobody_is_told_without_a_webhook_and_only_owners_set_it()
    {
        var hooks = _shop.Get<OrganizationHooks>();
        await _shop.PlaceAsync();
        Assert.Empty(Told());
        Assert.IsType<SavePolicyOutcome.NotFound>(await hooks.SaveAsync(_shop.Member, _shop.Globex.Id, "https://example.com/hook", Cancel));
        Assert.IsType<SavePolicyOutcome.NotFound>(await hooks.SaveAsync(_shop.Seller, _shop.Globex.Id, "https://example.com/hook", Cancel));
        Assert.IsType<SavePolicyOutcome.Invalid>(await hooks.SaveAsync(_shop.Owner, _shop.Globex.Id, "http://example.com/hook", Cancel));
        Assert.Null(await hooks.ReadAsync(_shop.Member, _shop.Globex.Id, Cancel));
        Assert.Equal("", await hooks.ReadAsync(_shop.Owner, _shop.Globex.Id, Cancel));

        var first = await SaveAsync("https://example.com/hook");
        Assert.NotNull(first);
        Assert.Null(await SaveAsync("https://example.com/hook"));
        Assert.NotEqual(first, await SaveAsync("https://example.com/other"));
        Assert.Equal("https://example.com/other", await hooks.ReadAsync(_shop.Owner, _shop.Globex.Id, Cancel));
        Assert.Null(await SaveAsync(" "));
        Assert.Equal(0, _shop.Read(db => db.OrganizationHooks.Count()));
    }

    [Fact]
    public void An_owner_sees_the_secret_once()
    {
        SignIn(_shop.Owner);
        var page = Draw<WebhookPage>();

        page.Field("Address").Change("ftp://example.com");
        page.Submit();
        page.Says("Enter a webhook address that begins with https://");
        page.Field("Address").Change("https://example.com/hook");
        page.Submit();

        Floating.Says("The webhook is saved.");
        page.Says("whsec_");
        Assert.DoesNotContain("whsec_", Draw<WebhookPage>().Markup, StringComparison.Ordinal);
        SignIn(_shop.Member);
        Draw<WebhookPage>().Says("You own no organization that buys or publishes.");
        Assert.Equal("/organization/webhook", PortalUrls.OrganizationWebhook);
    }

    private async Task<string?> SaveAsync(string url) => Assert.IsType<SavePolicyOutcome.Saved>(
        await _shop.Get<OrganizationHooks>().SaveAsync(_shop.Owner, _shop.Globex.Id, url, Cancel)).WebhookSecret;

    private List<JsonElement> Told() => _shop.Read(db => db.WebhookPosts.OrderBy(p => p.Id).Select(p => p.Body).ToList())
        .ConvertAll(body => JsonDocument.Parse(body).RootElement);

    private static JsonElement About(JsonElement told, string name) => told.GetProperty("data").GetProperty(name);

    private static long Minor(JsonElement of, string name) => of.GetProperty(name).GetInt64();
}
