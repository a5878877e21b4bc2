using System.Globalization;
using Marketplace.Resolution;

namespace Marketplace.Tests.Resolution;

using static Marketplace.Resolution.ResolverOutcome;

public class RefusalsAgainstBruteForceTests
{
    private const int Cases = 6_000;

    private static readonly int Seed = int.Parse(
        Environment.GetEnvironmentVariable("MARKETPLACE_SEED") ?? Random.Shared.Next().ToString(CultureInfo.InvariantCulture),
        CultureInfo.InvariantCulture);

    [Fact]
    public void Leaves_no_way_out_undiscovered_of_any_kind()
    {
        var kinds = new Dictionary<string, int>();
        foreach (var (number, random, refused) in Refusals())
        {
            var found = WaysOut.Around(new Problem(random.Catalog, random.Site, random.Request), refused).ToList();
            foreach (var kind in EveryWay.Kinds(random).ToList())
            {
                kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
                Assert.True(found.Exists(way => EveryWay.KindOf(way) == kind), $"MARKETPLACE_SEED={Seed}, case {number}: no way of the kind {kind}");
            }
        }

        // The generator is only worth something while it makes every kind.
        Assert.All(EveryWay.All, kind => Assert.True(kinds.GetValueOrDefault(kind) > 5, $"Seed {Seed}: {kind} {kinds.GetValueOrDefault(kind)}"));
    }

    [Fact]
    public void Says_of_every_release_only_what_is_true()
    {
        var facts = 0;
        foreach (var (number, random, refused) in Refusals())
        {
            foreach (var fact in refused.Story)
            {
                facts++;
                Assert.True(FactCheck.IsTrue(random, fact), $"MARKETPLACE_SEED={Seed}, case {number}: {fact}");
            }
        }

        Assert.True(facts > Cases / 10, $"Seed {Seed}: {facts} facts");
    }

    private static IEnumerable<(int Number, RandomCase Case, Refused Refused)> Refusals()
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"MARKETPLACE_SEED={Seed}");
        for (var number = 0; number < Cases; number++)
        {
            var random = RandomCase.Of(new Random(Seed + number));
            if (random.Resolve(random.Request) is Refused
                { Kind: RefusalKind.Conflict or RefusalKind.Cycle or RefusalKind.Host or RefusalKind.NoSuchVersion } refused)
            {
                yield return (number, random, refused);
            }
        }
    }
}
