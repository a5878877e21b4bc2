using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Accounts;
using Marketplace.Billing.Changes;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Subscriptions;
using Marketplace.Pricing;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Marketplace.Tests.Billing.Subscriptions.Renewals;

namespace Marketplace.Tests.Billing.Subscriptions;

/// <summary>Subscriptions for programs: read, changed by the hash of what was shown, canceled and reactivated.</summary>
public sealed class SubscriptionRestTests
{
    private const string All = "/api/v1/subscriptions";

    private static readonly OfferTerms Basic = new(OfferTier.Basic, OfferModel.Monthly, 1, [new(10000, "EUR")]);
    private static readonly OfferTerms Premium = new(OfferTier.Premium, OfferModel.Monthly, 1, [new(31000, "EUR")]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_program_reads_them_by_state_and_one_with_its_periods_and_next_charges()
    {
        using var shop = await Shop.OpenAsync(Basic);
        await BuyAsync(shop);
        using var program = await shop.Portal.ProgramAsync(shop.Owner, shop.Globex, ApiKeyScopes.Read);

        var list = await JsonAsync(program, All);
        var one = await JsonAsync(program, $"{All}/{One(shop).Id}");

        Assert.Equal(
            (1, "Acme.Shop", "Basic", "Monthly", "Active"),
            (list.GetProperty("total").GetInt32(), Text(list.GetProperty("items")[0], "module"), Text(list.GetProperty("items")[0], "tier"),
                Text(list.GetProperty("items")[0], "model"), Text(list.GetProperty("items")[0], "state")));
        Assert.Equal(1, (await JsonAsync(program, $"{All}?state=Parked&state=Active")).GetProperty("total").GetInt32());
        Assert.Equal(0, (await JsonAsync(program, $"{All}?state=PastDue")).GetProperty("total").GetInt32());
        Assert.Equal((HttpStatusCode.BadRequest, "api.state"), await ProblemAsync(program.GetAsync($"{All}?state=77", Cancel)));
        Assert.Equal((HttpStatusCode.BadRequest, "api.request"), await ProblemAsync(program.GetAsync($"{All}?state=Gone", Cancel)));
        Assert.Equal(
            (3, 11900, shop.Now.AddMonths(1), 11900),
            (one.GetProperty("upcoming").GetArrayLength(), Minor(one.GetProperty("upcoming")[0], "total"),
                one.GetProperty("upcoming")[0].GetProperty("at").GetDateTime(), Minor(one.GetProperty("periods")[0], "amount")));
        Assert.Equal("Started", Text(one.GetProperty("events")[0], "kind"));
        Assert.Equal((HttpStatusCode.NotFound, "api.subscription"), await ProblemAsync(program.GetAsync($"{All}/{Guid.NewGuid()}", Cancel)));
    }

    [Fact]
    public async Task A_change_is_previewed_to_the_cent_and_done_by_its_hash_once()
    {
        using var shop = await Shop.OpenAsync(Basic);
        var premium = await shop.OfferAsync(Premium);
        await BuyAsync(shop);
        shop.Advance(TimeSpan.FromDays(10));
        using var program = await ProgramAsync(shop);
        var address = $"{All}/{One(shop).Id}";
        var choices = await JsonAsync(program, $"{address}/choices");
        Assert.Equal([(shop.Offer, true), (premium, false)],
            choices.GetProperty("offers").EnumerateArray().Select(offer => (offer.GetProperty("id").GetInt64(), offer.GetProperty("isCurrent").GetBoolean())));

        var shown = await JsonAsync(program.PostAsJsonAsync($"{address}/previews", new { kind = "Plan", offer = premium, sites = 1 }, Cancel));

        Assert.Equal([(-6774L, -8061L), (21000, 24990)],
            shown.GetProperty("lines").EnumerateArray().Select(line => (Minor(line, "net"), Minor(line, "gross"))));
        Assert.Equal((24990 - 8061, 0, "EUR"), (Minor(shown, "due"), Minor(shown, "kept"), Text(shown, "currency")));
        Assert.Equal([36890L, 36890, 36890], shown.GetProperty("upcoming").EnumerateArray().Select(one => Minor(one, "total")));
        Assert.Equal(shop.Now + SubscriptionRevisions.Validity, shown.GetProperty("validUntil").GetDateTime());
        Assert.Single(Periods(shop));

        Task<HttpResponseMessage> ConfirmAsync(int sites, string? hash = null) => program.PostAsJsonAsync(
            $"{address}/changes",
            new { kind = "Plan", offer = premium, sites, at = shown.GetProperty("at").GetDateTime(), hash = hash ?? Text(shown, "hash") }, Cancel);
        Assert.Equal((HttpStatusCode.Conflict, "api.preview-changed"), await ProblemAsync(ConfirmAsync(2)));
        Assert.Equal((HttpStatusCode.Conflict, "api.preview-changed"), await ProblemAsync(ConfirmAsync(1, "0")));
        var done = await JsonAsync(ConfirmAsync(1));
        Assert.Equal(("Premium", 2), (Text(done.GetProperty("subscription"), "tier"), done.GetProperty("periods").GetArrayLength()));
        Assert.Equal((HttpStatusCode.Conflict, "api.subscription-change"), await ProblemAsync(ConfirmAsync(1)));
        Assert.Equal(3, shop.Read(db => db.Invoices.Count()));
    }

    [Fact]
    public async Task What_was_shown_too_long_ago_is_shown_again_first()
    {
        using var shop = await Shop.OpenAsync(Basic);
        await BuyAsync(shop);
        using var program = await ProgramAsync(shop);
        var address = $"{All}/{One(shop).Id}";
        var shown = await JsonAsync(program.PostAsJsonAsync($"{address}/previews", new { kind = "BillingDay", day = 17 }, Cancel));
        shop.Advance(SubscriptionRevisions.Validity + TimeSpan.FromSeconds(1));

        var late = program.PostAsJsonAsync(
            $"{address}/changes", new { kind = "BillingDay", day = 17, at = shown.GetProperty("at").GetDateTime(), hash = Text(shown, "hash") }, Cancel);

        Assert.Equal((HttpStatusCode.Conflict, "api.preview-changed"), await ProblemAsync(late));
        Assert.Null(One(shop).Shift);
    }

    [Fact]
    public async Task It_is_paused_resumed_canceled_and_reactivated()
    {
        using var shop = await Shop.OpenAsync(Basic);
        await BuyAsync(shop);
        using var program = await ProgramAsync(shop);
        var address = $"{All}/{One(shop).Id}";

        var paused = await DoAsync(program, address, new() { ["kind"] = "Pause", ["until"] = "2026-05-20" });
        Assert.Equal(shop.Now.AddMonths(1), paused.GetProperty("pausedFrom").GetDateTime());
        var resumed = await DoAsync(program, address, new() { ["kind"] = "Resume" });
        Assert.Equal(JsonValueKind.Null, resumed.GetProperty("pausedFrom").ValueKind);
        var canceled = await DoAsync(program, address, new() { ["kind"] = "Cancel", ["reason"] = "Too dear." });
        Assert.Equal(("Canceled", shop.Now.AddMonths(1)),
            (Text(canceled.GetProperty("subscription"), "state"), canceled.GetProperty("subscription").GetProperty("endsAt").GetDateTime()));
        var cancellation = $"{address}/cancellation";
        Assert.Equal("Active", Text((await JsonAsync(program.DeleteAsync(cancellation, Cancel))).GetProperty("subscription"), "state"));
        Assert.Equal((HttpStatusCode.Conflict, "api.subscription-change"), await ProblemAsync(program.DeleteAsync(cancellation, Cancel)));
        var again = await JsonAsync(program.PutAsJsonAsync(cancellation, new { reason = "Too dear." }, Cancel));
        Assert.Equal("Canceled", Text(again.GetProperty("subscription"), "state"));
        Assert.Equal((HttpStatusCode.Conflict, "api.subscription-change"), await ProblemAsync(program.PutAsJsonAsync(cancellation, new { }, Cancel)));

        var ended = await DoAsync(program, address, new() { ["kind"] = "CancelNow" });
        Assert.Equal(("Ended", 11900), (Text(ended.GetProperty("subscription"), "state"), Minor(ended, "credit")));
    }

    [Fact]
    public async Task Only_a_key_for_billing_of_an_owner_changes_anything()
    {
        using var shop = await Shop.OpenAsync(Basic);
        await BuyAsync(shop);
        var address = $"{All}/{One(shop).Id}/cancellation";
        using var installer = await shop.Portal.ProgramAsync(shop.Owner, shop.Globex, ApiKeyScopes.Read | ApiKeyScopes.Install);
        using var browser = await shop.Portal.ClientAsync(shop.Owner);
        using var stranger = await shop.Portal.ProgramAsync(shop.Seller, shop.Acme, ApiKeyScopes.Billing);
        using var program = await ProgramAsync(shop);

        Assert.Equal((HttpStatusCode.Forbidden, "api.scope"), await ProblemAsync(installer.PutAsJsonAsync(address, new { }, Cancel)));
        Assert.Equal((HttpStatusCode.Unauthorized, "api.key"), await ProblemAsync(browser.PutAsJsonAsync(address, new { }, Cancel)));
        Assert.Equal((HttpStatusCode.NotFound, "api.subscription"), await ProblemAsync(stranger.PutAsJsonAsync(address, new { }, Cancel)));
        shop.Read(db => db.Set<Membership>().Where(m => m.UserId == shop.Owner.UserId)
            .ExecuteUpdate(set => set.SetProperty(m => m.Role, MemberRole.Member)));
        Assert.Equal((HttpStatusCode.NotFound, "api.subscription"), await ProblemAsync(program.PutAsJsonAsync(address, new { }, Cancel)));
        Assert.Null(One(shop).CanceledAt);
    }

    [Theory]
    [InlineData("{}", "api.subscription-change")]
    [InlineData("""{"kind":"Plan"}""", "api.subscription-change")]
    [InlineData("""{"kind":"Align"}""", "api.subscription-change")]
    [InlineData("""{"kind":"Sell"}""", "api.request")]
    public async Task A_change_that_says_too_little_is_refused(string body, string code)
    {
        using var shop = await Shop.OpenAsync(Basic);
        await BuyAsync(shop);
        using var program = await ProgramAsync(shop);
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        Assert.Equal((HttpStatusCode.BadRequest, code), await ProblemAsync(program.PostAsync($"{All}/{One(shop).Id}/previews", content, Cancel)));
    }

    private static Task<HttpClient> ProgramAsync(Shop shop) =>
        shop.Portal.ProgramAsync(shop.Owner, shop.Globex, ApiKeyScopes.Read | ApiKeyScopes.Billing);

    private static async Task<JsonElement> DoAsync(HttpClient program, string address, Dictionary<string, object> change)
    {
        var shown = await JsonAsync(program.PostAsJsonAsync($"{address}/previews", change, Cancel));
        var confirmed = new Dictionary<string, object>(change) { ["at"] = Text(shown, "at"), ["hash"] = Text(shown, "hash") };
        return await JsonAsync(program.PostAsJsonAsync($"{address}/changes", confirmed, Cancel));
    }

    private static Task<JsonElement> JsonAsync(HttpClient program, string address) => JsonAsync(program.GetAsync(address, Cancel));

    private static async Task<JsonElement> JsonAsync(Task<HttpResponseMessage> sent)
    {
        using var answer = await sent;
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.StatusCode is HttpStatusCode.OK, $"{answer.StatusCode}: {text}");
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    private static async Task<(HttpStatusCode Status, string Code)> ProblemAsync(Task<HttpResponseMessage> sent)
    {
        using var answer = await sent;
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));
        return (answer.StatusCode, Text(document.RootElement, "code"));
    }

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;

    private static long Minor(JsonElement of, string name) => of.GetProperty(name).GetInt64();
}
