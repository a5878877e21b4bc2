using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Marketplace.Tests.SqlServer;

/// <summary>A row of any table with a value in every column, for the statements that SaveChanges writes.</summary>
internal static class SampleRow
{
    public static void Track(DbContext db, IEntityType type, EntityState state, int number)
    {
        var entry = db.Entry(RuntimeHelpers.GetUninitializedObject(type.ClrType));
        foreach (var property in type.GetProperties().Where(p => state != EntityState.Added || p.ValueGenerated == ValueGenerated.Never))
        {
            entry.Property(property.Name).CurrentValue = Value(property, number);
        }

        Fill(entry.ComplexProperties, number);
        entry.State = state;
        if (state == EntityState.Modified)
        {
            foreach (var property in entry.Properties.Where(p => !p.Metadata.IsPrimaryKey()))
            {
                property.IsModified = true;
            }
        }
    }

    private static void Fill(IEnumerable<ComplexPropertyEntry> parts, int number)
    {
        foreach (var part in parts)
        {
            part.CurrentValue = RuntimeHelpers.GetUninitializedObject(part.Metadata.ComplexType.ClrType);
            foreach (var property in part.Metadata.ComplexType.GetProperties())
            {
                part.Property(property.Name).CurrentValue = Value(property, number);
            }

            Fill(part.ComplexProperties, number);
        }
    }

    private static object Value(IReadOnlyProperty property, int number)
    {
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        return type switch
        {
            _ when type == typeof(string) => $"x{number}",
            _ when type == typeof(byte[]) => new byte[] { 1, 2, (byte)number },
            _ when type == typeof(DateTime) => new DateTime(2026, 3, 1, 0, 0, number, DateTimeKind.Utc),
            _ when type == typeof(Guid) => new Guid(number, 0, 0, new byte[8]),
            _ when type == typeof(long) => (long)number,
            _ when type == typeof(int) => number,
            _ => RuntimeHelpers.GetUninitializedObject(type),
        };
    }
}
