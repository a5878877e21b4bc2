using Marketplace.Modules;
using Marketplace.Operations;

namespace Marketplace.Tests.Delivery;

public class AgentStepTests
{
    // They are matched by name, so a kind that only the SDK has would fail the operation that reports it.
    [Fact]
    public void Whatever_an_agent_reports_is_a_step_of_an_operation() =>
        Assert.All(Enum.GetNames<AgentStepKind>(), name => Assert.Contains(name, Enum.GetNames<StepKind>()));
}
