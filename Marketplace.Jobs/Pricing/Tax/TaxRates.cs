using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Live;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Pricing.Tax;

public abstract record TaxRateOutcome
{
    public sealed record Done : TaxRateOutcome;

    public sealed record Invalid(string Problem) : TaxRateOutcome;

    public sealed record NotAllowed : TaxRateOutcome;
}

/// <summary>What operators change of the rates of tax. Nothing is overwritten: each change is a row of the history.</summary>
public sealed class TaxRates(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    private static readonly DateOnly Earliest = new(1970, 1, 1);

    /// <summary>Adds a rate from a day on, or takes the place of the one that begins on that day.</summary>
    public async Task<TaxRateOutcome> SetAsync(Actor actor, TaxRateKey key, decimal percent, CancellationToken cancel) =>
        Problem(key, percent) is { } problem
            ? new TaxRateOutcome.Invalid(problem)
            : await AddAsync(actor, key, percent, cancel);

    /// <summary>Withdraws a rate: from its day on, the one before it counts.</summary>
    public Task<TaxRateOutcome> WithdrawAsync(Actor actor, TaxRateKey key, CancellationToken cancel) => AddAsync(actor, key, null, cancel);

    private async Task<TaxRateOutcome> AddAsync(Actor actor, TaxRateKey key, decimal? percent, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await db.StaffGrants.Allowing(actor, StaffRole.Operator).AnyAsync(cancel))
        {
            return new TaxRateOutcome.NotAllowed();
        }

        var last = await db.TaxRates.OfKey(key).OrderByDescending(r => r.Number)
            .Select(r => new { r.Number, r.Percent, r.IsWithdrawn }).FirstOrDefaultAsync(cancel);
        if (percent is null ? last is null or { IsWithdrawn: true } : last is { IsWithdrawn: false } && last.Percent == percent)
        {
            return new TaxRateOutcome.Invalid(percent is null ? "This rate is withdrawn already." : "This rate is in force already.");
        }

        db.Add(new TaxRate(key, percent, (last?.Number ?? -1) + 1, actor.UserId, clock.UtcNow));
        var what = FormattableString.Invariant($"{key.Region} {key.ProductClass} from {key.From:yyyy-MM-dd}: {percent ?? last!.Percent:0.####} %").Trim();
        db.Audit(actor, percent is null ? "tax-rate.withdraw" : "tax-rate.set", $"tax-rate/{key.Country}", what, clock.UtcNow);
        db.Changed(LiveTopic.Rates, clock.UtcNow);
        try
        {
            await db.SaveChangesAsync(cancel);
            return new TaxRateOutcome.Done();
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            return new TaxRateOutcome.Invalid("Someone else changed this rate a moment ago. Look at it and try again.");
        }
    }

    private string? Problem(TaxRateKey key, decimal percent) =>
        Country.Find(key.Country)?.Code != key.Country ? Country.Unknown(key.Country)
        : key.Region != "" && (key.Region.Length is < 4 or > 6 || !key.Region.StartsWith($"{key.Country}-", StringComparison.Ordinal)
            || !key.Region[3..].All(letter => char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter)))
            ? $"“{key.Region}” is no region of {Country.NameOf(key.Country)}. Enter its code of ISO 3166-2, such as PT-20, or leave the field empty."
        : percent is < 0 or > 100 || decimal.Round(percent, 4) != percent ? "Enter a percentage from 0 to 100, with at most 4 decimals."
        : key.From < Earliest || key.From > DateOnly.FromDateTime(clock.UtcNow).AddYears(10) ? "Enter a day from 1970 to ten years from now."
        : null;
}
