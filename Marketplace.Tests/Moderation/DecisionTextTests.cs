using Marketplace.Moderation;
using Marketplace.Portal.Publishing;
using Marketplace.Resolution;

namespace Marketplace.Tests.Moderation;

public class DecisionTextTests
{
    [Fact]
    public void Every_decision_is_said_in_words_and_not_by_its_name_in_code() => Assert.All(
        Enum.GetValues<DecisionAction>(),
        action => Assert.Matches("^[A-Z][a-z]+ed( [a-z]+)*$|^[A-Z][a-z]+ requested$", DecisionText.Of(action)));
}
