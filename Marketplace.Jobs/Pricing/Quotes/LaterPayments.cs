using Marketplace.Data;

namespace Marketplace.Pricing.Quotes;

/// <summary>What a basket costs after today: the first payments of trials, and each period that follows, alike ones taken together.</summary>
internal static class LaterPayments
{
    /// <param name="periods">What is due in each, up to the first from which on nothing changes any more.</param>
    public static IReadOnlyList<LaterPayment> Of(Basket basket, IReadOnlyList<IReadOnlyList<DueLine>> periods)
    {
        var settled = periods.Count - 1;
        var payments = periods[0].Where(line => line.At > basket.At).Concat(periods.Skip(1).SelectMany(lines => lines))
            .GroupBy(line => (line.Of.Offer.Months, line.Start, line.Period, line.At))
            .Select(payment => (payment.Key, Taxed: Quoting.TaxOf(basket, payment)))
            .OrderBy(payment => payment.Key.At);
        return
        [
            .. payments.GroupBy(payment => (payment.Key.Months, payment.Key.Start))
                .SelectMany(series => Together(series.Select(payment => new LaterPayment(
                    payment.Key.At, payment.Key.Months, payment.Key.Period == settled ? null : 1, payment.Taxed.Net, payment.Taxed.Tax))))
                .Where(payment => payment.Net.Minor > 0).OrderBy(payment => payment.From).ThenBy(payment => payment.Months),
        ];
    }

    // The payments of one series, of which each follows the one before.
    private static List<LaterPayment> Together(IEnumerable<LaterPayment> series)
    {
        var together = new List<LaterPayment>();
        foreach (var payment in series)
        {
            if (together is [.., var last] && (last.Net, last.Tax) == (payment.Net, payment.Tax))
            {
                together[^1] = last with { Times = last.Times + payment.Times };
            }
            else
            {
                together.Add(payment);
            }
        }

        return together;
    }
}
