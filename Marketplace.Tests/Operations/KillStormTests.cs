using System.Globalization;
using Marketplace.Operations;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Operations;

/// <summary>
/// Real workers at work on many sites, killed at random moments again and again. A handful of times in each run;
/// <c>MARKETPLACE_KILLS</c> says how often otherwise, and <c>MARKETPLACE_SEED</c> which moments.
/// </summary>
public sealed class KillStormTests : IAsyncDisposable
{
    private const int Sites = 16;
    private static readonly int Kills = Setting("MARKETPLACE_KILLS") ?? 2;
    private static readonly int Seed = Setting("MARKETPLACE_SEED") ?? Environment.TickCount;
    private static readonly string[][] Allowed = [["Acme.Base 1.0.0"], ["Acme.Base 2.0.0"], ["Acme.Base 2.0.0", "Acme.Shop 1.0.0"]];

    private readonly PortalHost _portal = new();
    private readonly Random _random = new(Seed);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_kill_leaves_a_half_state_loses_an_operation_or_does_one_twice()
    {
        Assert.SkipWhen(TestDatabase.IsSqlServer, "The worker is started on the embedded database.");
        TestContext.Current.SendDiagnosticMessage("Seed {0}, {1} kills", Seed, Kills);
        var client = new Client(_portal);
        var sites = new List<ClientSite>();
        for (var i = 0; i < Sites; i++)
        {
            sites.Add(await client.SiteAsync($"Site {i}", Cancel));
        }

        for (var kill = 0; kill < Kills; kill++)
        {
            await AskAsync(sites);
            // Each step that is done says so: the worker dies in the middle of its first, or of a later one, of this site or that.
            var (said, some) = (Said(), _random.Next(1, 40));
            await using var worker = RunningProgram.BeginWorker(_portal.Database.Folder);
            await Eventually.TrueAsync(() => Said() >= said + some || IsIdle(), "the worker is at work, or has nothing left to do", Cancel);
            await Task.Delay(_random.Next(0, 20), Cancel);
            worker.Kill();
            // A host may read at any time, also before anybody puts things right.
            Assert.All(sites, site => Assert.Contains(site.Modules, Allowed));
        }

        await using var last = RunningProgram.BeginWorker(_portal.Database.Folder);
        await Eventually.TrueAsync(
            () => !_portal.Database.Read(db => db.Operations.Any(o => o.EndedAt == null)),
            "every operation has ended", Cancel, seconds: 180);
        await last.StopAsync(Cancel);
        Assert.All(sites, AssertOnceEach);
        var attempts = _portal.Database.Read(db => db.Operations.Select(o => new { o.State, o.Attempts }).ToList());
        TestContext.Current.SendDiagnosticMessage(
            "{0} operations, {1} of them begun more than once, {2} failed by three deaths",
            attempts.Count, attempts.Count(o => o.Attempts > 1), attempts.Count(o => o.State is OperationState.Failed));
        // Else the kills hit nobody at work.
        Assert.Contains(attempts, o => o.Attempts > 1);
    }

    // Each revision is one finished operation's and each finished operation has one; what failed did so because workers died at it too often.
    private void AssertOnceEach(ClientSite site)
    {
        site.AssertWhole();
        var operations = _portal.Database.Read(db => db.Operations
            .Where(o => o.SiteId == site.Id)
            .OrderBy(o => o.Id)
            .Select(o => new { o.Id, o.State, o.ToRevision, o.Failure })
            .ToList());
        var made = _portal.Database.Read(db => db.Revisions.Where(r => r.SiteId == site.Id).OrderBy(r => r.Number).Select(r => r.OperationId!.Value).ToList());
        Assert.Equal(operations.Where(o => o.State is OperationState.Done).Select(o => o.Id), made);
        Assert.All(
            operations.Where(o => o.State is not OperationState.Done),
            o => Assert.Contains("The worker stopped 3 times", o.Failure!.Sentence, StringComparison.Ordinal));
    }

    // Every site always has something to do: the shop comes, or goes again.
    private async Task AskAsync(IEnumerable<ClientSite> sites)
    {
        var idle = _portal.Database.Read(db => db.Sites
            .Where(s => !db.Set<Operation>().Any(o => o.SiteId == s.Id && o.EndedAt == null))
            .Select(s => s.Id)
            .ToList());
        foreach (var site in sites.Where(site => idle.Contains(site.Id)))
        {
            await site.StartAsync(site.Modules.Length > 1 ? ChangeRequest.Uninstall("Acme.Shop") : ChangeRequest.Install("Acme.Shop"), Cancel);
        }
    }

    private int Said() => _portal.Database.Read(db => db.Set<OperationLogLine>().Count());

    private bool IsIdle() => !_portal.Database.Read(db => db.Operations.Any(o => o.EndedAt == null));

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : null;

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
