using Marketplace.Accounts;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.AspNetCore.Identity;
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

    [Fact]
    public async Task Staff_are_listed_with_who_has_no_second_factor()
    {
        var cancel = TestContext.Current.CancellationToken;
        _database.Staff(StaffRole.Operator);
        _database.Save(new StaffGrant(_database.Saved(A.User("Ida")).Id, StaffRole.Moderator, A.Day));

        var listed = await new Staff(_database, _database.Clock).ListAsync(cancel);

        Assert.Equal(
            [("Ida", StaffRole.Moderator, false), ("Mo", StaffRole.Operator, true)],
            listed.OrderBy(row => row.Name).Select(row => (row.Name, row.Role, row.HasSecondFactor)));
    }

    [Fact]
    public async Task A_lost_second_factor_is_reset_with_all_sessions_and_leaves_a_trace()
    {
        var (factors, cancel) = (new SecondFactors(_database, _database.Clock), TestContext.Current.CancellationToken);
        var user = A.User("Ida");
        user.TwoFactorEnabled = true;
        _database.Save(user);
        _database.Save(
            new Session(user.Id, "Firefox", "127.0.0.1", _database.Now),
            new IdentityUserToken<long> { UserId = user.Id, LoginProvider = "[AspNetUserStore]", Name = "AuthenticatorKey", Value = "KEY" });

        Assert.False(await factors.ResetAsync("nobody@example.com", cancel));
        Assert.True(await factors.ResetAsync(user.Email!.ToUpperInvariant(), cancel));

        Assert.False(_database.Read(db => db.Users.Single().TwoFactorEnabled));
        Assert.NotNull(_database.Read(db => db.Sessions.Single().EndedAt));
        Assert.Equal(0, _database.Read(db => db.Set<IdentityUserToken<long>>().Count()));
        Assert.Equal("two-factor.reset", _database.Read(db => db.AuditEntries.Single().Action));
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
