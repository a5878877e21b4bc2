using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Operations;
using Marketplace.Planning;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Insight;

/// <summary>Statistics, analytics, history, validation and logs as programs read them.</summary>
public sealed class TrackingRestTests : IAsyncDisposable
{
    private readonly PortalHost _portal = new();
    private readonly Client _client;
    private readonly Organization _publisher;

    public TrackingRestTests()
    {
        _client = new Client(_portal);
        _publisher = _portal.Database.Read(db => db.Modules.Where(m => m.PackageId == "Acme.Base").Select(m => m.Publisher).AsNoTracking().Single());
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_clients_program_reads_the_statistics_analytics_and_history_of_its_sites()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        await site.DoneAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
        using var program = await ProgramAsync(_client.Actor, _client.Organization, ApiKeyScopes.Read);

        var statistics = await SentAsync(program.GetAsync("/api/v1/sites/statistics?days=7", Cancel));
        Assert.Equal(
            (2, 0, 1d),
            (
                statistics.GetProperty("succeeded").GetInt32(),
                statistics.GetProperty("failed").GetInt32(),
                statistics.GetProperty("successRate").GetDouble()));
        Assert.Equal(7, statistics.GetProperty("days").GetArrayLength());
        Assert.Contains(
            statistics.GetProperty("steps").EnumerateArray(),
            step => step.GetProperty("kind").GetString() == "Download" && step.GetProperty("duration").GetProperty("count").GetInt32() == 3);

        var analytics = await SentAsync(program.GetAsync("/api/v1/sites/analytics?module=acme.base", Cancel));
        Assert.Equal(
            "Acme.Base 2.0.0 1",
            string.Join(", ", Items(analytics.GetProperty("versions"))
                .Select(v => $"{v.GetProperty("module")} {v.GetProperty("version")} {v.GetProperty("sites")}")));
        Assert.Equal(
            ["2.0.0", "1.0.0"],
            analytics.GetProperty("adoption").EnumerateArray().Select(a => a.GetProperty("version").GetString()).OrderDescending());
        Assert.Equal(2, Items((await SentAsync(program.GetAsync("/api/v1/sites/analytics", Cancel))).GetProperty("versions")).Count);

        var history = Items(await SentAsync(program.GetAsync("/api/v1/modules/Acme.Base/history", Cancel)));
        Assert.Equal(
            ["Updated 1.0.0 2.0.0", "Installed  1.0.0"],
            history.Select(e => $"{e.GetProperty("kind")} {e.GetProperty("from")} {e.GetProperty("to")}"));
        Assert.Equal(
            ("Shop", 2, "Ada"),
            (
                history[0].GetProperty("siteName").GetString(),
                history[0].GetProperty("revision").GetInt32(),
                history[0].GetProperty("by").GetString()));
    }

