using Marketplace.Accounts;
using Marketplace.Ledger;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Ledger;

public sealed class MonthsTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly Months _months;
    private readonly Actor _operator;

    public MonthsTests() => (_months, _operator) = (new(_database, _database.Clock), _database.Staff(StaffRole.Operator));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_month_closes_once_and_says_who_closed_it()
    {
        await _database.PostAsync(Paid(1, 202601), Paid(2, 202601), Paid(3, 202603));

        Assert.Equal(new CloseOutcome.Closed(2), await _months.CloseAsync(_operator, 202601, Cancel));
        Assert.IsType<CloseOutcome.AlreadyClosed>(await _months.CloseAsync(_operator, 202601, Cancel));

        var months = await _months.ListAsync(_operator, Cancel);
        Assert.Equal([202603, 202601], months.Select(m => m.Month));
        Assert.Equal((1, null, false), (months[0].Journals, months[0].ClosedAt, months[0].IsOver));
        Assert.Equal((2, _database.Now, "Mo", true), (months[1].Journals, months[1].ClosedAt, months[1].ClosedBy, months[1].IsOver));
        Assert.Equal("ledger.close", _database.Read(db => db.AuditEntries.Single()).Action);
    }

    [Fact]
    public async Task A_later_fact_of_a_closed_month_is_booked_in_the_open_one()
    {
        await _database.PostAsync(Paid(1, 202601));
        await _months.CloseAsync(_operator, 202601, Cancel);

        await _database.PostAsync(Paid(2, 202601), Paid(3, 202512));

        Assert.Equal([202601, 202602, 202602], _database.Read(db => db.Journals.OrderBy(j => j.Id).Select(j => j.Month).ToList()));
        Assert.Equal(12, _database.Read(db => db.Journals.Single(j => j.Source == "payment/3").At.Month));
        Assert.Empty(await _database.ProblemsAsync());
    }

    [Fact]
    public async Task A_month_waits_for_those_before_it()
    {
        await _database.PostAsync(Paid(1, 202512), Paid(2, 202602));

        Assert.Equal(new CloseOutcome.EarlierOpen(202512), await _months.CloseAsync(_operator, 202602, Cancel));
        Assert.IsType<CloseOutcome.Closed>(await _months.CloseAsync(_operator, 202512, Cancel));
        Assert.IsType<CloseOutcome.Closed>(await _months.CloseAsync(_operator, 202602, Cancel));
        Assert.IsType<CloseOutcome.AlreadyClosed>(await _months.CloseAsync(_operator, 202601, Cancel));
    }

    [Theory]
    [InlineData(202603)]
    [InlineData(202604)]
    [InlineData(202600)]
    [InlineData(20261)]
    public async Task A_month_that_is_not_over_or_none_stays_open(int month) =>
        Assert.IsType<CloseOutcome.NotOver>(await _months.CloseAsync(_operator, month, Cancel));

    [Fact]
    public async Task Only_operators_close_and_see_months()
    {
        await _database.PostAsync(Paid(1, 202601));
        var moderator = _database.Staff(StaffRole.Moderator);

        Assert.IsType<CloseOutcome.NotAllowed>(await _months.CloseAsync(moderator, 202601, Cancel));
        Assert.Empty(await _months.ListAsync(moderator, Cancel));
        Assert.Equal(0, _database.Read(db => db.ClosedMonths.Count()));
    }

    [Fact]
    public async Task Of_many_that_close_at_once_one_does()
    {
        await _database.PostAsync(Paid(1, 202601));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => _months.CloseAsync(_operator, 202601, Cancel), Cancel)));

        Assert.Single(outcomes.OfType<CloseOutcome.Closed>());
        Assert.Equal(5, outcomes.OfType<CloseOutcome.AlreadyClosed>().Count());
    }

    [Fact]
    public async Task Whoever_posts_while_a_month_closes_is_in_its_sums_or_in_the_next_month()
    {
        await _database.PostAsync(Paid(0, 202601));
        var posting = Enumerable.Range(1, 40).Select(number => Task.Run(() => _database.PostAsync(Paid(number, 202601)), Cancel)).ToList();
        await Task.WhenAny(posting);

        var closed = Assert.IsType<CloseOutcome.Closed>(await _months.CloseAsync(_operator, 202601, Cancel));
        await Task.WhenAll(posting);

        Assert.Equal(closed.Journals, _database.Read(db => db.Journals.Count(j => j.Month == 202601)));
        Assert.Equal(41, _database.Read(db => db.Journals.Count()));
        Assert.Empty(await _database.ProblemsAsync());
    }

    public void Dispose() => _database.Dispose();

    private static Posting Paid(int number, int month) =>
        Books.Paid($"payment/{number}", 100 + number, LedgerMonth.First(month).ToDateTime(new TimeOnly(12, 0), DateTimeKind.Utc));
}
