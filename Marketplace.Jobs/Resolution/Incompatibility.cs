namespace Marketplace.Resolution;

/// <summary>One of the statements that must not all hold: what becomes of a module is in a set.</summary>
internal readonly record struct Term(Variable Variable, Bits Set);

/// <summary>
/// Statements that must not all hold at once: a need, a request or a pin turned round, or what follows from two others.
/// </summary>
internal sealed class Incompatibility(Term[] terms, Incompatibility? from = null, Incompatibility? and = null)
{
    public Term[] Terms => terms;

    /// <summary>It only says that an installed module had better stay.</summary>
    public bool IsPin { get; init; }

    public Bits SetOf(Variable variable) => Array.Find(terms, term => term.Variable == variable).Set;

    /// <summary>What follows when the other one was the reason for the last change of a variable that this one speaks of.</summary>
    public Incompatibility With(Incompatibility cause, Variable pivot)
    {
        var merged = new List<Term>(terms.Length + cause.Terms.Length);
        foreach (var term in terms)
        {
            var other = cause.SetOf(term.Variable);
            var set = term.Variable == pivot ? term.Set.Or(other) : other.IsEmpty ? term.Set : term.Set.And(other);
            if (term.Variable != pivot || !pivot.All.IsWithin(set))
            {
                merged.Add(term with { Set = set });
            }
        }

        merged.AddRange(cause.Terms.Where(term => SetOf(term.Variable).IsEmpty));
        return new Incompatibility([.. merged], this, cause);
    }

    /// <summary>The needs, requests and pins that this follows from.</summary>
    public IEnumerable<Incompatibility> Roots()
    {
        var seen = new HashSet<Incompatibility>();
        var next = new Stack<Incompatibility>([this]);
        while (next.TryPop(out var at))
        {
            if (!seen.Add(at))
            {
                continue;
            }

            if (at.Parents is var (left, right))
            {
                next.Push(left);
                next.Push(right);
            }
            else
            {
                yield return at;
            }
        }
    }

    private (Incompatibility, Incompatibility)? Parents => from is null || and is null ? null : (from, and);
}
