using Marketplace.Data;
using Marketplace.Pricing.Quotes;

namespace Marketplace.Billing.Subscriptions;

/// <summary>
/// How a subscription is billed from here on: pure, so that what is shown before a change is what is billed after it. Periods are counted in turns: whole
/// periods from 0 on, by which promotions count. A piece between two of them, such as one that leads to another billing day, is none.
/// </summary>
/// <param name="Line">What is bought.</param>
/// <param name="Anchor">When <paramref name="AnchorTurn"/> begins.</param>
/// <param name="Turn">The last one that was billed; -1 during a trial.</param>
public sealed record BillingTerms(BasketLine Line, DateTime Anchor, int AnchorTurn, int Turn, TimeZoneInfo Zone)
{
    /// <summary>What is bought from the next turn on; null if that is the same.</summary>
    public BasketLine? Later { get; init; }

    /// <summary>When the next turn begins, if that is not where this one ends.</summary>
    public DateTime? Shift { get; init; }

    /// <summary>Nothing is bought until the next turn begins.</summary>
    public bool Pauses { get; init; }

    public BillingCycle Cycle => BillingCycle.Of(Anchor, Line.Offer.Months, Zone);

    /// <summary>The end of what was billed: of the trial, before anything was.</summary>
    public DateTime BilledUntil => StartOf(Turn + 1);

    public DateTime StartOf(int turn) => Cycle.StartOf(turn - AnchorTurn);

    /// <summary>The period that is billed next, and how it goes on from there.</summary>
    public (NextPeriod Period, BillingTerms After) Next()
    {
        var line = Later ?? Line;
        if (Shift is { } shift && !Pauses && shift > BilledUntil)
        {
            // Up to the other day it costs its part of the period that would end there.
            var whole = BillingCycle.Of(shift, line.Offer.Months, Zone).StartOf(-1);
            return (
                new(BilledUntil, shift, line, Turn + 1, whole < BilledUntil ? whole : null),
                new(line, shift, Turn + 1, Turn, Zone));
        }

        var (from, moves) = (Shift ?? BilledUntil, Shift is not null || line.Offer.Months != Line.Offer.Months);
        var after = new BillingTerms(line, moves ? from : Anchor, moves ? Turn + 1 : AnchorTurn, Turn + 1, Zone);
        return (new(from, after.BilledUntil, line, Turn + 1, null), after);
    }
}

/// <summary>What is billed next.</summary>
/// <param name="Turn">By which promotions count.</param>
/// <param name="WholeFrom">When a whole period would have begun that ends with it; null if it is a whole one itself.</param>
public sealed record NextPeriod(DateTime From, DateTime Until, BasketLine Line, int Turn, DateTime? WholeFrom)
{
    public Portion Portion(TimeZoneInfo zone, ProrationUnit unit) =>
        WholeFrom is { } whole ? Proration.Left(whole, Until, From, zone, unit) : Data.Portion.All;
}
