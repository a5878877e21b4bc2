using System.Globalization;
using System.Text.RegularExpressions;
using Marketplace.Accounts;
using Marketplace.Community;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Marketplace.Tests.SqlServer;

/// <summary>Runs when the other tests have run, so that it sees every statement they caused.</summary>
[CollectionDefinition(nameof(AfterTheOthers), DisableParallelization = true)]
public sealed class AfterTheOthers;

/// <summary>
/// Nothing is listed here: each query and bulk command that any test puts to a <see cref="TestDatabase"/> or a
/// <see cref="PortalHost"/> is translated for SQL Server beside it, and bound here. A query no test asks is not seen.
/// </summary>
[Collection(nameof(AfterTheOthers))]
public partial class StatementTests
{
    [Fact]
    public void Every_row_can_be_written_changed_and_deleted_on_SQL_Server()
    {
        using var db = NoServer.Open();
        var before = NoServer.Statements.ToHashSet();
        foreach (var type in db.Model.GetEntityTypes().Where(type => !type.IsOwned()))
        {
            Save(type, EntityState.Added, rows: 1);
            Save(type, EntityState.Added, rows: 5);
            Save(type, EntityState.Modified, rows: 1);
            Save(type, EntityState.Deleted, rows: 1);
        }

        Assert.True(NoServer.Statements.Count >= before.Count + (3 * db.Model.GetEntityTypes().Count()));
        Assert.Empty(Complaints([.. NoServer.Statements.Except(before)]));
    }

    [Fact]
    public void Every_statement_the_tests_caused_binds_on_SQL_Server()
    {
        Assert.SkipWhen(IsFiltered || TestDatabase.IsSqlServer, "Only a full run on SQLite causes every statement.");
        Assert.Empty(Complaints([.. NoServer.Statements]));
    }

    [Fact]
    public void No_statement_compares_a_column_with_texts_from_JSON_whose_collation_is_the_databases()
    {
        Assert.SkipWhen(TestDatabase.IsSqlServer, "SQL Server says so itself.");
        Assert.DoesNotContain(NoServer.Statements, statement => TextsFromJson().IsMatch(statement.Sql));
    }

    [Fact]
    public void Every_method_that_uses_the_database_is_run_by_a_test()
    {
        Assert.SkipWhen(IsFiltered || TestDatabase.IsSqlServer, "Only a full run on SQLite runs every method.");

        var missing = DatabaseUsers.NotRun();

        Assert.True(missing.Count == 0, $"No test runs, so nobody has seen under SQL Server:\n{string.Join('\n', missing)}");
    }

    [Fact]
    public void A_query_that_only_SQLite_understands_fails_in_the_test_that_asks_it()
    {
        Assert.SkipWhen(TestDatabase.IsSqlServer, "The query goes to SQL Server itself.");
        using var database = new TestDatabase();

        Assert.Throws<InvalidOperationException>(() => database.Read(db => db.Users.Count(u => EF.Functions.Glob(u.DisplayName, "A*"))));
    }

    private static bool IsFiltered => Environment.GetCommandLineArgs().Any(argument =>
        argument.Contains("filter", StringComparison.OrdinalIgnoreCase) || argument is "-class" or "-method" or "-namespace" or "-id");

    private static void Save(IEntityType type, EntityState state, int rows)
    {
        using var db = NoServer.Open();
        for (var number = 1; number <= rows; number++)
        {
            SampleRow.Track(db, type, state, number);
        }

        NoServer.Sends(() => db.SaveChanges());
    }

    private static IReadOnlyList<string> Complaints(List<Statement> statements)
    {
        using var db = NoServer.Open();
        using var model = SqlServerModel.Of(NoServer.CreateScript(db));
        for (var number = 0; number < statements.Count; number++)
        {
            model.Add(statements[number].AsProcedure(number));
        }

        return [.. model.Complaints().Select(complaint => $"{complaint}\n{Blamed(complaint, statements)}")];
    }

    private static string Blamed(string complaint, List<Statement> statements) =>
        ProcedureName().Match(complaint) is { Success: true } name
            ? statements[int.Parse(name.Groups[1].Value, CultureInfo.InvariantCulture)].Sql
            : "";

    [GeneratedRegex(@"OPENJSON\([^)]*\) WITH \([^)]*\bn?varchar\(\w+\)", RegexOptions.IgnoreCase)]
    private static partial Regex TextsFromJson();

    [GeneratedRegex(@"\[Statement(\d+)\]")]
    private static partial Regex ProcedureName();
}
