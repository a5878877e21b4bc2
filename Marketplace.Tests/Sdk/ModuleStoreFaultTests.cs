using Marketplace.Modules;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Sdk;

public sealed class ModuleStoreFaultTests : IDisposable
{
    private static readonly ModulePackage One = new("Acme.One");
    private static readonly ModulePackage Two = new("Acme.Two");
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ModuleStore Store => new(_folder.File("site"));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task On_a_disk_that_fails_at_any_step_the_site_is_the_old_revision_or_the_new_one(bool forGood)
    {
        await Store.InstallAsync("first", Cancel, One);
        var failures = 0;
        for (var (step, failed) = (0, true); failed; step++)
        {
            var left = step;
            var full = new ModuleStore(Store.Folder, TimeProvider.System, new Disk(_ => Write(ref left, forGood)), Unpacking.UnpackAsync);
            var before = Store.Current().Number;

            failed = await Record.ExceptionAsync(() => full.InstallAsync("full", Cancel, One, Two)) is IOException;

            failures += failed ? 1 : 0;
            var after = Store.Current().Number;
            Store.Recover();
            SiteFolder.AssertWhole(Store);
            Assert.Equal(failed ? before : after, Store.Current().Number);
            Assert.Equal(failed ? 1 : 2, Store.Current().Modules.Count);
        }

        Assert.True(failures > 10);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public async Task A_download_that_was_damaged_or_cut_short_is_told_apart_by_its_hash(int missing)
    {
        await Store.InstallAsync("first", Cancel, One);
        var before = SiteFolder.Read(Store.Folder);
        var (bytes, sha256) = Two.Pack();

        using (var operation = Store.Begun("damaged"))
        {
            var differs = Assert.IsType<ReceiveOutcome.HashDiffers>(await operation.ReceivedAsync(bytes[..^missing], sha256, Cancel));

            Assert.Equal(sha256, differs.Expected);
            Assert.NotEqual(sha256, differs.Actual);
            // The operation goes on: a second download may be whole.
            Assert.Equal("Acme.Two", (await operation.StagedAsync(Two, Cancel)).Id);
        }

        Assert.Equal(before, SiteFolder.Read(Store.Folder));
    }

    [Fact]
    public async Task A_download_that_breaks_off_with_an_error_leaves_the_site_as_it_was()
    {
        await Store.InstallAsync("first", Cancel, One);
        var before = SiteFolder.Read(Store.Folder);

        using (var operation = Store.Begun("broken"))
        {
            var interrupted = Assert.IsType<ReceiveOutcome.Interrupted>(await operation.ReceiveAsync(
                (_, _) => Task.FromResult<Stream>(new BrokenStream([])), Two.Pack().Sha256, null, Cancel));
            Assert.Equal(0, interrupted.Bytes);
            await Assert.ThrowsAsync<InvalidOperationException>(() => operation.UnpackAsync(Cancel));
        }

        Assert.Equal(before, SiteFolder.Read(Store.Folder));
    }

    [Fact]
    public async Task A_download_goes_on_where_it_broke_off()
    {
        var (bytes, sha256) = Two.Pack();
        var (asked, seen) = (new List<long>(), new List<long>());
        using var operation = Store.Begun("resumed");

        var received = await operation.ReceiveAsync((from, _) =>
        {
            asked.Add(from);
            return Task.FromResult<Stream>(asked.Count > 3 ? new MemoryStream(bytes[(int)from..]) : new BrokenStream(bytes[(int)from..(int)(from + 100)]));
        }, sha256, at =>
        {
            seen.Add(at);
            return Task.CompletedTask;
        }, Cancel);

        Assert.Equal(bytes.Length, Assert.IsType<ReceiveOutcome.Received>(received).Bytes);
        Assert.Equal([0, 100, 200, 300], asked);
        Assert.Equal([100, 200, 300, bytes.Length], seen);
        Assert.Equal("Acme.Two", Assert.IsType<StageOutcome.Staged>(await operation.UnpackAsync(Cancel)).Module.Id);
    }

    [Fact]
    public async Task A_package_that_may_not_be_unpacked_is_refused_with_its_code()
    {
        using var operation = Store.Begun("refused");
        var bytes = "This is no package."u8.ToArray();
        var sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));

        await operation.ReceivedAsync(bytes, sha256, Cancel);
        var refused = Assert.IsType<StageOutcome.Refused>(await operation.UnpackAsync(Cancel));

        Assert.StartsWith("archive.", refused.Code, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.File("site", "incoming", "unpacked")));
    }

    [Fact]
    public async Task Only_one_operation_at_a_time_and_the_others_learn_which_is_at_work()
    {
        var first = Store.Begun("first");

        Assert.Equal("first", Assert.IsType<BeginOutcome.Busy>(Store.Begin("second", 0)).OperationId);
        Assert.Equal("first", Assert.IsType<RecoverOutcome.Busy>(Store.Recover()).OperationId);

        first.Write([await first.StagedAsync(One, Cancel)], SiteChange.HostVersion);
        first.Activate();
        first.Commit();
        first.Dispose();
        Assert.Equal(1, Assert.IsType<BeginOutcome.Stale>(Store.Begin("second", 0)).Current);
        Assert.Equal(2, (await Store.InstallAsync("third", Cancel, One, Two)).Number);
    }

    [Fact]
    public async Task Of_many_operations_at_once_each_revision_has_one_and_none_is_lost()
    {
        await Store.InstallAsync("first", Cancel, One, Two);
        var one = Store.Current().Modules[0];

        var committed = await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(() =>
            Enumerable.Range(0, 40).Count(turn => TryChange($"{writer}-{turn}", one)))));

        Assert.Equal(Store.Current().Number, 1 + committed.Sum());
        Assert.Equal(Enumerable.Range(1, Store.Current().Number).Reverse(), Store.Revisions());
        Assert.Equal(committed.Sum(), Store.Revisions().Select(number => Store.Revision(number)!.OperationId).Distinct().Count() - 1);
        SiteFolder.AssertWhole(Store);
    }

    private bool TryChange(string operationId, InstalledModule module)
    {
        if (Store.Begin(operationId, Store.Current().Number) is not BeginOutcome.Begun(var operation))
        {
            return false;
        }

        using (operation)
        {
            operation.Write([module], SiteChange.HostVersion);
            operation.Activate();
            operation.Commit();
            return true;
        }
    }

    private static void Write(ref int left, bool forGood)
    {
        if (left-- == 0 || (forGood && left < 0))
        {
            throw new IOException("No space left on device");
        }
    }

    private sealed class BrokenStream(byte[] start) : MemoryStream(start)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is var read and > 0
                ? read
                : throw new HttpIOException(HttpRequestError.ResponseEnded);
    }
}
