using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Accounts;
using Marketplace.Operations;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Tests.Search;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Operations;

/// <summary>What a client does with a site by page, done by a program.</summary>
public sealed class InstallsRestTests : IAsyncDisposable
{
    private readonly PortalHost _portal = new();
    private readonly Client _client;

    public InstallsRestTests() => _client = new Client(_portal);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_program_plans_starts_follows_and_reads_the_history()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        using var program = await _portal.ProgramAsync(_client.Actor, _client.Organization, ApiKeyScopes.Read | ApiKeyScopes.Install);

        var plan = await SentAsync(program.PostAsJsonAsync($"/api/v1/sites/{site.Id}/plans", new { install = new[] { "Acme.Shop" } }, Cancel));
        Assert.Equal(
            ["Acme.Base 2.0.0", "Acme.Shop 1.0.0"],
            plan.GetProperty("changes").EnumerateArray().Select(c => $"{c.GetProperty("id")} {c.GetProperty("to")}").Order());

        using var accepted = await program.PostAsJsonAsync(
            $"/api/v1/sites/{site.Id}/operations",
            new { install = new[] { "Acme.Shop" }, plan = plan.GetProperty("hash").GetString() }, Cancel);
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        var events = program.GetStreamAsync($"{accepted.Headers.Location}/events", Cancel);
        var operation = (await accepted.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("operation").GetInt64();
        await _portal.Get<OperationRunner>().RunAsync(operation, Cancel);

        using var stream = new StreamReader(await events);
        var told = new List<string>();
        while (await stream.ReadLineAsync(Cancel) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                told.Add(JsonDocument.Parse(line[6..]).RootElement.GetProperty("state").GetString()!);
            }
        }

        Assert.Equal("Done", told[^1]);
        Assert.Equal("Done", (await SentAsync(program.GetAsync(accepted.Headers.Location, Cancel))).GetProperty("state").GetString());
        Assert.Equal(
            [2, 1],
            (await SentAsync(program.GetAsync($"/api/v1/sites/{site.Id}/revisions", Cancel))).EnumerateArray()
                .Select(r => r.GetProperty("number").GetInt32()));
        Assert.Equal(2, (await SentAsync(program.GetAsync("/api/v1/sites", Cancel)))[0].GetProperty("revision").GetInt32());
        Assert.Equal(
            ["Acme.Base", "Acme.Shop"],
            (await SentAsync(program.GetAsync($"/api/v1/sites/{site.Id}", Cancel))).GetProperty("modules").EnumerateArray()
                .Select(m => m.GetProperty("id").GetString()));
        Assert.Equal(2, (await SentAsync(program.GetAsync("/api/v1/operations", Cancel))).GetProperty("total").GetInt32());

