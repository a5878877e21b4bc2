using Marketplace.Accounts;
using Marketplace.Operations;
using Marketplace.Planning;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Operations;

public sealed class BatchAdvanceTests : IDisposable
{
    private readonly TestDatabase _database = new();

    [Fact]
    public async Task A_hundred_batches_that_wait_for_members_do_not_keep_a_later_one_from_going_on()
    {
        var client = _database.Client();
        var owner = _database.Member(client, MemberRole.Owner);
        var site = _database.Saved(A.Site(client.Id));
        var waiting = Enumerable.Range(0, 100).Select(_ => Begin("Waits", operation => operation.AwaitApproval())).ToList();
        _database.Save([.. waiting, Begin("Goes on", operation => operation.Withdraw(A.Day))]);

        await new BatchAdvance(_database, new OperationEnding([]), _database.Clock).RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["Goes on"], _database.Read(db => db.Batches.Where(b => b.State == BatchState.Done).Select(b => b.Title).ToList()));

        Operation Begin(string title, Action<Operation> then)
        {
            var operation = new Operation(new Plan(site.Id, A.Hash(), title, "", "{}", 0, owner.UserId, A.Day), owner.UserId, false, A.Day);
            operation.Join(new Batch(client.Id, title, 1, 0, owner.UserId, A.Day), 1);
            then(operation);
            return operation;
        }
    }

    public void Dispose() => _database.Dispose();
}
