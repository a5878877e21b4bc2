using Marketplace.Accounts;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Accounts;

public sealed class StaffTests : IDisposable
{
    private readonly TestDatabase _database = new();

    [Fact]
    public async Task A_role_is_given_once_and_taken_once()
    {
        var (staff, user, cancel) = (new Staff(_database, _database.Clock), _database.Saved(A.User("Ida")), TestContext.Current.CancellationToken);

        Assert.Equal(StaffOutcome.NoSuchPerson, await staff.AddAsync("nobody@example.com", StaffRole.Moderator, cancel));
        Assert.Equal(StaffOutcome.NothingToDo, await staff.RemoveAsync(user.Email!, StaffRole.Moderator, cancel));
        Assert.Equal(StaffOutcome.Done, await staff.AddAsync(user.Email!, StaffRole.Moderator, cancel));
        Assert.Equal(StaffOutcome.NothingToDo, await staff.AddAsync(user.Email!, StaffRole.Moderator, cancel));
        Assert.Equal(StaffOutcome.Done, await staff.RemoveAsync(user.Email!, StaffRole.Moderator, cancel));

        Assert.Equal(["staff.add", "staff.remove"], _database.Read(db => db.AuditEntries.OrderBy(e => e.Id).Select(e => e.Action).ToList()));
    }

    [Fact]
    public async Task Nobody_becomes_staff_by_an_address_that_is_not_confirmed()
    {
        var (staff, user, cancel) = (new Staff(_database, _database.Clock), A.User("Eve"), TestContext.Current.CancellationToken);
        user.EmailConfirmed = false;
        _database.Saved(user);

        Assert.Equal(StaffOutcome.NotConfirmed, await staff.AddAsync(user.Email!, StaffRole.Operator, cancel));
        Assert.Equal(0, _database.Read(db => db.StaffGrants.Count()));
    }

    public void Dispose() => _database.Dispose();
}
