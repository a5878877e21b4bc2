namespace Marketplace.Resolution;

/// <summary>Everything decided and derived so far, in order, so that the search can go back to any decision.</summary>
internal sealed class Trail
{
    private readonly List<Entry> _entries = [];

    /// <summary>How many decisions stand.</summary>
    public int Level { get; private set; }

    public void Decide(Variable variable, int number)
    {
        Level++;
        Add(variable, Bits.Of(number), null);
    }

    public void Derive(Variable variable, Bits left, Incompatibility cause) => Add(variable, left, cause);

    /// <summary>What could become of a variable before anything was decided.</summary>
    public Bits AtRoot(Variable variable)
    {
        var left = variable.All;
        foreach (var at in variable.History.TakeWhile(at => _entries[at].Level is 0))
        {
            left = _entries[at].After;
        }

        return left;
    }

    /// <summary>
    /// Follows a conflict back to where it can be avoided, takes back what came after, and returns what was learned; null when nothing
    /// can avoid it, with the conflict that nothing avoids.
    /// </summary>
    public (Incompatibility? Learned, Incompatibility Root) Learn(Incompatibility conflict)
    {
        while (true)
        {
            var (term, at) = (default(Term), -1);
            foreach (var candidate in conflict.Terms)
            {
                var held = Held(candidate.Variable, candidate.Set);
                (term, at) = held > at ? (candidate, held) : (term, at);
            }

            if (at < 0)
            {
                return (null, conflict);
            }

            var entry = _entries[at];
            var level = LevelWithout(conflict, term, entry);
            if (entry.Cause is null || level < entry.Level)
            {
                BackTo(level);
                return (conflict, conflict);
            }

            conflict = conflict.With(entry.Cause, entry.Variable);
        }
    }

    // The last decision that the conflict needs besides the entry itself.
    private int LevelWithout(Incompatibility conflict, Term term, Entry entry)
    {
        var level = entry.Cause is null ? 0 : LevelAt(Held(term.Variable, term.Set.Or(entry.Cause.SetOf(term.Variable))));
        foreach (var other in conflict.Terms.Where(other => other.Variable != term.Variable))
        {
            level = Math.Max(level, LevelAt(Held(other.Variable, other.Set)));
        }

        return level;
    }

    private int LevelAt(int entry) => entry < 0 ? 0 : _entries[entry].Level;

    // The first entry from which on the statement holds; below 0 when it always did.
    private int Held(Variable variable, Bits set)
    {
        foreach (var at in variable.History)
        {
            if (_entries[at].Before.IsWithin(set))
            {
                break;
            }

            if (_entries[at].After.IsWithin(set))
            {
                return at;
            }
        }

        return -1;
    }

    private void BackTo(int level)
    {
        while (_entries.Count > 0 && _entries[^1].Level > level)
        {
            var last = _entries[^1];
            last.Variable.Left = last.Before;
            last.Variable.History.RemoveAt(last.Variable.History.Count - 1);
            _entries.RemoveAt(_entries.Count - 1);
        }

        Level = level;
    }

    private void Add(Variable variable, Bits left, Incompatibility? cause)
    {
        variable.History.Add(_entries.Count);
        _entries.Add(new Entry(variable, variable.Left, left, Level, cause));
        variable.Left = left;
    }

    private readonly record struct Entry(Variable Variable, Bits Before, Bits After, int Level, Incompatibility? Cause);
}