        var back = await SentAsync(program.PostAsJsonAsync($"/api/v1/sites/{site.Id}/plans", new { revision = 1 }, Cancel));
        Assert.Equal(1, back.GetProperty("restores").GetInt32());
        using var again = await program.PostAsJsonAsync(
            $"/api/v1/sites/{site.Id}/operations", new { revision = 1, plan = back.GetProperty("hash").GetString() }, Cancel);
        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
        using var cancelled = await program.DeleteAsync(again.Headers.Location, Cancel);
        Assert.Equal(HttpStatusCode.Accepted, cancelled.StatusCode);
    }

    [Fact]
    public async Task A_conflict_is_told_with_its_story_and_its_ways_out()
    {
        _portal.Publish(_portal.Database.Publisher("Fabrikam"), "Fabrikam.Old", "1.0.0", "Acme.Base [1.0.0,2.0.0)");
        var site = await _client.SiteAsync("Shop", Cancel);
        await site.DoneAsync(ChangeRequest.Install("Fabrikam.Old"), Cancel);
        using var program = await _portal.ProgramAsync(_client.Actor, _client.Organization, ApiKeyScopes.Install);

        var problem = await RefusedAsync(
            409, "api.conflict", program.PostAsJsonAsync($"/api/v1/sites/{site.Id}/plans", new { install = new[] { "Acme.Shop" } }, Cancel));

        Assert.Contains(
            problem.GetProperty("reasons").EnumerateArray(),
            reason => reason.GetString()!.StartsWith("Fabrikam.Old 1.0.0", StringComparison.Ordinal));
        var way = problem.GetProperty("waysOut").EnumerateArray()
            .Select(way => way.GetProperty("request"))
            .First(request => request.GetProperty("uninstall").EnumerateArray().Any(id => id.GetString() == "Fabrikam.Old"));
        Assert.Contains(
            (await SentAsync(program.PostAsJsonAsync($"/api/v1/sites/{site.Id}/plans", way, Cancel))).GetProperty("changes").EnumerateArray(),
            change => change.GetProperty("id").GetString() == "Fabrikam.Old" && change.GetProperty("kind").GetString() == "Remove");
    }

    [Fact]
    public async Task A_version_that_cannot_be_read_is_refused_and_never_another_one_planned()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        using var program = await _portal.ProgramAsync(_client.Actor, _client.Organization, ApiKeyScopes.Install);

        foreach (var text in new[] { "Acme.Shop@1,0,0", "Acme.Shop@newest", "Acme.Shop@" })
        {
            await RefusedAsync(400, "api.change-request", program.PostAsJsonAsync($"/api/v1/sites/{site.Id}/plans", new { install = new[] { text } }, Cancel));
        }
    }

    [Theory]
    [InlineData("{install", "application/json", ApiKeyScopes.Install, 400, "api.request")]
    [InlineData("install=Acme.Shop", "application/x-www-form-urlencoded", ApiKeyScopes.Install, 404, "api.resource")]
    [InlineData("{}", "application/json", ApiKeyScopes.Read, 403, "api.scope")]
    public async Task What_reaches_no_endpoint_is_a_problem_with_a_code_too(string body, string type, ApiKeyScopes scopes, int status, string code)
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        using var program = await _portal.ProgramAsync(_client.Actor, _client.Organization, scopes);
        using var content = new StringContent(body, new MediaTypeHeaderValue(type));

        await RefusedAsync(status, code, program.PostAsync($"/api/v1/sites/{site.Id}/plans", content, Cancel));
    }

    [Fact]
    public async Task Another_members_program_approves_where_a_site_asks_for_that()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        var other = _portal.Database.Member(_client.Organization, MemberRole.Owner);
        Assert.Null(await _portal.Get<SitePlanning>().RequireApprovalAsync(_client.Actor, site.Id, true, Cancel));
        var operation = await site.StartAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
        using var own = await _portal.ProgramAsync(_client.Actor, _client.Organization, ApiKeyScopes.Install);
        using var another = await _portal.ProgramAsync(other, _client.Organization, ApiKeyScopes.Read | ApiKeyScopes.Install);
        var address = $"/api/v1/operations/{operation}/approval";

        Assert.Equal("AwaitingApproval", (await SentAsync(another.GetAsync($"/api/v1/operations/{operation}", Cancel))).GetProperty("state").GetString());
        await RefusedAsync(409, "api.own-plan", own.PutAsJsonAsync(address, new { approved = true }, Cancel));
        await RefusedAsync(404, "api.operation", another.PutAsJsonAsync("/api/v1/operations/999/approval", new { approved = true }, Cancel));
        Assert.Equal(HttpStatusCode.NoContent, await StatusAsync(another.PutAsJsonAsync(address, new { approved = true }, Cancel)));
        await RefusedAsync(409, "api.not-awaited", another.PutAsJsonAsync(address, new { approved = false, reason = "Too late" }, Cancel));
        Assert.Equal(OperationState.Queued, site.Operation(operation).State);
    }

    [Fact]
    public async Task Bad_input_is_named_and_starts_nothing()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        using var program = await _portal.ProgramAsync(_client.Actor, _client.Organization, ApiKeyScopes.Install | ApiKeyScopes.Read);
        var (plans, operations) = ($"/api/v1/sites/{site.Id}/plans", $"/api/v1/sites/{site.Id}/operations");

        await RefusedAsync(400, "api.change-request", program.PostAsJsonAsync(plans, new { }, Cancel));
        await RefusedAsync(409, "api.nothing-to-do", program.PostAsJsonAsync(plans, new { install = new[] { "Acme.Base@1.0.0" } }, Cancel));
        await RefusedAsync(
            409, "api.plan-changed",
            program.PostAsJsonAsync(operations, new { install = new[] { "Acme.Shop" }, plan = new string('0', 64) }, Cancel));
        await RefusedAsync(404, "api.site", program.PostAsJsonAsync("/api/v1/sites/999/plans", new { install = new[] { "Acme.Shop" } }, Cancel));
        await RefusedAsync(404, "api.operation", program.DeleteAsync("/api/v1/operations/999", Cancel));
        await RefusedAsync(409, "api.too-late", program.DeleteAsync("/api/v1/operations/1", Cancel));

        Assert.Single(_portal.Database.Read(db => db.Operations.ToList()));
    }

    [Fact]
    public async Task Only_members_keys_with_the_scope_reach_a_site_and_a_cookie_changes_nothing()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        var other = _portal.Database.Client("Initech");
        using var stranger = await _portal.ProgramAsync(_portal.Database.Member(other, MemberRole.Owner), other, ApiKeyScopes.Read | ApiKeyScopes.Install);
        using var reader = await _portal.ProgramAsync(_client.Actor, _client.Organization, ApiKeyScopes.Read);
        using var installer = await _portal.ProgramAsync(_client.Actor, _client.Organization, ApiKeyScopes.Install);
        using var person = await _portal.ClientAsync(_client.Actor);
        using var nobody = _portal.Client();
        var request = new { install = new[] { "Acme.Shop" } };

        foreach (var path in new[] { $"/api/v1/sites/{site.Id}", $"/api/v1/sites/{site.Id}/revisions", "/api/v1/operations/1", "/api/v1/operations/1/events" })
        {
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(stranger.GetAsync(path, Cancel)));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(reader.GetAsync(path, Cancel)));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(person.GetAsync(path, Cancel)));
            Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(installer.GetAsync(path, Cancel)));
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(nobody.GetAsync(path, Cancel)));
        }

        foreach (var path in new[] { $"/api/v1/sites/{site.Id}/plans", $"/api/v1/sites/{site.Id}/operations" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(reader.PostAsJsonAsync(path, request, Cancel)));
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(person.PostAsJsonAsync(path, request, Cancel)));
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(nobody.PostAsJsonAsync(path, request, Cancel)));
        }

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(stranger.PostAsJsonAsync($"/api/v1/sites/{site.Id}/plans", request, Cancel)));
        Assert.Single(_portal.Database.Read(db => db.Operations.ToList()));
    }

    private static async Task<JsonElement> SentAsync(Task<HttpResponseMessage> sent)
    {
        using var answer = await sent;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }

    private static async Task<JsonElement> RefusedAsync(int status, string code, Task<HttpResponseMessage> sent)
    {
        using var answer = await sent;
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal((status, code), ((int)answer.StatusCode, problem.GetProperty("code").GetString()));
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        return problem;
    }

    private static async Task<HttpStatusCode> StatusAsync(Task<HttpResponseMessage> sent)
    {
        using var answer = await sent;
        return answer.StatusCode;
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
