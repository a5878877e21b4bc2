using Marketplace.Tests.Support;

namespace Marketplace.Tests.House;

public class CancellationTests
{
    [Fact]
    public void What_a_component_asks_for_ends_with_it() => Assert.Empty(
        from file in Source.Files("Marketplace.Portal")
        where file.EndsWith(".razor", StringComparison.Ordinal)
        where File.ReadAllText(file).Contains("CancellationToken.None", StringComparison.Ordinal)
        select Path.GetFileName(file));
}
