using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Accounts;

/// <summary>What people chose about the screens.</summary>
public sealed class Preferences(IDbContextFactory<MarketplaceDb> databases)
{
    /// <summary>Null if the person chose nothing.</summary>
    public async Task<string?> ReadAsync(Actor actor, string name, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.OwnOf<Preference>(actor).Where(p => p.Name == name).Select(p => p.Text).FirstOrDefaultAsync(cancel);
    }

    /// <summary>The last one to choose is right; a text that is too long is not kept.</summary>
    public async Task SaveAsync(Actor actor, string name, string text, CancellationToken cancel)
    {
        if (text.Length > Preference.MaxText)
        {
            return;
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.OwnOf<Preference>(actor).FirstOrDefaultAsync(p => p.Name == name, cancel) is { } known)
        {
            known.Change(text);
        }
        else if (await db.Users.InPerson(actor).AnyAsync(cancel))
        {
            db.Add(new Preference(actor.UserId, name, text));
        }

        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            // Another tab of the same person chose at the same moment.
        }
    }
}
