using Marketplace.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Accounts;

/// <summary>Resets the second factor of a person who lost the app, the recovery codes and the passkeys; run by the administrator on the command line.</summary>
public sealed class SecondFactors(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    /// <summary>
    /// Removes every second factor of the person and ends every session; the password alone signs in until a new one is set up. False if nobody has
    /// registered with the address.
    /// </summary>
    public Task<bool> ResetAsync(string email, CancellationToken cancel) => databases.TransactAsync(
        async db =>
        {
            var (normalized, now) = (User.NormalizeEmail(email), clock.UtcNow);
            if (await db.Users.FirstOrDefaultAsync(u => u.NormalizedEmail == normalized, cancel) is not { } user)
            {
                return false;
            }

            (user.TwoFactorEnabled, user.LockoutEnd, user.AccessFailedCount) = (false, null, 0);
            (user.SecurityStamp, user.ConcurrencyStamp) = ($"{Guid.NewGuid():N}", $"{Guid.NewGuid()}");
            await db.Set<IdentityUserToken<long>>().Where(t => t.UserId == user.Id).ExecuteDeleteAsync(cancel);
            await db.Set<IdentityUserPasskey<long>>().Where(p => p.UserId == user.Id).ExecuteDeleteAsync(cancel);
            await db.Sessions.Where(s => s.UserId == user.Id && s.EndedAt == null).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), cancel);
            db.Audit(null, "two-factor.reset", $"user/{user.Id}", $"{user.Email}, by the command line", now);
            await db.SaveChangesAsync(cancel);
            return true;
        },
        cancel);
}
