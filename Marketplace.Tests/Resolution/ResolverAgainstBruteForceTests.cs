using System.Globalization;
using Marketplace.Resolution;

namespace Marketplace.Tests.Resolution;

using static Marketplace.Resolution.ResolverOutcome;

public class ResolverAgainstBruteForceTests
{
    private const int Graphs = 20_000;
    private static readonly HashSet<string> Nobody = [];

    private static readonly int Seed = int.Parse(
        Environment.GetEnvironmentVariable("MARKETPLACE_SEED") ?? Random.Shared.Next().ToString(CultureInfo.InvariantCulture),
        CultureInfo.InvariantCulture);

    [Fact]
    public void Agrees_with_trying_every_combination_on_random_graphs()
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"MARKETPLACE_SEED={Seed}");
        var answers = Enumerable.Range(0, Graphs)
            .Select(number => Judge(number, RandomGraph.Of(new Random(Seed + number))))
            .CountBy(kind => kind)
            .ToDictionary();

        // The generator is only worth something while it makes every kind of answer.
        Assert.All(
            ["Solved", "Solved with changes", "Conflict", "Cycle", "NothingToDo"],
            kind => Assert.True(answers.GetValueOrDefault(kind) > 10, $"Seed {Seed}: {kind}"));
    }

    [Fact]
    public void Gives_the_same_answer_whatever_the_order_of_the_input()
    {
        for (var number = 0; number < Graphs; number++)
        {
            var random = new Random(Seed + number);
            var graph = RandomGraph.Of(random);

            Assert.Equal(Told(graph.Resolve(ChangeRequest.Install("M0"))), Told(RandomGraph.Shuffled(graph, random).Resolve(ChangeRequest.Install("M0"))));
        }
    }

    private static string Judge(int number, Graph graph)
    {
        var place = $"MARKETPLACE_SEED={Seed}, graph {number}";
        var force = new BruteForce(graph, "M0", Nobody);
        var all = force.Solutions().ToList();
        switch (graph.Resolve(ChangeRequest.Install("M0")))
        {
            case Solved solved:
                var set = solved.Choices.ToDictionary(choice => choice.Id, choice => graph.Catalog.Find(choice.Id, choice.To!)!);
                Assert.True(force.IsValid(set), place);
                var newest = all.Max(other => other["M0"].Version);
                Assert.True(set["M0"].Version == newest, place);
                var best = all.Where(other => other["M0"].Version == newest).ToList();
                Assert.True(force.Changes(set) == best.Min(force.Changes), place);
                Assert.True(best.Where(other => force.Changes(other) == force.Changes(set)).All(other => !IsNewerInOnePlace(other, set)), place);
                return force.Changes(set) > 0 ? "Solved with changes" : "Solved";
            case Refused refused:
                Assert.True(all.Count is 0, place);
                Assert.True(refused.Kind is not RefusalKind.Conflict || IsMinimal(graph, refused), place);
                return refused.Kind.ToString();
            default:
                Assert.True(all.Count is 0, place);
                return nameof(NothingToDo);
        }
    }

    private static bool IsNewerInOnePlace(Dictionary<string, SnapshotRelease> other, Dictionary<string, SnapshotRelease> set) =>
        set.Keys.Where(id => !other.TryGetValue(id, out var release) || release.Version != set[id].Version).ToList() is [var only]
        && other.Count == set.Count && other.ContainsKey(only) && other[only].Version > set[only].Version;

    private static bool IsMinimal(Graph graph, Refused refused)
    {
        var told = refused.Story.Select(fact => fact.Module).ToHashSet();
        var rest = graph.Releases
            .SelectMany(release => release.Requirements.Concat(release.Conflicts).Select(need => need.Id).Append(release.Id))
            .Where(id => !told.Contains(id))
            .ToHashSet();
        return !new BruteForce(graph, "M0", rest).Solutions().Any()
            && told.Where(id => id != "M0").All(id => new BruteForce(graph, "M0", rest.Append(id).ToHashSet()).Solutions().Any());
    }

    private static string Told(ResolverOutcome answer) => answer switch
    {
        Solved solved => string.Join("; ", solved.Choices.Select(choice => choice.ToString()).Concat(solved.Obstacle.Select(fact => fact.ToString()))),
        Refused refused => $"{refused.Kind} {refused.Sentence} {string.Join("; ", refused.Story)}",
        _ => answer.ToString(),
    };
}
