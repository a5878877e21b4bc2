using System.Security.Cryptography;
using System.Text;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Accounts;

/// <summary>What may be tried only so often by one, or at one.</summary>
public sealed record AttemptLimit(string Name, int Max, TimeSpan Within)
{
    /// <summary>Wrong passwords for one address from one network.</summary>
    public static readonly AttemptLimit Passwords = new("password", 5, TimeSpan.FromMinutes(10));

    /// <summary>Mails to one address that someone else may cause: links to register or to a new password, invitations.</summary>
    public static readonly AttemptLimit Mails = new("mail", 5, TimeSpan.FromHours(1));
}

/// <summary>One try of someone.</summary>
public sealed class Attempt(string key, DateTime at)
{
    public long Id { get; private set; }

    /// <summary>SHA-256 of what was tried and by whom: addresses are not kept for this.</summary>
    public string Key { get; private set; } = key;
    public DateTime At { get; private set; } = at;
}

/// <summary>Counts tries for all processes together.</summary>
public sealed class Attempts(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    /// <summary>False if there were as many as allowed; those that are refused count no further.</summary>
    public async Task<bool> TryAsync(AttemptLimit limit, string who, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (key, since) = (KeyOf(limit, who), clock.UtcNow - limit.Within);
        var recent = db.Attempts.Where(a => a.Key == key && a.At > since);
        if (await recent.CountAsync(cancel) >= limit.Max)
        {
            return false;
        }

        // Counted again once its own row is there: of many at once, only so many see few enough.
        db.Attempts.Add(new Attempt(key, clock.UtcNow));
        await db.SaveChangesAsync(cancel);
        return await recent.CountAsync(cancel) <= limit.Max;
    }

    /// <summary>Forgets one try, which was right: where who knows one thing may still guess others, the wrong ones go on counting.</summary>
    public async Task ForgetOneAsync(AttemptLimit limit, string who, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var key = KeyOf(limit, who);
        await db.Attempts.Where(a => a.Key == key).OrderByDescending(a => a.Id).Take(1).ExecuteDeleteAsync(cancel);
    }

    /// <summary>Forgets the tries, since one of them was right.</summary>
    public async Task ForgetAsync(AttemptLimit limit, string who, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var key = KeyOf(limit, who);
        await db.Attempts.Where(a => a.Key == key).ExecuteDeleteAsync(cancel);
    }

    /// <summary>Deletes what no limit looks at any more.</summary>
    public async Task PurgeAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var before = clock.UtcNow - TimeSpan.FromDays(1);
        await db.Attempts.Where(a => a.At < before).ExecuteDeleteAsync(cancel);
    }

    private static string KeyOf(AttemptLimit limit, string who) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{limit.Name}\n{User.NormalizeEmail(who)}")));
}

internal sealed class AttemptMapping : IEntityTypeConfiguration<Attempt>
{
    public void Configure(EntityTypeBuilder<Attempt> attempt)
    {
        attempt.ToTable("Attempts");
        attempt.Property(a => a.Key).HasMaxLength(64).IsUnicode(false);
        attempt.HasIndex(a => new { a.Key, a.At });
        attempt.HasIndex(a => a.At);
    }
}

/// <summary>Deletes old tries. Safe to run twice.</summary>
public sealed class PurgeAttemptsJob(Attempts attempts)
{
    public Task RunAsync(CancellationToken cancel) => attempts.PurgeAsync(cancel);
}
