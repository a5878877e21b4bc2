using Marketplace.Data;
using Marketplace.Modules;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Accounts;

/// <summary>Signs in the name of this marketplace, and keeps the keys for it. The first is made when something is first signed or asked for.</summary>
public sealed class SigningKeys(IDbContextFactory<MarketplaceDb> databases, IDataProtectionProvider protection, TimeProvider clock)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Marketplace.SigningKeys");

    /// <summary>Every key there has been, the newest first; revoked ones are marked.</summary>
    public async Task<IReadOnlyList<PublicKey>> PublicAsync(CancellationToken cancel)
    {
        await CurrentAsync(cancel);
        await using var db = await databases.CreateDbContextAsync(cancel);
        return (await db.SigningKeys.AsNoTracking().OrderByDescending(k => k.Ordinal).Take(100).ToListAsync(cancel)).ConvertAll(key => key.Publish());
    }

    /// <summary>The lock file with this text, signed with the current key.</summary>
    public async Task<SignedLock> SignAsync(string document, CancellationToken cancel) =>
        SignedLock.Sign(document, SecretOf(await CurrentAsync(cancel)));

    /// <summary>The license files that say this, signed with the current key.</summary>
    public async Task<IReadOnlyList<string>> SignAsync(IReadOnlyList<LicenseDocument> documents, CancellationToken cancel)
    {
        var (published, secret) = (await PublicAsync(cancel), SecretOf(await CurrentAsync(cancel)));
        return [.. documents.Select(document => LicenseFile.Sign(document, published, secret))];
    }

    /// <summary>Makes a new key, endorsed by the current one; what the earlier ones signed is still believed. Its id.</summary>
    public async Task<string> RotateAsync(CancellationToken cancel)
    {
        var current = await CurrentAsync(cancel);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var next = Make(await db.SigningKeys.MaxAsync(k => k.Ordinal, cancel) + 1);
        next.Follow(current, Convert.ToBase64String(PublicKey.Endorse(SecretOf(current), Convert.FromBase64String(next.Public))));
        db.SigningKeys.Add(next);
        db.Audit(null, "signing-key.rotate", $"signing-key/{next.KeyId}", $"after {current.KeyId}, by the command line", clock.UtcNow);
        await db.SaveChangesAsync(cancel);
        return next.KeyId;
    }

    /// <summary>
    /// Nothing signed with the key is believed any more, the endorsement of its successor included: sites that have not asked since the rotation must be
    /// given the new key by hand. False if there is no such key, or it is the last that signs.
    /// </summary>
    public async Task<bool> RevokeAsync(string keyId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var key = await db.SigningKeys.FirstOrDefaultAsync(k => k.KeyId == keyId && k.RevokedAt == null, cancel);
        if (key is null || !await db.SigningKeys.AnyAsync(k => k.KeyId != keyId && k.RevokedAt == null, cancel))
        {
            return false;
        }

        key.Revoke(Convert.ToBase64String(PublicKey.Revoke(SecretOf(key))), clock.UtcNow);
        db.Audit(null, "signing-key.revoke", $"signing-key/{keyId}", "by the command line", clock.UtcNow);
        await db.SaveChangesAsync(cancel);
        return true;
    }

    private byte[] SecretOf(SigningKey key) => _protector.Unprotect(Convert.FromBase64String(key.Secret));

    private async Task<SigningKey> CurrentAsync(CancellationToken cancel) => await FindAsync(cancel) ?? await FirstAsync(cancel);

    private async Task<SigningKey?> FindAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.SigningKeys.AsNoTracking().Where(k => k.RevokedAt == null).OrderByDescending(k => k.Ordinal).FirstOrDefaultAsync(cancel);
    }

    private async Task<SigningKey> FirstAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var first = Make(1);
        db.SigningKeys.Add(first);
        db.Audit(null, "signing-key.create", $"signing-key/{first.KeyId}", "the first", clock.UtcNow);
        try
        {
            await db.SaveChangesAsync(cancel);
            return first;
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            // Another process made it first, and the command line may have revoked it since.
            return await CurrentAsync(cancel);
        }
    }

    private SigningKey Make(int ordinal)
    {
        var secret = Ed25519.NewKey();
        var open = Ed25519.PublicKeyOf(secret);
        return new SigningKey(ordinal, PublicKey.IdOf(open), Convert.ToBase64String(open), Convert.ToBase64String(_protector.Protect(secret)), clock.UtcNow);
    }
}
