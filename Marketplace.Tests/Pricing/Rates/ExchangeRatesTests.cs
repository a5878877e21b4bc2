using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Notifications;
using Marketplace.Pricing.Rates;
using Marketplace.Publishers;
using Marketplace.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Tests.Pricing.Rates;

public sealed class ExchangeRatesTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly HttpClient _web = new();
    private readonly Actor _operator;
    private string _source;

    public ExchangeRatesTests() => (_operator, _source) = (_database.Staff(StaffRole.Operator), Path.Combine(_database.Folder, "rates.xml"));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IOptions<RatesOptions> Options => Microsoft.Extensions.Options.Options.Create(new RatesOptions { RatesSource = _source });

    private ExchangeRates Exchange => new(_database, new RatesSource(_web), Options, _database.Clock);

    private RatesQueries Queries => new(_database, Options, _database.Clock);

    [Fact]
    public async Task Rates_are_taken_once_and_what_is_new_is_added()
    {
        Write(("2026-02-26", "USD=1.15 JPY=180"), ("2026-02-27", "USD=1.16 JPY=181"));
        Assert.Equal(new FetchRatesOutcome.Fetched(4, new(2026, 2, 27)), await Exchange.FetchAsync(Cancel));
        Assert.Equal(new FetchRatesOutcome.Fetched(0, new(2026, 2, 27)), await Exchange.FetchAsync(Cancel));

        Write(("2026-02-27", "USD=1.17 JPY=181"), ("2026-03-02", "USD=1.18 JPY=182"));
        Assert.Equal(new FetchRatesOutcome.Fetched(2, new(2026, 3, 2)), await Exchange.FetchAsync(Cancel));

        Assert.Equal(1.16m, (await Queries.AtAsync(new(2026, 2, 27), Cancel))!.PerEuro("USD"));
        Assert.Equal([4, 0, 2], _database.Read(db => db.RatesFetches.OrderBy(f => f.Id).Select(f => f.Added).ToList()));
        Assert.Empty(Alarms);
    }

    [Fact]
    public async Task A_day_without_rates_has_those_of_the_last_day_before_and_a_currency_keeps_its_last()
    {
        Write(("2026-02-12", "USD=1.10 HRK=7.5"), ("2026-02-25", "USD=1.15 JPY=180"), ("2026-02-27", "USD=1.16"));
        await Exchange.FetchAsync(Cancel);

        var sunday = (await Queries.AtAsync(new(2026, 3, 1), Cancel))!;
        Assert.Equal((new DateOnly(2026, 2, 27), 1.16m, 180m), (sunday.Day, sunday.PerEuro("USD"), sunday.PerEuro("JPY")));
        Assert.False(sunday.Has("HRK"));
        Assert.Equal(1.15m, (await Queries.AtAsync(new(2026, 2, 26), Cancel))!.PerEuro("USD"));
        Assert.Null(await Queries.AtAsync(new(2026, 2, 11), Cancel));
        Assert.Equal(new(2026, 2, 27), (await Queries.NowAsync(Cancel))!.Day);
    }

    [Theory]
    [InlineData("2026-03-02", "USD=11.6", "USD jumps from 1.16 on 2026-02-27 to 11.6 on 2026-03-02.")]
    [InlineData("2026-03-02", "USD=0.6", "USD jumps from 1.16 on 2026-02-27 to 0.6 on 2026-03-02.")]
    public async Task A_rate_that_jumps_is_refused_with_all_others(string day, string rates, string problem)
    {
        Write(("2026-02-27", "USD=1.16 JPY=181"));
        await Exchange.FetchAsync(Cancel);
        Write((day, $"JPY=182 {rates}"));

        Assert.StartsWith(problem, Assert.IsType<FetchRatesOutcome.Refused>(await Exchange.FetchAsync(Cancel)).Problem, StringComparison.Ordinal);

        Assert.Equal(2, _database.Read(db => db.ExchangeRates.Count()));
        Assert.Contains(problem, Assert.Single(Alarms).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_long_gap_more_may_have_changed()
    {
        Write(("2025-01-02", "TRY=36"), ("2026-02-27", "TRY=50.7"));

        Assert.IsType<FetchRatesOutcome.Fetched>(await Exchange.FetchAsync(Cancel));
    }

    [Fact]
    public async Task What_cannot_be_read_alarms_operators_once_a_day_and_fails_the_job()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => new FetchRatesJob(Exchange).RunAsync(Cancel));
        await Exchange.FetchAsync(Cancel);
        var alarm = Assert.Single(Alarms);
        Assert.Equal(_operator.UserId, alarm.UserId);
        Assert.Contains("rates.xml could not be read", alarm.Text, StringComparison.Ordinal);
        Assert.Equal("/tax?tab=currencies", NotificationSubject.Address(alarm.Subject));
        Assert.True((await Queries.ReportAsync(_operator, Cancel))!.IsAlarming);

        _database.Clock.Advance(TimeSpan.FromDays(1));
        await Exchange.FetchAsync(Cancel);
        Assert.Equal(2, Alarms.Count);
    }

    [Fact]
    public async Task Rates_over_three_days_old_alarm_though_they_were_fetched()
    {
        Write(("2026-02-27", "USD=1.16"));
        await Exchange.FetchAsync(Cancel);
        Assert.Empty(Alarms);
        Assert.False((await Queries.ReportAsync(_operator, Cancel))!.IsAlarming);

        _database.Clock.Advance(TimeSpan.FromDays(1));
        await new FetchRatesJob(Exchange).RunAsync(Cancel);

        Assert.StartsWith("The exchange rates are of 2026-02-27", Assert.Single(Alarms).Text, StringComparison.Ordinal);
        Assert.True((await Queries.ReportAsync(_operator, Cancel))!.IsAlarming);
    }

    [Fact]
    public async Task Where_no_source_is_set_nothing_is_fetched_and_nothing_alarms()
    {
        _source = "";

        Assert.IsType<FetchRatesOutcome.SwitchedOff>(await Exchange.FetchAsync(Cancel));
        await new FetchRatesJob(Exchange).RunAsync(Cancel);

        var report = (await Queries.ReportAsync(_operator, Cancel))!;
        Assert.Equal((true, false), (report.IsOld, report.IsAlarming));
        Assert.Empty(Alarms);
    }

    [Fact]
    public async Task Only_operators_see_the_report_and_fetch()
    {
        var moderator = _database.Staff(StaffRole.Moderator);

        Assert.Null(await Queries.ReportAsync(moderator, Cancel));
        Assert.IsType<FetchRatesOutcome.NotAllowed>(await Exchange.FetchAsync(moderator, Cancel));
        Assert.IsType<FetchRatesOutcome.Refused>(await Exchange.FetchAsync(_operator, Cancel));
        Assert.Equal("rates.fetch", _database.Read(db => db.AuditEntries.Single().Action));
    }

    [Fact]
    public async Task They_are_downloaded_and_an_answer_that_is_none_or_too_large_is_refused()
    {
        var answer = RatesText.File(("2026-03-02", "USD=1.16"));
        var status = 200;
        await using var server = await StandInServer.StartAsync(async context =>
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsync(answer, Cancel);
        });
        _source = $"{server.Address}/eurofxref-daily.xml";
        Assert.IsType<FetchRatesOutcome.Fetched>(await Exchange.FetchAsync(Cancel));

        status = 503;
        Assert.Contains("answered 503", Assert.IsType<FetchRatesOutcome.Refused>(await Exchange.FetchAsync(Cancel)).Problem, StringComparison.Ordinal);

        (status, answer) = (200, new string(' ', RatesXml.MaxBytes + 1));
        Assert.Contains("larger than 16 MB", Assert.IsType<FetchRatesOutcome.Refused>(await Exchange.FetchAsync(Cancel)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_of_this_machine_is_not_asked()
    {
        await using var server = await StandInServer.StartAsync(context => context.Response.WriteAsync("", Cancel));
        _source = server.Address;
        using var guarded = new HttpClient(PublicWeb.Handler(PublicWeb.IsPublic, PublicWeb.Ports));

        var outcome = await new ExchangeRates(_database, new RatesSource(guarded), Options, _database.Clock).FetchAsync(Cancel);

        Assert.IsType<FetchRatesOutcome.Refused>(outcome);
        Assert.Empty(server.Asked);
    }

    [Fact]
    public async Task What_ships_is_there_at_start_only_where_nothing_else_is()
    {
        _database.Clock.Advance(TimeSpan.FromDays(30));
        var shipped = new ShippedRates(_database, Exchange, _database.Clock);
        await shipped.EnsureAsync(Cancel);
        await shipped.EnsureAsync(Cancel);

        Assert.Equal(29, _database.Read(db => db.ExchangeRates.Count()));
        Assert.Equal(new Money(5623, "USD"), (await Queries.NowAsync(Cancel))!.Convert(new(4900, "EUR"), "USD"));
        Assert.Empty(Alarms);
    }

    private List<Notification> Alarms => _database.Read(db => db.Set<Notification>().AsNoTracking().Where(n => n.Subject == ExchangeRates.Subject).ToList());

    private void Write(params (string Day, string Rates)[] days) => File.WriteAllText(_source, RatesText.File(days));

    public void Dispose()
    {
        _web.Dispose();
        _database.Dispose();
    }
}
