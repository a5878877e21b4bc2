using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Accounts;
using Marketplace.Billing.Dunning;
using Marketplace.Data;
using Marketplace.Tests.Support;
using static Marketplace.Tests.Billing.Dunning.Failures;
using static Marketplace.Tests.Billing.Subscriptions.Renewals;

namespace Marketplace.Tests.Billing.Dunning;

/// <summary>Failed payments for programs of those whose they are; campaigns for operators.</summary>
public sealed class DunningRestTests
{
    private const string Cases = "/api/v1/dunning/cases", Campaigns = "/api/v1/dunning/campaigns";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_program_reads_the_failed_payments_of_its_organization_and_what_was_mailed()
    {
        using var shop = await FailedAsync();
        using var program = await shop.Portal.ProgramAsync(shop.Owner, shop.Globex, ApiKeyScopes.Read);

        var list = await JsonAsync(program, Cases);
        var one = list.GetProperty("items")[0];
        var detail = await JsonAsync(program, $"{Cases}/{one.GetProperty("id").GetGuid()}");

        Assert.Equal(
            (1, "Open", 11900, "EUR", "Acme Shop", One(shop).Id),
            (list.GetProperty("total").GetInt32(), Text(one, "state"), one.GetProperty("amount").GetInt64(), Text(one, "currency"), Text(one, "name"),
                one.GetProperty("subscription").GetGuid()));
        Assert.Equal(JsonValueKind.Null, one.GetProperty("campaign").ValueKind);
        var mail = Assert.Single(detail.GetProperty("mails").EnumerateArray());
        Assert.Equal((0, "PaymentFailed", true), (mail.GetProperty("day").GetInt32(), Text(mail, "letter"), mail.GetProperty("isSent").GetBoolean()));
        Assert.Equal(0, (await JsonAsync(program, $"{Cases}?state=Recovered")).GetProperty("total").GetInt32());
        Assert.Equal((HttpStatusCode.BadRequest, "api.state"), await ProblemAsync(program, $"{Cases}?state=77"));
        Assert.Equal((HttpStatusCode.NotFound, "api.dunning-case"), await ProblemAsync(program, $"{Cases}/{Guid.NewGuid()}"));
    }

    [Fact]
    public async Task Others_read_nothing_of_it_and_a_key_is_never_an_operator()
    {
        using var shop = await FailedAsync();
        using var program = await shop.Portal.ProgramAsync(shop.Seller, shop.Acme, ApiKeyScopes.Read);

        Assert.Equal(0, (await JsonAsync(program, Cases)).GetProperty("total").GetInt32());
        Assert.Equal((HttpStatusCode.NotFound, "api.dunning-case"), await ProblemAsync(program, $"{Cases}/{Case(shop).PeriodId}"));
        Assert.Equal((HttpStatusCode.Forbidden, "api.operator"), await ProblemAsync(program, Campaigns));
        Assert.Equal((HttpStatusCode.NotFound, "api.dunning-campaign"), await ProblemAsync(program, $"{Campaigns}/1"));
    }

    [Fact]
    public async Task Operators_read_which_campaign_is_followed()
    {
        using var shop = await FailedAsync();
        var queries = shop.Get<DunningQueries>();

        Assert.Equal("Default, version 1", Assert.Single((await queries.SeenAsync(shop.Operator, ListQuery.First, Cancel)).Rows).Campaign);
        Assert.Equal("", (await queries.ReadAsync(shop.Member, Case(shop).PeriodId, Cancel))!.Row.Campaign);
    }

    private static async Task<JsonElement> JsonAsync(HttpClient program, string address) =>
        await program.GetFromJsonAsync<JsonElement>(address, Cancel);

    private static async Task<(HttpStatusCode, string)> ProblemAsync(HttpClient program, string address)
    {
        using var answer = await program.GetAsync(address, Cancel);
        return (answer.StatusCode, Text(await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel), "code"));
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
