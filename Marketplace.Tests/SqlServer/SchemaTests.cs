using Marketplace.Data;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Marketplace.Tests.SqlServer;

public class SchemaTests
{
    [Fact]
    public void SQL_Server_accepts_the_whole_schema()
    {
        using var db = NoServer.Open();
        using var model = SqlServerModel.Of(NoServer.CreateScript(db));

        Assert.Empty(model.Complaints());
    }

    [Theory]
    [InlineData(MigrationsSqlGenerationOptions.Default)]
    [InlineData(MigrationsSqlGenerationOptions.Idempotent)]
    public void The_migrations_parse_as_a_script(MigrationsSqlGenerationOptions options)
    {
        using var db = NoServer.Open();

        var script = db.GetService<IMigrator>().GenerateScript(options: options);

        Assert.NotEmpty(SqlServerModel.Parse(script).Batches);
    }

    [Fact]
    public void The_migrations_of_both_databases_are_up_to_date()
    {
        using var sqlServer = NoServer.Open();
        using var sqlite = new SqliteMarketplaceDb((DbContextOptions<SqliteMarketplaceDb>)TestOptions.Sqlite("Data Source=:memory:"));

        Assert.False(sqlServer.Database.HasPendingModelChanges(), "Run ./migrations.sh: SQL Server's migration is behind the entities.");
        Assert.False(sqlite.Database.HasPendingModelChanges(), "Run ./migrations.sh: SQLite's migration is behind the entities.");
    }

    [Fact]
    public void A_wrong_table_is_seen()
    {
        using var db = NoServer.Open();
        using var model = SqlServerModel.Of(NoServer.CreateScript(db));

        model.Add("CREATE PROCEDURE [dbo].[Wrong] AS SELECT [Nme] FROM [Modules] WHERE [Id] IN (SELECT [Id] FROM [Nowhere])");

        Assert.Contains(model.Complaints(), complaint => complaint.Contains("[Nowhere]", StringComparison.Ordinal));
    }
}
