using Marketplace.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Accounts;

public enum StaffOutcome
{
    Done,
    NoSuchPerson,

    /// <summary>Who registered has not shown yet that the address is theirs.</summary>
    NotConfirmed,

    /// <summary>The person has the role already, or does not have it.</summary>
    NothingToDo,
}

/// <param name="HasSecondFactor">An authenticator app or a passkey.</param>
public sealed record StaffRow(string Name, string? Email, StaffRole Role, DateTime Since, bool HasSecondFactor);

/// <summary>Who is staff, as whoever administers the installation says by the command line.</summary>
public sealed class Staff(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    public Task<StaffOutcome> AddAsync(string email, StaffRole role, CancellationToken cancel) => ChangeAsync(email, role, isWanted: true, cancel);

    /// <summary>Works at the person's next act, and within a minute on the pages that are open.</summary>
    public Task<StaffOutcome> RemoveAsync(string email, StaffRole role, CancellationToken cancel) => ChangeAsync(email, role, isWanted: false, cancel);

    /// <summary>The first hundred by address.</summary>
    public async Task<IReadOnlyList<StaffRow>> ListAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var passkeys = db.Set<IdentityUserPasskey<long>>();
        return await db.StaffGrants.OrderBy(g => g.User.Email).ThenBy(g => g.Role)
            .Select(g => new StaffRow(
                g.User.DisplayName, g.User.Email, g.Role, g.GrantedAt, g.User.TwoFactorEnabled || passkeys.Any(p => p.UserId == g.UserId)))
            .Take(100).ToListAsync(cancel);
    }

    private async Task<StaffOutcome> ChangeAsync(string email, StaffRole role, bool isWanted, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var normalized = User.NormalizeEmail(email);
        if (await db.Users
            .Where(u => u.NormalizedEmail == normalized)
            .Select(u => new { u.Id, u.EmailConfirmed })
            .FirstOrDefaultAsync(cancel) is not { Id: var user } found)
        {
            return StaffOutcome.NoSuchPerson;
        }

        if (isWanted && !found.EmailConfirmed)
        {
            return StaffOutcome.NotConfirmed;
        }

        var grant = await db.StaffGrants.FirstOrDefaultAsync(g => g.UserId == user && g.Role == role, cancel);
        if (grant is not null == isWanted)
        {
            return StaffOutcome.NothingToDo;
        }

        if (grant is null)
        {
            db.StaffGrants.Add(new StaffGrant(user, role, clock.UtcNow));
        }
        else
        {
            db.StaffGrants.Remove(grant);
        }

        db.Audit(null, isWanted ? "staff.add" : "staff.remove", $"user/{user}", $"{role}, by the command line", clock.UtcNow);
        await db.SaveChangesAsync(cancel);
        return StaffOutcome.Done;
    }
}
