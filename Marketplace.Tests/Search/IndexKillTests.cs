using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Search;

public sealed class IndexKillTests : IDisposable
{
    private readonly TestDatabase _database = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_portal_killed_while_it_indexes_finds_everything_after_its_next_start()
    {
        Assert.SkipWhen(TestDatabase.IsSqlServer, "The process is given the SQLite file.");
        var acme = _database.Publisher();
        for (var number = 0; number < 60; number++)
        {
            _database.Available(acme, $"Acme.Lantern{number}");
        }

        for (var kill = 0; kill < 2; kill++)
        {
            await using var portal = await Portal();
            _database.Available(acme, $"Acme.Candle{kill}");
            portal.Kill();
        }

        await using var last = await Portal();
        using var http = new HttpClient { BaseAddress = last.Address };
        await Eventually.TrueAsync(
            async () => (await http.GetStringAsync("/?q=lantren7", Cancel)).Contains("Acme.Lantern7", StringComparison.Ordinal),
            "a mistyped name is found by the index",
            Cancel);
        for (var number = 0; number < 2; number++)
        {
            Assert.Contains($"Acme.Candle{number}", await http.GetStringAsync($"/?q=candle{number}", Cancel), StringComparison.Ordinal);
        }

        Assert.Contains("60 modules", await http.GetStringAsync("/?q=lantern", Cancel), StringComparison.Ordinal);
    }

    private Task<RunningProgram> Portal() => RunningProgram.PortalAsync(_database.Folder, Cancel, ("Jobs:RunInPortal", "false"));

    public void Dispose() => _database.Dispose();
}
