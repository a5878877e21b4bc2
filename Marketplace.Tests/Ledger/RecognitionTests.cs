using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Ledger;

public sealed class RecognitionTests : IDisposable
{
    private static readonly DateOnly From = new(2026, 1, 20), To = new(2026, 4, 20);
    private readonly TestDatabase _database = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("2026-01-01", 0)]
    [InlineData("2026-01-20", 0)]
    [InlineData("2026-01-21", 10)]
    [InlineData("2026-02-20", 310)]
    [InlineData("2026-04-20", 900)]
    [InlineData("2027-01-01", 900)]
    public void A_day_earns_its_share_when_it_is_over(string day, long earned) =>
        Assert.Equal(earned, Recognition.Before(900, From, To, DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void A_term_without_a_day_is_refused() => Assert.Throws<ArgumentException>(() => Recognition.Before(900, From, From, From));

    [Fact]
    public void Parts_of_any_term_sum_to_the_whole_and_none_is_below_zero()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 2_000; round++)
        {
            var (from, days, minor) = (From.AddDays(random.Next(400)), random.Next(1, 800), random.NextInt64(1, Posting.MaxMinor));
            var (to, day, sum) = (from.AddDays(days), from.AddDays(-random.Next(5)), 0L);
            while (day < to)
            {
                var next = day.AddDays(random.Next(1, 60));
                var part = Recognition.Between(minor, from, to, day, next);
                Assert.True(part >= 0, $"{minor} from {from} to {to}: {part} from {day} to {next}");
                (sum, day) = (sum + part, next);
            }

            Assert.Equal(minor, sum);
        }
    }

    [Fact]
    public async Task What_is_due_is_posted_a_month_at_a_time_and_once()
    {
        var publisher = _database.Publisher();
        _database.Save(Schedule(publisher.Id, 3700, 1500));
        var run = new RecognitionRun(_database, new Journals(_database.Clock), _database.Clock);

        Assert.Equal(3, await run.RunAsync(new(2026, 3, 3), Cancel));
        Assert.Equal(0, await run.RunAsync(new(2026, 3, 3), Cancel));
        Assert.Equal([202601, 202602, 202603], _database.Read(db => db.Journals.OrderBy(j => j.Id).Select(j => j.Month).ToList()));
        Assert.Equal(Recognition.Before(3700, From, To, new(2026, 3, 3)), _database.Net(AccountKey.DeferredRevenue));

        Assert.Equal(2, await run.RunAsync(new(2027, 1, 1), Cancel));
        Assert.Equal(3700, _database.Net(AccountKey.DeferredRevenue));
        Assert.Equal((-555, -3145), (_database.Net(AccountKey.Commission), _database.Net(AccountKey.PayableHeld(publisher.Id))));
        Assert.True(_database.Read(db => db.RecognitionSchedules.Single().IsDone));
        Assert.Empty(await _database.ProblemsAsync());
    }

    [Fact]
    public async Task By_the_day_or_by_the_month_it_comes_to_the_same()
    {
        var (slow, fast) = (_database.Publisher("Slow"), _database.Publisher("Fast"));
        _database.Save(Schedule(slow.Id, 1001, 1234, "line/1"));
        var run = new RecognitionRun(_database, new Journals(_database.Clock), _database.Clock);
        for (var day = From; day <= To; day = day.AddDays(1))
        {
            await run.RunAsync(day, Cancel);
        }

        _database.Save(Schedule(fast.Id, 1001, 1234, "line/2"));
        await run.RunAsync(To, Cancel);

        Assert.Equal(_database.Net(AccountKey.PayableHeld(slow.Id)), _database.Net(AccountKey.PayableHeld(fast.Id)));
        Assert.Equal(2 * 1001, _database.Net(AccountKey.DeferredRevenue));
    }

    [Fact]
    public async Task More_than_a_batch_is_posted_and_the_job_stops_at_yesterday()
    {
        var publisher = _database.Publisher();
        _database.Save([.. Enumerable.Range(1, 450).Select(number => Schedule(publisher.Id, 900, 1000, $"line/{number}"))]);

        await new RecognizeRevenueJob(new(_database, new Journals(_database.Clock), _database.Clock)).RunAsync(Cancel);

        Assert.Equal(450 * Recognition.Before(900, From, To, DateOnly.FromDateTime(_database.Now)), _database.Net(AccountKey.DeferredRevenue));
    }

    [Fact]
    public async Task What_a_closed_month_earned_and_nobody_posted_is_booked_in_the_open_one()
    {
        _database.Save(Schedule(_database.Publisher().Id, 900, 1000));
        await _database.PostAsync(Books.Paid("sale/1", 1, new(2026, 1, 5, 0, 0, 0, DateTimeKind.Utc)));
        await new Months(_database, _database.Clock).CloseAsync(_database.Staff(Marketplace.Accounts.StaffRole.Operator), 202601, Cancel);

        await new RecognitionRun(_database, new Journals(_database.Clock), _database.Clock).RunAsync(new(2026, 2, 1), Cancel);

        var journal = _database.Read(db => db.Journals.Single(j => j.Kind == JournalKind.Recognition));
        Assert.Equal((202602, 1), (journal.Month, journal.At.Month));
    }

    public void Dispose() => _database.Dispose();

    private static RecognitionSchedule Schedule(long publisher, long minor, int basisPoints, string source = "line/1") =>
        new(source, "order/1", "Acme.Payroll Premium", publisher, "EUR", minor, basisPoints, From, To);
}
