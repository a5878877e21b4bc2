using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Marketplace.Tests.SqlServer;

/// <summary>
/// Refuses what SQL Server would refuse or change and SQLite takes as it is: a text longer than its column, a letter that a column of one byte
/// does not know, and a key with a blank at its end, which SQL Server holds for the same without.
/// </summary>
internal sealed class ColumnLimits : SaveChangesInterceptor
{
    public static readonly ColumnLimits Instance = new();

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        var written = eventData.Context!.ChangeTracker.Entries().Where(e => e.State is EntityState.Added or EntityState.Modified);
        foreach (var entry in written.Where(e => !e.Metadata.IsMappedToJson()))
        {
            Check(entry.Properties);
            Check(entry.ComplexProperties);
        }

        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
        new(SavingChanges(eventData, result));

    private static void Check(IEnumerable<ComplexPropertyEntry> parts)
    {
        foreach (var part in parts.Where(part => part.CurrentValue is not null && !part.Metadata.ComplexType.IsMappedToJson()))
        {
            Check(part.Properties);
            Check(part.ComplexProperties);
        }
    }

    private static void Check(IEnumerable<PropertyEntry> properties)
    {
        foreach (var property in properties)
        {
            var column = property.Metadata;
            var converter = column.GetTypeMapping().Converter;
            var value = converter is null ? property.CurrentValue : converter.ConvertToProvider(property.CurrentValue);
            if (value is string text && Problem(column, text) is { } problem)
            {
                throw new DbUpdateException($"{column.DeclaringType.DisplayName()}.{column.Name}: {problem}");
            }
        }
    }

    private static string? Problem(IProperty column, string text) =>
        text.Length > column.GetMaxLength() ? $"the column holds {column.GetMaxLength()} characters, not {text.Length}"
        : column.IsUnicode() is false && text.Any(letter => letter > '\u007f') ? "the column holds ASCII only"
        : IsKey(column) && text.EndsWith(' ') ? "a key does not end in a blank"
        : null;

    private static bool IsKey(IProperty column) => column.IsKey() || column.GetContainingIndexes().Any(index => index.IsUnique);
}
