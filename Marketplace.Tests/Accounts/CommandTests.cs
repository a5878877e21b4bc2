using Marketplace.Accounts;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Accounts;

public sealed class CommandTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public CommandTests() => Assert.SkipWhen(TestDatabase.IsSqlServer, "The program is started on the embedded database.");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_operator_is_made_and_unmade_by_the_command_line()
    {
        var user = _database.Saved(A.User("Ida"));

        // The program itself, once; the other tests hold its commands without starting it.
        var (code, said) = await RunningProgram.CommandAsync(_database.Folder, Cancel, "staff", "add", user.Email!, "operator");
        Assert.Equal((0, $"{user.Email} is Operator now. Staff need a second factor or a passkey."), (code, said.Trim()));
        Assert.Equal(StaffRole.Operator, _database.Read(db => db.StaffGrants.Single(g => g.UserId == user.Id).Role));

        Assert.Equal(0, (await RunAsync("staff", "remove", user.Email!.ToUpperInvariant(), "Operator")).Code);
        Assert.Equal(0, _database.Read(db => db.StaffGrants.Count()));
        Assert.Equal(["staff.add", "staff.remove"], _database.Read(db => db.AuditEntries.OrderBy(e => e.Id).Select(e => e.Action).ToList()));
    }

    [Theory]
    [InlineData(1, "Nobody has registered as eve@example.com.", "staff", "add", "eve@example.com", "Operator")]
    [InlineData(2, "There is no role “King”. There are: Moderator, Operator.", "staff", "add", "eve@example.com", "King")]
    [InlineData(2, "There is no command “dance”.", "dance")]
    [InlineData(2, "There is no command “staff dance”.", "staff", "dance")]
    [InlineData(1, "Nobody has registered as eve@example.com.", "second-factor", "reset", "eve@example.com")]
    [InlineData(0, "Nobody is staff yet", "staff", "list")]
    public async Task What_cannot_be_done_is_named_and_changes_nothing(int code, string words, params string[] command)
    {
        var (ended, said) = await RunAsync(command);

        Assert.Equal(code, ended);
        Assert.Contains(words, said, StringComparison.Ordinal);
        Assert.Equal(0, _database.Read(db => db.StaffGrants.Count() + db.AuditEntries.Count()));
    }

    [Fact]
    public async Task Staff_are_listed_with_who_has_no_second_factor()
    {
        var (ida, ben) = (A.User("Ida"), A.User("Ben"));
        ida.TwoFactorEnabled = true;
        _database.Save(ida, ben);
        _database.Save(new StaffGrant(ida.Id, StaffRole.Operator, A.Day), new StaffGrant(ben.Id, StaffRole.Moderator, A.Day));

        var (code, said) = await RunAsync("staff", "list");

        Assert.Equal(0, code);
        Assert.Equal(
            [$"{ben.Email}  Moderator  Ben, since 2026-03-01, without a second factor", $"{ida.Email}  Operator  Ida, since 2026-03-01"],
            said.Trim().Split('\n'));
    }

    [Fact]
    public async Task A_lost_second_factor_is_reset_with_passkeys_and_sessions_and_audited()
    {
        var (user, other) = (A.User("Ida"), _database.Stranger());
        (user.TwoFactorEnabled, user.LockoutEnd) = (true, _database.Clock.GetUtcNow());
        _database.Save(user);
        var stamp = user.SecurityStamp;
        _database.Save(
            new IdentityUserToken<long> { UserId = user.Id, LoginProvider = "[AspNetUserStore]", Name = "AuthenticatorKey", Value = "key" },
            new Session(user.Id, "Firefox", "192.0.2.1", _database.Now),
            new Session(other.UserId, "Firefox", "192.0.2.1", _database.Now));

        var (code, said) = await RunAsync("second-factor", "reset", user.Email!.ToUpperInvariant());

        Assert.Equal(0, code);
        Assert.Contains("no second factor and no passkey now", said, StringComparison.Ordinal);
        var now = _database.Read(db => db.Users.Single(u => u.Id == user.Id));
        Assert.Equal((false, null), (now.TwoFactorEnabled, now.LockoutEnd));
        Assert.NotEqual(stamp, now.SecurityStamp);
        Assert.Empty(_database.Read(db => db.Set<IdentityUserToken<long>>().ToList()));
        Assert.Equal([other.UserId], _database.Read(db => db.Sessions.Where(s => s.EndedAt == null).Select(s => s.UserId).ToList()));
        Assert.Equal("two-factor.reset", _database.Read(db => db.AuditEntries.Single().Action));
    }

    [Fact]
    public async Task The_audit_trail_is_verified_by_the_command_line()
    {
        await using (var db = _database.CreateDbContext())
        {
            db.Audit(null, "test.act", "test/1", "once", _database.Now);
            await db.SaveChangesAsync(Cancel);
        }

        await _database.AuditTrail().SealAsync(Cancel);
        Assert.Equal((0, true), await VerifyAsync("The audit trail is whole."));

        await using (var db = _database.CreateDbContext())
        {
            await db.Database.ExecuteSqlRawAsync("UPDATE AuditEntries SET Details = 'never'", Cancel);
        }

        Assert.Equal((1, true), await VerifyAsync("The audit trail is broken at number 1"));
    }

    private async Task<(int? Code, bool Says)> VerifyAsync(string words)
    {
        var (code, said) = await RunAsync("audit", "verify");
        return (code, said.Contains(words, StringComparison.Ordinal));
    }

    private Task<(int? Code, string Said)> RunAsync(params string[] command) => CommandLine.RunAsync(_database, command);

    public void Dispose() => _database.Dispose();
}
