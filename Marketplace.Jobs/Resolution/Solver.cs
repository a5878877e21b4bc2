namespace Marketplace.Resolution;

/// <summary>
/// PubGrub: derives what must follow, decides one module at a time, and learns from each conflict why it came about, so that it never
/// comes about in the same way again. Complete within its steps. Requested modules are decided first and newest first, so no other
/// solution has a newer one.
/// </summary>
internal sealed class Solver(Problem problem, Steps steps)
{
    private static readonly HashSet<string> None = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Variable> _byId = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Variable> _variables = [];
    private readonly Trail _trail = new();
    private readonly Queue<Variable> _changed = new();
    private readonly Queue<Variable> _unopened = new();

    /// <param name="pins">Installed modules that must stay as they are.</param>
    public Attempt Run(IEnumerable<string>? pins = null)
    {
        State(pins ?? []);
        while (Next() is var conflict)
        {
            if (conflict is null)
            {
                var chosen = _variables.Where(v => v.IsRequired).ToDictionary(v => v.Release.Id, v => v.Release, StringComparer.OrdinalIgnoreCase);
                return new Attempt(
                    chosen, None, None,
                    [.. _variables.Where(v => v.Preferred > 0 && !_trail.AtRoot(v).Contains(v.Preferred)).Select(v => v.Id)]);
            }

            if (!steps.Take())
            {
                break;
            }

            var (learned, root) = _trail.Learn(conflict);
            if (learned is null)
            {
                return Failed(root);
            }

            _changed.Clear();
            _unopened.Clear();
            Add(learned);
            Check(learned);
        }

        return new Attempt(null, None, None, []);
    }

    private void State(IEnumerable<string> pins)
    {
        foreach (var variable in problem.Required.Select(Of).ToList())
        {
            Add(new([new Term(variable, Problem.Absent)]));
            _changed.Enqueue(variable);
        }

        foreach (var variable in pins.Select(Of).ToList())
        {
            var stays = Bits.Of(variable.Module!.NumberOf(problem.Site.Installed[variable.Id]));
            if (!variable.All.IsWithin(stays))
            {
                Add(new([new Term(variable, variable.All.Minus(stays))]) { IsPin = true });
                _changed.Enqueue(variable);
            }
        }
    }

    // Goes on until everything is decided (null) or a conflict appears.
    private Incompatibility? Next()
    {
        while (true)
        {
            if (Propagate() is { } conflict)
            {
                return conflict;
            }

            if (NextDecision.Among(_variables) is not { } variable)
            {
                return problem.CyclesAllowed ? null : Circle();
            }

            if (!steps.Take())
            {
                return new Incompatibility([]);
            }

            _trail.Decide(variable, variable.Best);
            _changed.Enqueue(variable);
        }
    }

    // Needs come last: what follows from all else often leaves few releases to have them.
    private Incompatibility? Propagate()
    {
        while (true)
        {
            while (_changed.TryDequeue(out var variable))
            {
                for (var at = variable.About.Count - 1; at >= 0; at--)
                {
                    if (Check(variable.About[at]))
                    {
                        return variable.About[at];
                    }
                }

                if (variable.IsRequired && !variable.IsOpened)
                {
                    _unopened.Enqueue(variable);
                }
            }

            if (!_unopened.TryDequeue(out var next))
            {
                return null;
            }

            if (!next.IsOpened)
            {
                Open(next);
                _changed.Enqueue(next);
            }
        }
    }

    // True when it is violated; when only one statement is open, that one is made false.
    private bool Check(Incompatibility incompatibility)
    {
        var open = default(Term);
        foreach (var term in incompatibility.Terms)
        {
            if (!term.Variable.Left.Overlaps(term.Set))
            {
                return false;
            }

            if (!term.Variable.Left.IsWithin(term.Set))
            {
                if (open.Variable is not null)
                {
                    return false;
                }

                open = term;
            }
        }

        if (open.Variable is null)
        {
            return true;
        }

        _trail.Derive(open.Variable, open.Variable.Left.Minus(open.Set), incompatibility);
        _changed.Enqueue(open.Variable);
        return false;
    }

    private void Open(Variable variable)
    {
        variable.IsOpened = true;
        var ever = _trail.AtRoot(variable);
        foreach (var need in variable.Module?.Needs ?? [])
        {
            var having = need.Releases.And(variable.All);
            if (!having.Overlaps(ever) || !problem.Counts(need.Id))
            {
                continue;
            }

            // Needing oneself is a circle, which is looked at in the end.
            var other = Of(need.Id);
            var named = other.Module is null ? default : need.Named(other.Module).And(other.All);
            var wrong = need.Excludes ? named : other.All.Minus(named);
            if (other == variable)
            {
                continue;
            }

            if (!need.Excludes)
            {
                other.Distance = Math.Min(other.Distance, variable.Distance + 1);
                other.Needers.Add(variable);
            }

            if (!wrong.IsEmpty)
            {
                Add(new([new Term(variable, having), new Term(other, wrong)]));
            }
        }
    }

    private Incompatibility? Circle()
    {
        var chosen = _variables.Where(v => v.IsRequired).ToDictionary(v => v.Id, v => v.Release, StringComparer.OrdinalIgnoreCase);
        if (Resolution.Circle.In(problem, chosen) is not { } circle)
        {
            return null;
        }

        var terms = circle.Select((id, at) => new Term(Of(id), Needing(Of(id), circle[(at + 1) % circle.Count]))).ToArray();
        var incompatibility = new Incompatibility(terms);
        Add(incompatibility);
        return incompatibility;
    }

    private static Bits Needing(Variable variable, string id) => variable.Module!.Needs
        .Where(need => !need.Excludes && string.Equals(need.Id, id, StringComparison.OrdinalIgnoreCase))
        .Aggregate(default(Bits), (bits, need) => bits.Or(need.Releases)).And(variable.All);

    private static void Add(Incompatibility incompatibility)
    {
        foreach (var term in incompatibility.Terms)
        {
            term.Variable.About.Add(incompatibility);
        }
    }

    private Variable Of(string id)
    {
        if (!_byId.TryGetValue(id, out var variable))
        {
            var module = problem.Module(id);
            var all = module is null ? Problem.Absent : problem.Allowed(module).Or(Problem.Absent);
            var isInstalled = problem.Site.Installed.TryGetValue(id, out var installed);
            var rank = problem.IsRequested(id) ? 0 : isInstalled && problem.Request.Everything ? 1 : 2;
            var preferred = isInstalled && rank == 2 ? module!.NumberOf(installed!) : 0;
            _byId.Add(id, variable = new Variable(id, module, all, preferred) { Rank = rank, Distance = rank == 0 ? 0 : Variable.Far });
            _variables.Add(variable);
        }

        return variable;
    }

    private static Attempt Failed(Incompatibility root)
    {
        var roots = root.Roots().ToList();
        return new Attempt(
            null,
            roots.SelectMany(r => r.Terms).Select(term => term.Variable.Id).ToHashSet(StringComparer.OrdinalIgnoreCase),
            roots.Where(r => r.IsPin).Select(r => r.Terms[0].Variable.Id).ToHashSet(StringComparer.OrdinalIgnoreCase),
            []);
    }
}
