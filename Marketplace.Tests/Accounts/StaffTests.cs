using Marketplace.Accounts;
using Marketplace.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_portal_without_an_operator_says_at_its_start_how_to_become_one(bool hasOne)
    {
        var log = new CapturedLog(LogLevel.Warning);
        await using var portal = new PortalHost { Replace = services => services.AddSingleton<ILoggerProvider>(log) };
        if (hasOne)
        {
            portal.Database.Staff(StaffRole.Operator);
        }

        _ = portal.Services;

        Assert.Equal(!hasOne, log.Lines.Any(line => line.Contains("staff add <e-mail> Operator", StringComparison.Ordinal)));
    }

    public void Dispose() => _database.Dispose();
}
