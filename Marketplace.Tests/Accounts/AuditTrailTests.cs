using Marketplace.Accounts;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Accounts;

public sealed class AuditTrailTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly AuditTrail _trail;

    public AuditTrailTests() => _trail = new AuditTrail(_database, _database.Clock);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_trail_that_nobody_touched_verifies()
    {
        Write(250);
        await _trail.SealAsync(Cancel);

        Assert.Null(await _trail.VerifyAsync(Cancel));
        Assert.Equal(250, _database.Read(db => db.AuditSeals.Count()));
    }

    [Theory]
    [InlineData("UPDATE AuditEntries SET Details = 'nothing happened' WHERE Id = 3")]
    [InlineData("DELETE FROM AuditEntries WHERE Id = 3")]
    [InlineData("DELETE FROM AuditSeals WHERE Number = 3")]
    [InlineData("UPDATE AuditSeals SET Hash = '0000000000000000000000000000000000000000000000000000000000000000' WHERE Number = 3")]
    public async Task Whatever_is_changed_past_the_application_breaks_the_chain_at_its_place(string sql)
    {
        Write(5);
        await _trail.SealAsync(Cancel);
        await using (var db = _database.CreateDbContext())
        {
            // As somebody with the file in their hands would: keys and triggers are no help then.
            await db.Database.OpenConnectionAsync(Cancel);
            if (!TestDatabase.IsSqlServer)
            {
                await db.Database.ExecuteSqlRawAsync("PRAGMA foreign_keys = OFF", Cancel);
            }

            await db.Database.ExecuteSqlRawAsync(sql, Cancel);
        }

        Assert.Equal(3, (await _trail.VerifyAsync(Cancel))?.Number);
    }

    [Fact]
    public async Task Entries_whose_seals_were_taken_away_are_not_taken_for_new_ones()
    {
        Write(5);
        await _trail.SealAsync(Cancel);
        await using (var db = _database.CreateDbContext())
        {
            await db.Database.ExecuteSqlRawAsync("DELETE FROM AuditSeals WHERE Number > 3", Cancel);
        }

        _database.Clock.Advance(TimeSpan.FromHours(2));

        Assert.Equal(4, (await _trail.VerifyAsync(Cancel))?.Number);
    }

    [Fact]
    public async Task Two_processes_may_seal_at_once()
    {
        Write(50);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => new AuditTrail(_database, _database.Clock).SealAsync(Cancel)));
        await _trail.SealAsync(Cancel);

        Assert.Null(await _trail.VerifyAsync(Cancel));
        Assert.Equal(50, _database.Read(db => db.AuditSeals.Count()));
    }

    private void Write(int entries)
    {
        using var db = _database.CreateDbContext();
        for (var number = 1; number <= entries; number++)
        {
            db.Audit(null, "test.act", $"thing/{number}", "done", _database.Now);
            db.SaveChanges();
        }
    }

    public void Dispose() => _database.Dispose();
}