    [Fact]
    public async Task Each_audience_reads_its_own_and_is_refused_the_others()
    {
        await _client.SiteAsync("Shop", Cancel);
        using var client = await ProgramAsync(_client.Actor, _client.Organization, ApiKeyScopes.Read);
        using var publisher = await ProgramAsync(_portal.Database.Member(_publisher, MemberRole.Owner), _publisher, ApiKeyScopes.Read);
        using var installer = await ProgramAsync(_client.Actor, _client.Organization, ApiKeyScopes.Install);
        using var operators = await _portal.ClientAsync(_portal.Database.Staff(StaffRole.Operator));
        using var moderator = await _portal.ClientAsync(_portal.Database.Staff(StaffRole.Moderator));
        using var nobody = _portal.Client();

        foreach (var what in new[] { "statistics", "analytics" })
        {
            var (all, own, module) = ($"/api/v1/{what}", $"/api/v1/sites/{what}", $"/api/v1/modules/Acme.Base/{what}");
            await SentAsync(operators.GetAsync(all, Cancel));
            await SentAsync(operators.GetAsync(module, Cancel));
            await SentAsync(client.GetAsync(own, Cancel));
            await SentAsync(publisher.GetAsync(module, Cancel));
            foreach (var other in new[] { client, publisher, moderator })
            {
                await RefusedAsync(403, "api.operator", other.GetAsync(all, Cancel));
            }

            await RefusedAsync(404, "api.organization", publisher.GetAsync(own, Cancel));
            await RefusedAsync(404, "api.organization", client.GetAsync($"{own}?organization={_publisher.Id}", Cancel));
            await RefusedAsync(404, "api.module", client.GetAsync(module, Cancel));
            await RefusedAsync(404, "api.module", moderator.GetAsync(module, Cancel));
            foreach (var path in new[] { all, own, module })
            {
                Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(installer.GetAsync(path, Cancel)));
                Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(nobody.GetAsync(path, Cancel)));
            }
        }

        await RefusedAsync(400, "api.days", client.GetAsync("/api/v1/sites/statistics?days=8", Cancel));
        Assert.Empty(Items(await SentAsync(publisher.GetAsync("/api/v1/modules/Acme.Base/history", Cancel))));
    }

    [Fact]
    public async Task What_a_publisher_reads_names_no_client_no_site_and_no_sentence()
    {
        // The portal of these tests runs by the real clock.
        _portal.Database.Clock.SetUtcNow(TimeProvider.System.GetUtcNow());
        var past = new PastOperations(_portal.Database);
        foreach (var name in new[] { "Globex", "Initech", "Hooli" })
        {
            var (_, site) = past.Client(name);
            var hash = _portal.Database.Read(db => db.Releases.Where(r => r.Module.PackageId == "Acme.Base" && r.Version == "2.0.0")
                .Select(r => r.PackageHash)
                .Single());
            past.Revise(site, 1, ("Acme.Base", "2.0.0", hash));
            // The rows of this test end on the clock of the database, the portal asks on the same.
            past.Add(site, 0, "Acme.Base", failure: FailureCategory.Disk);
        }

        using var publisher = await ProgramAsync(_portal.Database.Member(_publisher, MemberRole.Owner), _publisher, ApiKeyScopes.Read);

        var told = await (await publisher.GetAsync("/api/v1/modules/Acme.Base/statistics", Cancel)).Content.ReadAsStringAsync(Cancel)
            + await (await publisher.GetAsync("/api/v1/modules/Acme.Base/analytics", Cancel)).Content.ReadAsStringAsync(Cancel);

        Assert.Contains("\"failed\":3", told, StringComparison.Ordinal);
        Assert.Contains("\"category\":\"Disk\"", told, StringComparison.Ordinal);
        Assert.Contains("\"sites\":3", told, StringComparison.Ordinal);
        Assert.All(
            new[] { "Globex", "Initech", "Hooli", "Shop", "disk is full" },
            name => Assert.DoesNotContain(name, told, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_wish_is_validated_with_its_solution_or_its_story_and_nothing_is_kept()
    {
        _portal.Publish(_portal.Database.Publisher("Fabrikam"), "Fabrikam.Old", "1.0.0", "Acme.Base [1.0.0,2.0.0)");
        var site = await _client.SiteAsync("Shop", Cancel);
        await site.DoneAsync(ChangeRequest.Install("Fabrikam.Old"), Cancel);
        var plans = _portal.Database.Read(db => db.Plans.Count());
        using var program = await ProgramAsync(_client.Actor, _client.Organization, ApiKeyScopes.Read);
        var address = $"/api/v1/sites/{site.Id}/validation";

        var refused = await SentAsync(program.PostAsJsonAsync(address, new { install = new[] { "Acme.Shop" } }, Cancel));
        Assert.Equal("Refused", refused.GetProperty("verdict").GetString());
        Assert.NotEmpty(refused.GetProperty("sentence").GetString()!);
        Assert.Contains(
            refused.GetProperty("reasons").EnumerateArray(),
            reason => reason.GetString()!.StartsWith("Fabrikam.Old 1.0.0", StringComparison.Ordinal));
        Assert.Contains(
            refused.GetProperty("waysOut").EnumerateArray(),
            way => way.GetProperty("request").GetProperty("uninstall").EnumerateArray().Any(id => id.GetString() == "Fabrikam.Old"));

        var possible = await SentAsync(program.PostAsJsonAsync(address, new { install = new[] { "Acme.Shop" }, uninstall = new[] { "Fabrikam.Old" } }, Cancel));
        Assert.Equal("Possible", possible.GetProperty("verdict").GetString());
        Assert.Equal(3, possible.GetProperty("plan").GetProperty("changes").GetArrayLength());

        Assert.Equal(
            "NothingToDo",
            (await SentAsync(program.PostAsJsonAsync(address, new { install = new[] { "Acme.Base@1.0.0" } }, Cancel)))
                .GetProperty("verdict").GetString());
        await RefusedAsync(400, "api.change-request", program.PostAsJsonAsync(address, new { }, Cancel));
        await RefusedAsync(404, "api.site", program.PostAsJsonAsync("/api/v1/sites/999/validation", new { everything = true }, Cancel));
        Assert.Equal(plans, _portal.Database.Read(db => db.Plans.Count()));
    }

    [Fact]
    public async Task The_whole_log_of_an_operation_is_read_page_by_page_by_members_alone()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        var operation = _portal.Database.Read(db => db.Operations.Include(o => o.Log).Single());
        using var program = await ProgramAsync(_client.Actor, _client.Organization, ApiKeyScopes.Read);
        var other = _portal.Database.Client("Initech");
        using var stranger = await ProgramAsync(_portal.Database.Member(other, MemberRole.Owner), other, ApiKeyScopes.Read);
        var address = $"/api/v1/operations/{operation.Id}/log";

        var lines = new List<string?>();
        for (var page = 1; page <= 20; page++)
        {
            var answer = await SentAsync(program.GetAsync($"{address}?size=3&page={page}", Cancel));
            Assert.Equal(operation.Log.Count, answer.GetProperty("total").GetInt32());
            lines.AddRange(Items(answer).Select(line => line.GetProperty("text").GetString()));
        }

        Assert.Equal(operation.Log.OrderBy(l => l.Id).Select(l => l.Text), lines);
        Assert.True(lines.Count > 6);
        await RefusedAsync(404, "api.operation", stranger.GetAsync(address, Cancel));
        await RefusedAsync(400, "api.size", program.GetAsync($"{address}?size=101", Cancel));
    }

    private async Task<HttpClient> ProgramAsync(Actor actor, Organization organization, ApiKeyScopes scopes)
    {
        var key = Assert.IsType<CreateKeyOutcome.Created>(
            await _portal.Get<ApiKeys>().CreateAsync(actor, organization.Id, "Dashboard", scopes, null, Cancel)).Text;
        var client = _portal.Client();
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        return client;
    }

    private static List<JsonElement> Items(JsonElement page) => [.. page.GetProperty("items").EnumerateArray()];

    private static async Task<JsonElement> SentAsync(Task<HttpResponseMessage> sent)
    {
        using var answer = await sent;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }

    private static async Task RefusedAsync(int status, string code, Task<HttpResponseMessage> sent)
    {
        using var answer = await sent;
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal((status, code), ((int)answer.StatusCode, problem.GetProperty("code").GetString()));
    }

    private static async Task<HttpStatusCode> StatusAsync(Task<HttpResponseMessage> sent)
    {
        using var answer = await sent;
        return answer.StatusCode;
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
