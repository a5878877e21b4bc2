using Marketplace.Data;
using Marketplace.Resolution;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Marketplace.Tests.SqlServer;

/// <summary>What SQL Server refuses only when a table is made, so that no model sees it beforehand.</summary>
public class SchemaRulesTests
{
    private readonly IRelationalModel _model;

    public SchemaRulesTests()
    {
        using var db = NoServer.Open();
        _model = db.GetService<IDesignTimeModel>().Model.GetRelationalModel();
    }

    [Fact]
    public void No_key_is_longer_than_900_bytes_and_no_index_than_1700() => Assert.Empty(
        from table in _model.Tables
        from key in table.UniqueConstraints.Select(c => (c.Name, c.Columns, Limit: 900))
            .Concat(table.Indexes.Select(i => (i.Name, i.Columns, Limit: 1700)))
        let bytes = key.Columns.Sum(Bytes)
        where bytes > key.Limit
        select $"{table.Name}.{key.Name} takes {bytes} bytes");

    [Fact]
    public void Deleting_a_row_reaches_no_table_on_two_ways() => Assert.Empty(
        from start in _model.Tables
        let reached = Cascades(start).ToList()
        from twice in reached.GroupBy(table => table.Name).Where(ways => ways.Count() > 1 || ways.Key == start.Name)
        select $"{start.Name} cascades to {twice.Key} on {twice.Count()} ways");

    [Fact]
    public void No_filter_of_an_index_uses_more_than_simple_comparisons() => Assert.Empty(
        from table in _model.Tables
        from index in table.Indexes
        where index.Filter is { } filter && (filter.Contains(" OR ", StringComparison.OrdinalIgnoreCase) || filter.Contains('('))
        select $"{index.Name}: {index.Filter}");

    [Fact]
    public void Every_text_is_compared_by_its_characters_as_code_and_SQLite_do_it() => Assert.Empty(
        from table in _model.Tables
        from column in table.Columns
        where column.StoreType.Contains("char", StringComparison.Ordinal) && column.Collation != SqlServerMarketplaceDb.Collation
        where column.PropertyMappings.Any()
        select $"{table.Name}.{column.Name}");

    private static IEnumerable<ITable> Cascades(ITable table) =>
        from foreign in table.ReferencingForeignKeyConstraints
        where foreign.OnDeleteAction is ReferentialAction.Cascade or ReferentialAction.SetNull
        from reached in foreign.Table == table ? [foreign.Table] : Cascades(foreign.Table).Prepend(foreign.Table)
        select (ITable)reached;

    private static int Bytes(IColumn column) => column.StoreType switch
    {
        var type when type.Contains("(max)", StringComparison.Ordinal) => 10_000,
        var type when type.StartsWith('n') && type.Contains('(') => 2 * Length(type),
        var type when type.Contains("char(", StringComparison.Ordinal) || type.Contains("binary(", StringComparison.Ordinal) => Length(type),
        "uniqueidentifier" => 16,
        _ => 8,
    };

    private static int Length(string type) =>
        int.Parse(type[(type.IndexOf('(', StringComparison.Ordinal) + 1)..^1], System.Globalization.CultureInfo.InvariantCulture);
}
