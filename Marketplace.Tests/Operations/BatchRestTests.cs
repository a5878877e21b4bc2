using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Accounts;
using Marketplace.Operations;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Operations;

/// <summary>One request on many sites, by a program.</summary>
public sealed class BatchRestTests : IAsyncDisposable
{
    private const string Batches = "/api/v1/batches";
    private static readonly string[] Shop = ["Acme.Shop"];

    private readonly PortalHost _portal = new();
    private readonly Client _client;

    public BatchRestTests() => _client = new Client(_portal);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_program_plans_starts_reads_and_stops_a_batch()
    {
        var (one, two, done) = (await _client.SiteAsync("One", Cancel), await _client.SiteAsync("Two", Cancel), await _client.SiteAsync("Has it", Cancel));
        await done.DoneAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
        using var program = await _portal.ProgramAsync(_client.Actor, _client.Organization, ApiKeyScopes.Read | ApiKeyScopes.Install);
        var sites = new[] { new { site = one.Id, ring = 1 }, new { site = two.Id, ring = 2 }, new { site = done.Id, ring = 2 } };

        var plan = await ReadAsync(200, program.PostAsJsonAsync($"{Batches}/plans", new { install = Shop, sites }, Cancel));
        Assert.Equal([(one.Id, 2, false), (two.Id, 2, false), (done.Id, 0, true)],
            plan.GetProperty("sites").EnumerateArray()
                .Select(s => (
                    s.GetProperty("site").GetInt64(),
                    s.GetProperty("changes").GetArrayLength(),
                    s.GetProperty("problem").GetString() is not null)));
        var hash = plan.GetProperty("hash").GetString();
        var started = await ReadAsync(202, program.PostAsJsonAsync(Batches, new { install = Shop, sites, plan = hash }, Cancel));
        var address = started.GetProperty("address").GetString();
        await ProblemAsync(400, "api.batch", program.PostAsJsonAsync(Batches, new { install = Shop, sites, plan = hash }, Cancel));

        var batch = await ReadAsync(200, program.GetAsync(address, Cancel));
        Assert.Equal(("Running", 2), (batch.GetProperty("state").GetString(), batch.GetProperty("rings").GetInt32()));
        Assert.Equal(
            ["One 1 Queued", "Two 2 AwaitingRing"],
            batch.GetProperty("operations").EnumerateArray()
                .Select(o => $"{o.GetProperty("name")} {o.GetProperty("ring")} {o.GetProperty("state")}"));
        using var halted = await program.DeleteAsync(address, Cancel);
        Assert.Equal(HttpStatusCode.Accepted, halted.StatusCode);
        Assert.Equal("Halted", (await ReadAsync(200, program.GetAsync(Batches, Cancel)))[0].GetProperty("state").GetString());
        await ProblemAsync(409, "api.too-late", program.DeleteAsync(address, Cancel));
    }

    [Fact]
    public async Task Bad_input_and_others_sites_are_named_and_start_nothing()
    {
        var site = await _client.SiteAsync("One", Cancel);
        var other = _portal.Database.Client("Initech");
        using var program = await _portal.ProgramAsync(_client.Actor, _client.Organization, ApiKeyScopes.Read | ApiKeyScopes.Install);
        using var stranger = await _portal.ProgramAsync(_portal.Database.Member(other, MemberRole.Owner), other, ApiKeyScopes.Read | ApiKeyScopes.Install);
        var sites = new[] { new { site = site.Id, ring = 1 } };

        await ProblemAsync(400, "api.change-request", program.PostAsJsonAsync($"{Batches}/plans", new { sites }, Cancel));
        await ProblemAsync(400, "api.change-request", program.PostAsJsonAsync($"{Batches}/plans", new { revision = 1, sites }, Cancel));
        await ProblemAsync(400, "api.batch", program.PostAsJsonAsync($"{Batches}/plans", new { install = Shop }, Cancel));
        await ProblemAsync(
            400, "api.batch",
            program.PostAsJsonAsync($"{Batches}/plans", new { install = Shop, sites = new[] { new { site = site.Id, ring = 11 } } }, Cancel));
        await ProblemAsync(400, "api.batch", stranger.PostAsJsonAsync($"{Batches}/plans", new { install = Shop, sites }, Cancel));
        await ProblemAsync(400, "api.batch", stranger.PostAsJsonAsync(Batches, new { install = Shop, sites, plan = new string('0', 64) }, Cancel));
        await ProblemAsync(409, "api.plan-changed", program.PostAsJsonAsync(Batches, new { install = Shop, sites, plan = new string('0', 64) }, Cancel));
        await ProblemAsync(404, "api.batch", program.GetAsync($"{Batches}/999", Cancel));
        await ProblemAsync(404, "api.batch", program.DeleteAsync($"{Batches}/999", Cancel));

        // The one that brought the site its first module.
        Assert.Single(_portal.Database.Read(db => db.Operations.ToList()));
        Assert.Empty(_portal.Database.Read(db => db.Batches.ToList()));
    }

    private static async Task<JsonElement> ReadAsync(int status, Task<HttpResponseMessage> sent)
    {
        using var answer = await sent;
        Assert.Equal(status, (int)answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }

    private static async Task ProblemAsync(int status, string code, Task<HttpResponseMessage> sent) =>
        Assert.Equal(code, (await ReadAsync(status, sent)).GetProperty("code").GetString());

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
