namespace Marketplace.Resolution;

/// <summary>A conflict told in order: from what was requested along the needs to where they cannot agree.</summary>
internal sealed class Story
{
    private readonly Problem _core;
    private readonly Dictionary<string, List<string>> _named = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _modules;

    public Story(Problem core)
    {
        _core = core;
        _modules = Modules();
    }

    public string Headline()
    {
        var needers = _modules.SelectMany(needer => _named[needer].Select(need => (need, needer)))
            .ToLookup(pair => pair.need, pair => ModuleFacts.Name(_core, pair.needer), StringComparer.OrdinalIgnoreCase);
        var contested = KeyValuePair.Create("", new List<string>());
        foreach (var id in _modules)
        {
            contested = needers[id].Count() > contested.Value.Count ? KeyValuePair.Create(id, needers[id].ToList()) : contested;
        }

        return contested.Value.Count switch
        {
            0 => $"{Sentence.Join(Asked().Where(_core.Counts).Select(id => ModuleFacts.Name(_core, id)))} does not fit on this site.",
            1 => $"{contested.Value[0]} needs a version of {ModuleFacts.Name(_core, contested.Key)} that this site cannot have.",
            _ => $"{Sentence.Join(contested.Value)} cannot agree on {ModuleFacts.Name(_core, contested.Key)}.",
        };
    }

    public IReadOnlyList<Fact> Facts() => [.. _modules.SelectMany(id => ModuleFacts.Of(_core, id))];

    private IEnumerable<string> Asked() => _core.Request.Targets.Count > 0 ? _core.Request.Targets.Select(target => target.Id) : _core.Required;

    /// <summary>The modules of the conflict, those nearest to the request first.</summary>
    private List<string> Modules()
    {
        var order = new List<string>();
        foreach (var root in _core.Required.OrderByDescending(_core.IsRequested))
        {
            var next = new Queue<string>([root]);
            while (next.TryDequeue(out var id))
            {
                if (!_named.ContainsKey(id))
                {
                    order.Add(id);
                    _named[id] = Named(id);
                    _named[id].ForEach(next.Enqueue);
                }
            }
        }

        return order;
    }

    // Whom any of its releases that may be taken needs or cannot stand beside.
    private List<string> Named(string id)
    {
        var taken = _core.Module(id) is { } module
            ? _core.Candidates(id).Aggregate(default(Bits), (bits, release) => bits.With(module.NumberOf(release.Version)))
            : default;
        return taken.IsEmpty ? [] : [.. _core.Module(id)!.Needs.Where(need => _core.Counts(need.Id) && need.Releases.Overlaps(taken)).Select(need => need.Id)
            .Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)];
    }
}
