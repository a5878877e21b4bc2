using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Marketplace.Data;

/// <summary>Rows that are written once: nothing changes or deletes them.</summary>
public interface IAppendOnly;

/// <summary>Refuses to save a changed or deleted row of an append-only entity: a bug, not something that a user can cause.</summary>
public sealed class AppendOnlyGuard : SaveChangesInterceptor
{
    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Check(eventData.Context!);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Check(eventData.Context!);
        return ValueTask.FromResult(result);
    }

    private static void Check(DbContext db)
    {
        if (db.ChangeTracker.Entries<IAppendOnly>().FirstOrDefault(e => e.State is EntityState.Modified or EntityState.Deleted) is { } entry)
        {
            throw new InvalidOperationException($"{entry.Metadata.ClrType.Name} is append-only; its rows are neither changed nor deleted.");
        }
    }
}
