using Marketplace.Accounts;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Accounts;

public sealed class AuditTrailTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly AuditTrail _trail;

    public AuditTrailTests() => _trail = _database.AuditTrail();

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

        await TamperAsync(sql);

        Assert.Equal(3, (await _trail.VerifyAsync(Cancel))?.Number);
    }

    [Fact]
    public async Task Entries_whose_seals_were_taken_away_are_not_taken_for_new_ones()
    {
        Write(5);
        await _trail.SealAsync(Cancel);
        await TamperAsync("DELETE FROM AuditSeals WHERE Number > 3");
        _database.Clock.Advance(TimeSpan.FromHours(2));

        Assert.Equal(4, (await _trail.VerifyAsync(Cancel))?.Number);
    }

    [Theory]
    [InlineData(4, "DELETE FROM AuditSeals WHERE Number > 3", "DELETE FROM AuditEntries WHERE Id > 3")]
    [InlineData(1, "DELETE FROM AuditSeals", "DELETE FROM AuditEntries")]
    [InlineData(4, "DELETE FROM AuditSeals WHERE Number > 3")]
    [InlineData(1, "DELETE FROM AuditSeals")]
    public async Task What_was_cut_off_is_missed_at_once_and_still_after_more_was_done(long at, params string[] cuts)
    {
        Write(5);
        await _trail.SealAsync(Cancel);

        await TamperAsync(cuts);

        Assert.Equal(at, (await _trail.VerifyAsync(Cancel))?.Number);
        if (cuts.Length > 1)
        {
            Write(20);
            await _trail.SealAsync(Cancel);
            Assert.NotNull(await _trail.VerifyAsync(Cancel));
        }
    }

    [Fact]
    public async Task A_chain_that_was_rewritten_whole_is_not_the_anchored_one()
    {
        Write(5);
        await _trail.SealAsync(Cancel);

        // Whoever may write the database can compute the hashes too.
        await TamperAsync("DELETE FROM AuditSeals", "UPDATE AuditEntries SET Details = 'nothing happened' WHERE Id = 3");
        await _trail.SealAsync(Cancel);

        Assert.Equal(5, (await _trail.VerifyAsync(Cancel))?.Number);
        Write(3);
        await _trail.SealAsync(Cancel);
        Assert.Equal(5, (await _trail.VerifyAsync(Cancel))?.Number);
    }

    [Theory]
    [InlineData("{\"Number\":5,\"Hash\":\"00\",\"Signature\":\"00\"}")]
    [InlineData("{}")]
    [InlineData("not JSON")]
    [InlineData(null)]
    public async Task An_anchor_that_was_forged_or_taken_away_is_missed_and_not_made_again_by_the_next_act(string? text)
    {
        Write(5);
        await _trail.SealAsync(Cancel);
        var file = Path.Combine(_database.Folder, AuditAnchor.FileName);
        File.Delete(file);
        if (text is not null)
        {
            await File.WriteAllTextAsync(file, text, Cancel);
        }

        Write(1);
        await _trail.SealAsync(Cancel);

        Assert.Contains(AuditAnchor.FileName, (await _trail.VerifyAsync(Cancel))!.Problem, StringComparison.Ordinal);
        await _trail.AnchorAsync(Cancel);
        Assert.Null(await _trail.VerifyAsync(Cancel));
        Assert.Equal(1, _database.Read(db => db.AuditEntries.Count(e => e.Action == "audit.anchor")));
    }

    [Fact]
    public async Task An_anchor_kept_elsewhere_shows_what_the_one_here_no_longer_does()
    {
        Write(5);
        await _trail.SealAsync(Cancel);
        var sent = _database.AuditAnchor().Read()!;
        Assert.Null(await _trail.VerifyAsync(Cancel, sent));

        await TamperAsync("DELETE FROM AuditSeals", "DELETE FROM AuditEntries");
        Write(7);
        await _trail.AnchorAsync(Cancel);

        Assert.Null(await _trail.VerifyAsync(Cancel));
        Assert.Equal(5, (await _trail.VerifyAsync(Cancel, sent))?.Number);
    }

    [Fact]
    public async Task An_entry_that_commits_after_later_ones_is_sealed_too()
    {
        Write(5);
        await TamperAsync("DELETE FROM AuditEntries WHERE Id = 3");
        await _trail.SealAsync(Cancel);
        Assert.Equal(4, _database.Read(db => db.AuditSeals.Count()));

        const string Late = "INSERT INTO AuditEntries (Id, At, Action, Subject, Details) VALUES (3, '2026-03-02 09:00:00', 'test.act', 'thing/3', 'late')";
        await TamperAsync(TestDatabase.IsSqlServer ? $"SET IDENTITY_INSERT AuditEntries ON; {Late}" : Late);
        await _trail.SealAsync(Cancel);

        Assert.Equal(5, _database.Read(db => db.AuditSeals.Count()));
        Assert.Null(await _trail.VerifyAsync(Cancel));
    }

    [Fact]
    public async Task Two_processes_may_seal_at_once()
    {
        Write(50);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _database.AuditTrail().SealAsync(Cancel)));
        await _trail.SealAsync(Cancel);

        Assert.Null(await _trail.VerifyAsync(Cancel));
        Assert.Equal(50, _database.Read(db => db.AuditSeals.Count()));
    }

    /// <summary>As someone with the database in their hands would: keys and triggers are no help then.</summary>
    private async Task TamperAsync(params string[] statements)
    {
        await using var db = _database.CreateDbContext();
        await db.Database.OpenConnectionAsync(Cancel);
        await db.Database.ExecuteSqlRawAsync(
            TestDatabase.IsSqlServer ? "ALTER TABLE AuditSeals NOCHECK CONSTRAINT ALL" : "PRAGMA foreign_keys = OFF", Cancel);
        foreach (var sql in statements)
        {
            await db.Database.ExecuteSqlRawAsync(sql, Cancel);
        }
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
