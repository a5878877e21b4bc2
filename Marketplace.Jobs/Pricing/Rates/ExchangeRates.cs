using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Notifications;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Pricing.Rates;

public abstract record FetchRatesOutcome
{
    /// <param name="Rates">How many rates were new.</param>
    /// <param name="Day">The newest day that is there now.</param>
    public sealed record Fetched(int Rates, DateOnly Day) : FetchRatesOutcome;

    /// <summary>Nothing was taken.</summary>
    public sealed record Refused(string Problem) : FetchRatesOutcome;

    public sealed record SwitchedOff : FetchRatesOutcome;

    public sealed record NotAllowed : FetchRatesOutcome;
}

/// <summary>
/// Brings in the exchange rates. What is there stays as it is, so a file may be read any number of times; a file with anything wrong in it is refused as
/// a whole, and operators are notified, once a day.
/// </summary>
public sealed class ExchangeRates(
    IDbContextFactory<MarketplaceDb> databases, RatesSource source, IOptions<RatesOptions> options, TimeProvider clock)
{
    /// <summary>What notifications of rates are about.</summary>
    public const string Subject = "currencies";

    private string Source => options.Value.RatesSource;

    private DateOnly Today => DateOnly.FromDateTime(clock.UtcNow);

    /// <summary>Fetches now, for an operator who does not want to wait for the job.</summary>
    public async Task<FetchRatesOutcome> FetchAsync(Actor actor, CancellationToken cancel)
    {
        await using (var db = await databases.CreateDbContextAsync(cancel))
        {
            if (!await db.StaffGrants.Allowing(actor, StaffRole.Operator).AnyAsync(cancel))
            {
                return new FetchRatesOutcome.NotAllowed();
            }

            db.Audit(actor, "rates.fetch", "rates", Source, clock.UtcNow);
            await db.SaveChangesAsync(cancel);
        }

        return await FetchAsync(cancel);
    }

    public async Task<FetchRatesOutcome> FetchAsync(CancellationToken cancel)
    {
        if (Source == "")
        {
            return new FetchRatesOutcome.SwitchedOff();
        }

        var outcome = await source.ReadAsync(Source, Today, cancel) switch
        {
            RatesFile.Read file => await StoreAsync(file.Days, cancel),
            RatesFile.Refused refused => new FetchRatesOutcome.Refused(refused.Problem),
            var other => throw new InvalidOperationException($"{other}"),
        };
        await NoteAsync(outcome, cancel);
        return outcome;
    }

    /// <summary>Takes in those of the days’ rates that are not there yet, if they are plausible.</summary>
    internal async Task<FetchRatesOutcome> StoreAsync(IReadOnlyList<PublishedDay> days, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (first, last) = (days[0].Day, days[^1].Day);
        var known = (await db.ExchangeRates.Where(r => r.Day >= first && r.Day <= last).Select(r => new { r.Day, r.Currency }).ToListAsync(cancel))
            .Select(r => (r.Day, r.Currency)).ToHashSet();
        if (RatesJump.Problem(await RatesQueries.AtAsync(db, first, cancel), days) is { } jump)
        {
            return new FetchRatesOutcome.Refused($"{jump} No rate was taken.");
        }

        var rates = days.SelectMany(day => day.PerEuro.Select(rate => new ExchangeRate(day.Day, rate.Key, rate.Value)))
            .Where(rate => !known.Contains((rate.Day, rate.Currency))).ToList();
        db.AddRange(rates);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            // Another process takes the same rates in.
            return new FetchRatesOutcome.Fetched(0, last);
        }

        return new FetchRatesOutcome.Fetched(rates.Count, last);
    }

    private async Task NoteAsync(FetchRatesOutcome outcome, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var now = clock.UtcNow;
        var problem = (outcome as FetchRatesOutcome.Refused)?.Problem;
        var alarm = problem is not null ? $"The exchange rates could not be fetched. {problem}"
            : await RatesQueries.AtAsync(db, Today.AddDays(1), cancel) is var rates && RatesQueries.IsOld(rates, Today)
                ? $"The exchange rates are of {rates!.Day:yyyy-MM-dd}, although they were fetched: {Source} has no newer ones."
            : null;
        var midnight = now.Date;
        if (alarm is not null && !await db.Set<Notification>().AnyAsync(n => n.Subject == Subject && n.At >= midnight, cancel))
        {
            await db.NotifyStaffAsync(StaffRole.Operator, Subject, alarm, now, cancel);
        }

        db.Add(new RatesFetch(Source, now, problem?.Clip(RatesFetch.MaxProblem), (outcome as FetchRatesOutcome.Fetched)?.Rates ?? 0));
        db.Changed(LiveTopic.Rates, now);
        await db.SaveChangesAsync(cancel);
    }
}
