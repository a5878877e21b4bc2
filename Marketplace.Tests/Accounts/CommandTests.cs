using Marketplace.Accounts;
using Marketplace.Tests.Support;
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

        var (code, said) = await RunAsync("staff", "add", user.Email!, "operator");
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
    public async Task What_cannot_be_done_is_named_and_changes_nothing(int code, string words, params string[] command)
    {
        var (ended, said) = await RunAsync(command);

        Assert.Equal(code, ended);
        Assert.Contains(words, said, StringComparison.Ordinal);
        Assert.Equal(0, _database.Read(db => db.StaffGrants.Count() + db.AuditEntries.Count()));
    }

    [Fact]
    public async Task The_audit_trail_is_verified_by_the_command_line()
    {
        await using (var db = _database.CreateDbContext())
        {
            db.Audit(null, "test.act", "test/1", "once", _database.Now);
            await db.SaveChangesAsync(Cancel);
        }

        await new AuditTrail(_database, _database.Clock).SealAsync(Cancel);
        Assert.Equal((0, true), await VerifyAsync("The audit trail is whole."));

        await using (var db = _database.CreateDbContext())
        {
            await db.Database.ExecuteSqlRawAsync("UPDATE AuditEntries SET Details = 'never'", Cancel);
        }

        Assert.Equal((1, true), await VerifyAsync("The audit trail is broken at number 1"));
    }

    private async Task<(int Code, bool Says)> VerifyAsync(string words)
    {
        var (code, said) = await RunAsync("audit", "verify");
        return (code, said.Contains(words, StringComparison.Ordinal));
    }

    private Task<(int Code, string Said)> RunAsync(params string[] command) => RunningProgram.CommandAsync(_database.Folder, Cancel, command);

    public void Dispose() => _database.Dispose();
}
