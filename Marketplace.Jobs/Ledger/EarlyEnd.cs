using Marketplace.Data;

namespace Marketplace.Ledger;

/// <summary>
/// What becomes of a sale for a term that ends before its last day. A refund comes first out of what is not earned yet; what remains of that is earned
/// with the end; what a refund is beyond it was earned already, and is given back by those who earned it. All amounts are without tax.
/// </summary>
/// <param name="Reversed">Out of deferred revenue, to the client: nobody ever earned it.</param>
/// <param name="Earned">Out of deferred revenue, to those who earn it, on the day of the end.</param>
/// <param name="GivenBack">Of what was earned before, by whose share it was.</param>
public sealed record EarlyEnd(Money Reversed, CommissionShare Earned, CommissionShare GivenBack)
{
    /// <param name="basisPoints">The commission's rate, as it was when it was sold.</param>
    /// <param name="recognized">How much of the amount was recognized by then.</param>
    /// <param name="refund">What the client gets back; nothing where it only cancels.</param>
    public static EarlyEnd Of(Money sold, int basisPoints, Money recognized, Money refund)
    {
        if (recognized.Minor < 0 || recognized > sold)
        {
            throw new ArgumentException($"Of {sold}, {recognized} cannot be recognized.", nameof(recognized));
        }

        if (refund.Minor < 0 || refund > sold)
        {
            throw new ArgumentException($"Of {sold}, {refund} cannot be paid back.", nameof(refund));
        }

        var unearned = sold - recognized;
        var reversed = refund < unearned ? refund : unearned;
        // The commission is that of what is earned for good, so that whichever way it ends the shares are those of one split.
        var (before, after, kept) = (Share(recognized), Share(sold - reversed), Share(sold - refund));
        return new(reversed, Less(after, before), Less(after, kept));

        CommissionShare Share(Money net) => Commission.Split(net, basisPoints);
    }

    private static CommissionShare Less(CommissionShare all, CommissionShare part) => new(all.Commission - part.Commission, all.Publisher - part.Publisher);
}
