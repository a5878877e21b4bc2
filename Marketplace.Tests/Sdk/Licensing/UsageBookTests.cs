using Marketplace.Modules;
using Marketplace.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tests.Sdk.Licensing;

/// <summary>What modules use is written down, and none of it is lost or doubled.</summary>
public sealed class UsageBookTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private bool _isFull;

    private StoreLayout Layout => new(_folder.Path);

    [Fact]
    public void What_is_counted_is_written_within_seconds_and_handed_over_after_a_while()
    {
        var book = Book();
        book.Add("Acme.Shop", "documents", 3);
        book.Write(ends: false);
        book.Add("acme.mail", "mails", 1);
        book.Add("Acme.Shop", "documents", 4);
        book.Write(ends: false);
        Assert.Equal(3, Open().Sum(entry => entry.Count));

        _clock.Advance(TimeSpan.FromSeconds(5));
        book.Write(ends: false);
        Assert.Equal([("Acme.Shop", 7), ("acme.mail", 1)], Open().Select(entry => (entry.Module, entry.Count)));
        Assert.Empty(UsageBook.Batches(Layout, 10));

        _clock.Advance(TimeSpan.FromHours(1));
        book.Write(ends: false);
        Assert.Equal(8, Assert.Single(UsageBook.Batches(Layout, 10)).Entries.Sum(entry => entry.Count));
        Assert.False(File.Exists(Layout.OpenUsage));
    }

    [Fact]
    public void What_a_killed_process_had_written_is_handed_over_by_the_next_under_the_same_numbers()
    {
        var book = Book();
        book.Add("Acme.Shop", "documents", 3);
        book.Write(ends: false);
        var number = Assert.Single(Open()).Report;

        var next = Book();
        next.Add("Acme.Shop", "documents", 5);
        next.Write(ends: true);

        var entries = UsageBook.Batches(Layout, 10).SelectMany(batch => batch.Entries).ToList();
        Assert.Equal([3L, 5L], entries.Select(entry => entry.Count).Order());
        Assert.Equal(number, entries.Single(entry => entry.Count == 3).Report);
        Assert.Equal(2, entries.Select(entry => entry.Report).Distinct().Count());
    }

    [Fact]
    public void A_full_disk_loses_nothing_while_the_process_lives()
    {
        var book = Book();
        book.Add("Acme.Shop", "documents", 3);
        _isFull = true;
        book.Write(ends: false);
        book.Add("Acme.Shop", "documents", 4);
        _clock.Advance(TimeSpan.FromHours(2));
        book.Write(ends: false);

        _isFull = false;
        _clock.Advance(TimeSpan.FromSeconds(5));
        book.Write(ends: true);

        var entry = Assert.Single(Assert.Single(UsageBook.Batches(Layout, 10)).Entries);
        Assert.Equal((7, _clock.GetUtcNow().UtcDateTime.AddHours(-2).AddSeconds(-5)), (entry.Count, entry.From));
    }

    [Fact]
    public async Task Many_that_count_at_once_while_it_is_written_are_all_there()
    {
        var book = Book();
        using var done = new CancellationTokenSource();
        var writing = Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                _clock.Advance(TimeSpan.FromMinutes(20));
                book.Write(ends: false);
            }
        }, TestContext.Current.CancellationToken);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var number = 0; number < 5_000; number++)
            {
                book.Add("Acme.Shop", "documents", 2);
            }
        })));
        await done.CancelAsync();
        await writing;
        book.Write(ends: true);

        var entries = UsageBook.Batches(Layout, int.MaxValue).SelectMany(batch => batch.Entries).ToList();
        Assert.Equal(40_000, entries.Sum(entry => entry.Count));
        Assert.Equal(entries.Count, entries.Select(entry => entry.Report).Distinct().Count());
    }

    [Theory]
    [InlineData("documents", 0)]
    [InlineData("documents", -1)]
    [InlineData(" ", 1)]
    public void What_counts_nothing_is_an_error_of_the_module(string quantity, long count) =>
        Assert.ThrowsAny<ArgumentException>(() => Book().Add("Acme.Shop", quantity, count));

    private UsageEntry[] Open() => Disk.Read<UsageEntry[]>(Layout.OpenUsage)!;

    private UsageBook Book() => new(
        Layout,
        new Disk(effect => _ = _isFull && effect.StartsWith("write", StringComparison.Ordinal) ? throw new IOException("No space left.") : effect),
        _clock, TimeSpan.FromHours(1));

    public void Dispose() => _folder.Dispose();
}
