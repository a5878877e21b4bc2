using Marketplace.Data;
using Marketplace.Resolution;
using Marketplace.Tests.SqlServer;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Marketplace.Tests.Data;

/// <summary>
/// Keys that differ only by case, form or width, in every unique column of text. That SQL Server keeps them apart like SQLite rests on the
/// collation of each column, which <see cref="SchemaRulesTests"/> looks at.
/// </summary>
public sealed class KeyTests : IDisposable
{
    private static readonly string[] Alike = ["abc", "ABC", "\u00e1bc", "a\u0301bc", "ａbc", "ａＢc"];
    private readonly TestDatabase _database = new();

    /// <summary>The entity, its key, and the text in it.</summary>
    public static TheoryData<string, string, string> Keys()
    {
        using var db = NoServer.Open();
        var keys = new TheoryData<string, string, string>();
        foreach (var type in db.Model.GetEntityTypes().Where(type => !type.IsOwned()))
        {
            foreach (var key in type.GetKeys().Select(k => k.Properties).Concat(type.GetIndexes().Where(i => i.IsUnique).Select(i => i.Properties)))
            {
                foreach (var text in key.Where(IsText))
                {
                    keys.Add(type.Name, string.Join(' ', key.Select(property => property.Name)), text.Name);
                }
            }
        }

        return keys;
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Keys_that_differ_only_by_case_form_or_width_are_several(string entity, string key, string text)
    {
        Assert.SkipWhen(TestDatabase.IsSqlServer, "The rows point nowhere, which only SQLite can be told to take.");
        using var db = _database.CreateDbContext();
        var type = db.Model.FindEntityType(entity)!;
        db.Database.OpenConnection();
        db.Database.ExecuteSqlRaw("PRAGMA foreign_keys = OFF");
        var first = new Dictionary<string, object?>();
        for (var row = 0; row < Alike.Length; row++)
        {
            SampleRow.Track(db, type, EntityState.Added, row + 1);
            var entry = db.ChangeTracker.Entries().Single();
            entry.Property(text).CurrentValue = Alike[row];
            foreach (var other in key.Split(' ').Where(name => name != text))
            {
                first.TryAdd(other, entry.Property(other).CurrentValue);
                entry.Property(other).CurrentValue = first[other];
            }

            db.SaveChanges();
            db.ChangeTracker.Clear();
        }

        var table = type.GetTableName();
#pragma warning disable EF1002 // Names of the model.
        Assert.Equal(Alike.Length, db.Database.SqlQueryRaw<int>($"SELECT COUNT(DISTINCT \"{text}\") AS Value FROM \"{table}\"").Single());
#pragma warning restore EF1002
    }

    [Theory]
    [InlineData(" cafe\u0301 ", "caf\u00e9")]
    [InlineData("Shop", "Shop")]
    [InlineData("\u3000ＡＢ", "ＡＢ")]
    public void The_form_of_a_key_is_composed_and_without_blanks_around_it(string text, string key) => Assert.Equal(key, text.AsKey());

    [Fact]
    public void Half_a_character_in_a_key_becomes_the_sign_for_one() => Assert.Equal("half \ufffd", $"half {(char)0xd83d}".AsKey());

    private static bool IsText(IProperty property) =>
        property.ClrType == typeof(string) && property.GetMaxLength() >= Alike.Max(key => key.Length) && property.IsUnicode() is not false;

    public void Dispose() => _database.Dispose();
}
