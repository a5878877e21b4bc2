using System.Reflection;
using Marketplace.Accounts;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Access;

/// <summary>Every service method that takes an actor, for every kind of caller.</summary>
public sealed class ServiceMatrixTests(World world) : IClassFixture<World>
{
    private static readonly Actor Nobody = new(-1, SessionId: 0);

    /// <summary>Methods whose right depends on more than one row can say; each has a test of its own.</summary>
    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["AbsentAgents.GiveUpAsync"] = "AbsentAgentTests: an agent has to fall silent while it switches its site",
        ["Admissions.AdmitAsync"] = "SubmissionJourneyTests: the end of PackageIntake.ReceiveAsync, which is in the matrix",
        ["SavedMethods.LookAsync"] = "SavedMethodTests: it answers nothing, and asks the providers for members alone",
        ["PeriodCharges.LookAsync"] = "RenewalTests: it answers nothing, and asks the provider for members alone",
        ["OrderPayments.LookAsync"] = "OrderPageTests: it answers nothing, and asks the provider for members alone",
        ["ConnectAccounts.DashboardAsync"] = "ConnectAccountTests: Stripe has to answer",
        ["ConnectAccounts.LookAsync"] = "ConnectAccountTests: it answers nothing, and asks Stripe for owners alone",
        ["PayoutQueries.ReturnedAsync"] = "PayoutTests: a payout has to have come back",
        ["PayoutDecisions.RemoveAsync"] = "PayoutRemovalTests: a run has to have two payouts",
        ["FailureIsolation.WithoutUnwellAsync"] = "FailureIsolationTests: works on an operation that failed, for whom started it",
    };

    public static TheoryData<string> Methods => [.. Names];

    private static IEnumerable<string> Names => ServiceTable.All.Select(call => call.Method).Distinct();

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Only_those_who_may_get_something_by(string method)
    {
        Assert.SkipWhen(TestDatabase.IsSqlServer, "What a call changed is seen and put back in SQLite's file.");
        foreach (var call in ServiceTable.All.Where(call => call.Method == method))
        {
            var nobody = call.IsWrite ? "" : await call.AnswerAsync(world, Nobody);
            foreach (var (name, (who, actor)) in world.Callers)
            {
                Assert.Equal(
                    $"{method} by the {name}: {((call.May & who) != 0 ? "yes" : "no")}",
                    $"{method} by the {name}: {(await GetsAsync(call, actor, nobody) ? "yes" : "no")}");
            }
        }
    }

    [Fact]
    public void Every_method_that_takes_an_actor_is_in_the_matrix()
    {
        var methods =
            from type in typeof(Actor).Assembly.GetExportedTypes()
            where !type.Name.StartsWith('<') && type != typeof(Actor)
            from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            where method.GetParameters().Any(parameter => parameter.ParameterType == typeof(Actor) || parameter.ParameterType == typeof(Actor?))
            select $"{type.Name}.{method.Name}";

        Assert.Equal(methods.Distinct().Order(StringComparer.Ordinal), Names.Concat(Elsewhere.Keys).Order(StringComparer.Ordinal));
    }

    private async Task<bool> GetsAsync(ServiceCall call, Actor actor, string nobody)
    {
        var before = world.Version();
        var answer = await call.AnswerAsync(world, actor);
        if (world.Version() == before)
        {
            return !call.IsWrite && answer != nobody;
        }

        world.PutBack();
        return call.IsWrite ? true : throw new InvalidOperationException($"{call.Method} only reads, and changed something.");
    }
}
