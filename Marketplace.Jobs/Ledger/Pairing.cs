using Marketplace.Data;

namespace Marketplace.Ledger;

/// <summary>Legs do not sum to zero in a currency, or one of them has no amount that can be posted.</summary>
public sealed class UnbalancedException(string message) : Exception(message);

/// <summary>
/// Makes entries of legs: what an account gets and gives in one currency is netted first, then debits and credits, each in the order in which their
/// accounts came, are matched from the front until both are used up. Currencies come in the order of their codes.
/// </summary>
internal static class Pairing
{
    public static IReadOnlyList<PostingLine> Of(IReadOnlyList<Leg> legs)
    {
        var lines = new List<PostingLine>();
        foreach (var currency in legs.GroupBy(leg => leg.Amount.Currency).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var net = Net(currency);
            var (debits, credits) = (new Queue<Open>(net.Where(open => open.Minor > 0)), new Queue<Open>(net.Where(open => open.Minor < 0)));
            if (net.Sum(open => open.Minor) is not 0 and var rest)
            {
                throw new UnbalancedException(
                    $"its legs in {currency.Key} do not sum to zero: {new Money(Math.Abs(rest), currency.Key)} too much is on the "
                    + $"{(rest > 0 ? "debit" : "credit")} side ({string.Join(", ", net.Select(open => $"{open.Account} {open.Minor}"))}).");
            }

            Match(debits, credits, currency.Key, lines);
        }

        return lines;
    }

    private static List<Open> Net(IEnumerable<Leg> legs)
    {
        var net = new List<Open>();
        foreach (var leg in legs)
        {
            if (leg.Amount.Minor < 0)
            {
                throw new UnbalancedException($"{leg.Account} has {leg.Amount}: a leg is not negative, it is on the other side.");
            }

            var open = net.Find(one => one.Account == leg.Account);
            if (open is null)
            {
                net.Add(open = new Open(leg.Account));
            }

            open.Minor = checked(open.Minor + (leg.IsDebit ? leg.Amount.Minor : -leg.Amount.Minor));
        }

        return net;
    }

    private static void Match(Queue<Open> debits, Queue<Open> credits, string currency, List<PostingLine> lines)
    {
        while (debits.TryPeek(out var debit) && credits.TryPeek(out var credit))
        {
            var minor = Math.Min(debit.Minor, -credit.Minor);
            lines.Add(new(debit.Account, credit.Account, new(minor, currency)));
            (debit.Minor, credit.Minor) = (debit.Minor - minor, credit.Minor + minor);
            Drop(debits);
            Drop(credits);
        }
    }

    private static void Drop(Queue<Open> queue)
    {
        if (queue.Peek().Minor == 0)
        {
            queue.Dequeue();
        }
    }

    private sealed class Open(AccountKey account)
    {
        public AccountKey Account { get; } = account;

        /// <summary>What is still to be matched; credits are below zero.</summary>
        public long Minor { get; set; }
    }
}
