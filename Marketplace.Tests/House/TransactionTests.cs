using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.House;

/// <summary>Under SQL Server's retries a transaction that is begun outside an execution strategy fails at every run.</summary>
public class TransactionTests
{
    [Fact]
    public void No_transaction_is_begun_outside_an_execution_strategy() => Assert.Empty(
        from file in Source.Files("Marketplace.Jobs", "Marketplace.Portal")
        let text = File.ReadAllText(file)
        where text.Contains(".BeginTransaction", StringComparison.Ordinal) && !text.Contains(".CreateExecutionStrategy()", StringComparison.Ordinal)
        select Path.GetRelativePath(Repository.Root, file));
}
