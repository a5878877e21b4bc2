using Marketplace.Accounts;
using Marketplace.Data;

namespace Marketplace.Ledger;

/// <summary>
/// What was sold for a term, stands in deferred revenue, and is earned day by day: the commission by the operator, the rest by the publisher.
/// </summary>
/// <param name="source">What was sold, as <c>kind/id</c>: <c>invoice-line/17</c>. Unique, so that one sale has one schedule.</param>
/// <param name="minor">Without tax.</param>
/// <param name="to">The day after the last.</param>
public sealed class RecognitionSchedule(
    string source, string document, string description, long publisherId, string currency, long minor, int basisPoints, DateOnly from, DateOnly to)
{
    public long Id { get; private set; }
    public string Source { get; private set; } = source;
    public string Document { get; private set; } = document;
    public string Description { get; private set; } = description;
    public long PublisherId { get; private set; } = publisherId;
    public Organization Publisher { get; private set; } = null!;
    public string Currency { get; private set; } = currency;
    public long Minor { get; private set; } = minor;

    /// <summary>The commission's rate, as it was when it was sold.</summary>
    public int BasisPoints { get; private set; } = basisPoints;

    public DateOnly From { get; private set; } = from;
    public DateOnly To { get; private set; } = to;

    /// <summary>The days before this one are posted.</summary>
    public DateOnly RecognizedTo { get; private set; } = from;

    public bool IsDone { get; private set; }

    /// <summary>The first day that was no longer earned, where the term ended before its last; null where it runs its course.</summary>
    public DateOnly? EndedOn { get; private set; }

    internal string JournalSource => $"recognition/{Source.Replace('/', '-')}";

    /// <summary>What was posted of it and what is given back, from where <see cref="Advance"/> came to; nothing is due any more.</summary>
    internal EarlyEnd End(DateOnly day, Money refund)
    {
        (EndedOn, IsDone) = (day, true);
        return EarlyEnd.Of(new(Minor, Currency), BasisPoints, new(Recognition.Before(Minor, From, To, RecognizedTo), Currency), refund);
    }

    /// <summary>What is due before the day, one journal for each month of it, and moves on to there.</summary>
    internal IReadOnlyList<Posting> Advance(DateOnly before)
    {
        var (end, postings) = (before < To ? before : To, new List<Posting>());
        while (RecognizedTo < end)
        {
            var next = LedgerMonth.First(LedgerMonth.Next(LedgerMonth.Of(RecognizedTo)));
            var until = next < end ? next : end;
            if (Earning(RecognizedTo, until) is { } posting)
            {
                postings.Add(posting);
            }

            RecognizedTo = until;
        }

        IsDone = RecognizedTo == To;
        return postings;
    }

    // The commission is that of all that is earned by then, less what it was before: so it sums to the commission of the whole.
    private Posting? Earning(DateOnly since, DateOnly until)
    {
        var (before, after) = (Earned(since), Earned(until));
        var (commission, share) = (after.Commission.Minor - before.Commission.Minor, after.Publisher.Minor - before.Publisher.Minor);
        var last = until.AddDays(-1);
        return commission + share == 0
            ? null
            : Posting.Of(
                JournalKind.Recognition, $"{JournalSource}/{last:yyyy-MM-dd}", Description, Document,
                last.ToDateTime(new TimeOnly(23, 59, 59), DateTimeKind.Utc),
                Leg.Debit(AccountKey.DeferredRevenue, new(commission + share, Currency)),
                Leg.Credit(AccountKey.Commission, new(commission, Currency)),
                Leg.Credit(AccountKey.PayableHeld(PublisherId), new(share, Currency)));
    }

    private CommissionShare Earned(DateOnly day) => Commission.Split(new(Recognition.Before(Minor, From, To, day), Currency), BasisPoints);
}
