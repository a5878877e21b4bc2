using System.Text.Json.Serialization;
using NuGet.Versioning;

namespace Marketplace.Resolution;

[JsonConverter(typeof(JsonStringEnumConverter<ChangeKind>))]
public enum ChangeKind
{
    Add,
    Update,
    Remove,
    Keep,
}

/// <summary>What becomes of one module, and why, in plain words.</summary>
public sealed record Choice(string Id, NuGetVersion? From, NuGetVersion? To, string Reason)
{
    public ChangeKind Kind => (From, To) switch
    {
        (null, _) => ChangeKind.Add,
        (_, null) => ChangeKind.Remove,
        _ => From == To ? ChangeKind.Keep : ChangeKind.Update,
    };
}

public enum RefusalKind
{
    UnknownModule,
    NotInstalled,
    NoSuchVersion,
    Host,
    Conflict,
    Cycle,
    NeededByOthers,
    TooHard,

    /// <summary>The site has a suspended release, and its policy lets nothing come while it does.</summary>
    Suspended,
}

/// <summary>One line of a story: a module, the versions it speaks of, and what is true of them.</summary>
public sealed record Fact(string Module, string Versions, string Text)
{
    public override string ToString() => Versions.Length is 0 ? $"{Module} {Text}" : $"{Module} {Versions} {Text}";
}

/// <summary>The resolver's answer.</summary>
public abstract record ResolverOutcome
{
    /// <param name="Choices">Every module of the site after the change and every one removed, by id.</param>
    public sealed record Solved(IReadOnlyList<Choice> Choices) : ResolverOutcome
    {
        private IReadOnlyList<Fact>? _obstacle;

        /// <summary>The newest release of the one module requested, when it could not be had and an older one is taken.</summary>
        public NuGetVersion? Missed { get; init; }

        /// <summary>No license covers what was missed; what was taken is the newest that one does.</summary>
        public bool NeedsLicense { get; init; }

        /// <summary>
        /// Why the newest could not be had, or else why not with everything else left as it is; empty when it could. Worked out when it is
        /// asked for.
        /// </summary>
        public IReadOnlyList<Fact> Obstacle => _obstacle ??= Explain();

        internal Func<IReadOnlyList<Fact>> Explain { private get; init; } = () => [];
    }

    public sealed record NothingToDo(string Sentence) : ResolverOutcome;

    /// <param name="Story">The chain of who needs what; for a cycle, the path back to its start.</param>
    public sealed record Refused(RefusalKind Kind, string Sentence, IReadOnlyList<Fact> Story) : ResolverOutcome;
}
