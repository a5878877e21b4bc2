using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Pricing.Quotes;

namespace Marketplace.Billing.Changes;

/// <summary>What a change does to the terms of a subscription: pure.</summary>
/// <param name="After">How it is billed from then on; null where it ends.</param>
/// <param name="Credits">How much of what was billed last is given back.</param>
/// <param name="Bills">What is billed at once.</param>
public sealed record ChangePlan(BillingTerms? After, Portion? Credits = null, BilledPiece? Bills = null)
{
    /// <summary>It ends with what was billed, and not now.</summary>
    public bool EndsLater { get; init; }

    /// <param name="last">What was billed last; null where nothing was yet.</param>
    /// <param name="line">What is bought instead.</param>
    public static ChangePlan Now(BillingTerms terms, SubscriptionPeriod? last, BasketLine line, DateTime at, ProrationUnit unit)
    {
        if (last is null)
        {
            // Of a trial nothing was billed.
            return new(terms with { Line = line, Later = null });
        }

        var (credits, months) = (Left(terms, last, at, unit), line.Offer.Months);
        var setup = Math.Max(line.Offer.SetupFee - terms.Line.Offer.SetupFee, 0);
        if (months == terms.Line.Offer.Months)
        {
            var portion = Proration.Left(terms.StartOf(terms.Turn), terms.BilledUntil, at, terms.Zone, unit);
            return new(
                terms with { Line = line, Later = null }, credits,
                new(last.Until, line, new(Math.Max(terms.Turn, 0), portion, setup), Continues: true));
        }

        var after = new BillingTerms(line, at, terms.Turn + 1, terms.Turn + 1, terms.Zone);
        return new(after, credits, new(after.BilledUntil, line, new(after.Turn, Portion.All, setup), Continues: false));
    }

    /// <summary>From the next period on.</summary>
    public static ChangePlan Later(BillingTerms terms, BasketLine line) =>
        new(terms with { Later = line.OfferId == terms.Line.OfferId && line.Sites == terms.Line.Sites ? null : line });

    /// <summary>To the first such day after what is billed, at the hour of the day before.</summary>
    public static ChangePlan BillingDay(BillingTerms terms, int day)
    {
        var until = TimeZoneInfo.ConvertTimeFromUtc(terms.BilledUntil, terms.Zone);
        var there = until.AddDays(day - until.Day);
        return Shifted(terms, BillingCycle.Local(there < until ? there.AddMonths(1) : there, terms.Zone));
    }

    /// <summary>To the first day of another's calendar that comes with or after the end of what is billed.</summary>
    public static ChangePlan Align(BillingTerms terms, BillingTerms other)
    {
        // Counted back, so that the first is never more than a period away.
        var cycle = BillingCycle.Of(other.BilledUntil, Math.Min(terms.Line.Offer.Months, other.Line.Offer.Months), terms.Zone);
        var turn = 0;
        while (cycle.StartOf(turn) > terms.BilledUntil)
        {
            turn--;
        }

        while (cycle.StartOf(turn) < terms.BilledUntil)
        {
            turn++;
        }

        return Shifted(terms, cycle.StartOf(turn));
    }

    public static ChangePlan Pause(BillingTerms terms, DateTime until) => new(terms with { Shift = until, Pauses = true });

    public static ChangePlan Resume(BillingTerms terms, DateTime now) => new(
        now < terms.BilledUntil ? terms with { Shift = null, Pauses = false } : terms with { Shift = now });

    public static ChangePlan Cancel() => new((BillingTerms?)null) { EndsLater = true };

    public static ChangePlan CancelNow(BillingTerms terms, SubscriptionPeriod? last, DateTime at, ProrationUnit unit) =>
        new(null, last is null ? null : Left(terms, last, at, unit));

    private static ChangePlan Shifted(BillingTerms terms, DateTime to) => new(terms with { Shift = to == terms.BilledUntil ? null : to });

    private static Portion Left(BillingTerms terms, SubscriptionPeriod last, DateTime at, ProrationUnit unit) =>
        Proration.Left(last.From, last.Until, at, terms.Zone, unit);
}

/// <summary>What is billed from the moment of a change on.</summary>
/// <param name="Continues">It is a piece of the turn that was changed.</param>
public sealed record BilledPiece(DateTime Until, BasketLine Line, PricedPeriod Price, bool Continues);
