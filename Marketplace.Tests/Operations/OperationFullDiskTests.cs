using Marketplace.Data;
using Marketplace.Operations;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Operations;

/// <summary>
/// The site's disk fills up at each boundary between the steps, to the last byte or so that it runs full in the middle of the next. The
/// site is exactly as before or as after, and nothing stands in the way once there is room.
/// </summary>
public sealed class OperationFullDiskTests : IAsyncDisposable
{
    private static readonly string[] Before = ["Acme.Base 1.0.0"];
    private static readonly string[] After = ["Acme.Base 2.0.0", "Acme.Shop 1.0.0"];

    private readonly TemporaryFolder _folder = new();
    private readonly SmallDisk? _disk;
    private readonly Moments _moments = new();
    private readonly PortalHost _portal;

    public OperationFullDiskTests()
    {
        _disk = SmallDisk.TryMount(_folder.File("sites"), 4);
        _portal = new PortalHost
        {
            Replace = services =>
            {
                services.ConfigureDbContext<SqliteMarketplaceDb>(options => options.AddInterceptors(_moments));
                services.ConfigureDbContext<SqlServerMarketplaceDb>(options => options.AddInterceptors(_moments));
            },
        }.With("Installs:SitesFolder", _folder.File("sites"));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(4096)]
    [InlineData(16384)]
    public async Task Whenever_the_disk_fills_up_the_site_is_as_before_or_as_after(int left)
    {
        Assert.SkipWhen(_disk is null, "A small file system is mounted, which only root may do, on Linux.");
        var client = new Client(_portal);
        var failures = 0;
        var moment = 0;
        for (var happened = true; happened; moment++)
        {
            var site = await client.SiteAsync($"Site {moment}", Cancel);
            var operation = await site.StartAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
            _moments.At(moment, () => _disk.Fill(left));
            await _portal.Get<OperationRunner>().RunAsync(operation, Cancel);
            happened = _moments.Happened;

            var tried = site.Operation(operation);
            _disk.Empty();
            if (tried.State is not OperationState.Done)
            {
                // Room is for people to make: the operation ends, says so, and the same can be started again.
                Assert.Equal((OperationState.Failed, FailureCategory.Disk), (tried.State, tried.Failure!.Category));
                Assert.Equal(Before, site.Modules);
                site.AssertWhole();
                await site.DoneAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
                failures++;
            }

            Assert.Equal(After, site.Modules);
            site.AssertWhole();
        }

        // Seventeen boundaries; up to the switch the disk is needed, after it no more.
        Assert.Equal(18, moment);
        Assert.InRange(failures, 3, 11);
    }

    public async ValueTask DisposeAsync()
    {
        await _portal.DisposeAsync();
        _disk?.Dispose();
        _folder.Dispose();
    }

    /// <summary>Lets something happen right after one of the next saves.</summary>
    private sealed class Moments : SaveChangesInterceptor
    {
        private int _left = int.MaxValue;
        private Action _act = () => { };

        public bool Happened => _left < 0;

        public void At(int moment, Action act) => (_left, _act) = (moment, act);

        public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
        {
            if (_left-- is 0)
            {
                _act();
            }

            return new(result);
        }
    }
}
