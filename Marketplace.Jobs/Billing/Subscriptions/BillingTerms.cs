using System.Text.Json;
using System.Text.Json.Serialization;
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

    /// <summary>What takes the place of the offer, as was announced; null where nothing was.</summary>
    public SuccessorTerms? Successor { get; init; }

    public BillingCycle Cycle => BillingCycle.Of(Anchor, Line.Offer.Months, Zone);

    /// <summary>The end of what was billed: of the trial, before anything was.</summary>
    public DateTime BilledUntil => StartOf(Turn + 1);

    public DateTime StartOf(int turn) => Cycle.StartOf(turn - AnchorTurn);

    /// <summary>The period that is billed next, and how it goes on from there.</summary>
    public (NextPeriod Period, BillingTerms After) Next()
    {
        var isPiece = !Pauses && Shift > BilledUntil;
        var (line, successor) = BoughtAt(isPiece ? BilledUntil : Shift ?? BilledUntil);
        if (isPiece && Shift is { } shift)
        {
            // Up to the other day it costs its part of the period that would end there.
            var whole = BillingCycle.Of(shift, line.Offer.Months, Zone).StartOf(-1);
            return (
                new(BilledUntil, shift, line, Turn + 1, whole < BilledUntil ? whole : null),
                new(line, shift, Turn + 1, Turn, Zone) { Successor = successor });
        }

        var (from, moves) = (Shift ?? BilledUntil, Shift is not null || line.Offer.Months != Line.Offer.Months);
        var after = new BillingTerms(line, moves ? from : Anchor, moves ? Turn + 1 : AnchorTurn, Turn + 1, Zone) { Successor = successor };
        return (new(from, after.BilledUntil, line, Turn + 1, null), after);
    }

    /// <summary>The first period that is billed by a successor; null where none is to be.</summary>
    public NextPeriod? Succeeded()
    {
        var (terms, before) = (this, (Later ?? Line).OfferId);
        // Whoever changes to another offer has chosen.
        while (Successor?.Of(before) is not null)
        {
            var (next, after) = terms.Next();
            if (next.Line.OfferId != before)
            {
                return next;
            }

            terms = after;
        }

        return null;
    }

    // For as many sites as there are by then; and what follows that again.
    private (BasketLine Line, SuccessorTerms? Successor) BoughtAt(DateTime from)
    {
        var line = Later ?? Line;
        var next = Successor?.Of(line.OfferId);
        while (next?.From <= from)
        {
            (line, next) = (next.Line with { Sites = line.Sites }, next.Next);
        }

        return (line, next);
    }
}

/// <summary>What is bought instead of an offer from a day on.</summary>
/// <param name="OfferId">The offer whose place it takes.</param>
/// <param name="Line">With the price that was announced.</param>
/// <param name="From">It is billed for the periods that begin then or later.</param>
public sealed record SuccessorTerms(long OfferId, BasketLine Line, DateTime From)
{
    /// <summary>What takes the place of that again.</summary>
    public SuccessorTerms? Next { get; init; }

    [JsonIgnore]
    public SuccessorTerms Last => Next?.Last ?? this;

    /// <summary>All offers to which it leads.</summary>
    [JsonIgnore]
    public IReadOnlyList<long> Offers => [Line.OfferId, .. Next?.Offers ?? []];

    /// <summary>What takes the place of that offer, which may be one to which this leads.</summary>
    public SuccessorTerms? Of(long offerId) => OfferId == offerId ? this : Next?.Of(offerId);

    public SuccessorTerms Then(SuccessorTerms later) => this with { Next = Next?.Then(later) ?? later };

    public string Write() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    public static SuccessorTerms Read(string text) => JsonSerializer.Deserialize<SuccessorTerms>(text, JsonSerializerOptions.Web)!;
}

/// <summary>What is billed next.</summary>
/// <param name="Turn">By which promotions count.</param>
/// <param name="WholeFrom">When a whole period would have begun that ends with it; null if it is a whole one itself.</param>
public sealed record NextPeriod(DateTime From, DateTime Until, BasketLine Line, int Turn, DateTime? WholeFrom)
{
    public Portion Portion(TimeZoneInfo zone, ProrationUnit unit) =>
        WholeFrom is { } whole ? Proration.Left(whole, Until, From, zone, unit) : Data.Portion.All;
}
