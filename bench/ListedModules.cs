using Marketplace.Search.Index;
using Microsoft.Data.Sqlite;

namespace Marketplace.Bench;

/// <summary>Puts a list of modules into a data folder that holds the demo: each with one release that passed every check, as its rows say.
/// They have no packages.</summary>
internal static class ListedModules
{
    private const string Template = "Acme.Invoicing";

    public static async Task AddAsync(string dataFolder, IReadOnlyList<SearchDocument> documents)
    {
        await using var database = new SqliteConnection($"Data Source={Path.Combine(dataFolder, "marketplace.db")}");
        await database.OpenAsync();
        await using var transaction = database.BeginTransaction();
        await DoAsync("CREATE TEMP TABLE Listed (Id INTEGER PRIMARY KEY, Name TEXT, Summary TEXT, Installs INTEGER, Hash TEXT)");
        await using (var insert = database.CreateCommand())
        {
            insert.CommandText =
                "INSERT INTO Listed SELECT $id + (SELECT MAX(Id) FROM Modules), $name, $summary, $installs, lower(hex(randomblob(32))) "
                + "WHERE NOT EXISTS (SELECT 1 FROM Modules WHERE NormalizedId = lower($name))";
            foreach (var document in documents)
            {
                insert.Parameters.Clear();
                insert.Parameters.AddWithValue("$id", document.Id);
                insert.Parameters.AddWithValue("$name", document.PackageId);
                insert.Parameters.AddWithValue("$summary", document.Summary);
                insert.Parameters.AddWithValue("$installs", document.Installs);
                await insert.ExecuteNonQueryAsync();
            }
        }

        var template = $"(SELECT Id FROM Modules WHERE PackageId = '{Template}')";
        var release = $"(SELECT MAX(Id) FROM Releases WHERE ModuleId = {template})";
        await CopyAsync("Modules", $"t.Id = {template}", new()
        {
            ["Id"] = "l.Id", ["PackageId"] = "l.Name", ["NormalizedId"] = "lower(l.Name)",
            ["DisplayName"] = "l.Name", ["NormalizedName"] = "lower(l.Name)",
            ["Summary"] = "l.Summary", ["NormalizedSummary"] = "lower(l.Summary)",
            ["PublisherId"] = "(SELECT Id FROM Organizations ORDER BY (Id * 7 + l.Id) % 11 LIMIT 1)",
            ["UpdatedAt"] = "datetime(t.UpdatedAt, '-' || (l.Id % 1500) || ' days')",
        });
        await CopyAsync(
            "ModuleFigures",
            $"t.ModuleId = {template}",
            new() { ["ModuleId"] = "l.Id", ["Installs"] = "l.Installs", ["Downloads"] = "l.Installs" });
        await CopyAsync(
            "Releases",
            $"t.Id = {release}",
            new() { ["Id"] = "(SELECT MAX(Id) FROM Releases) + l.Id", ["ModuleId"] = "l.Id", ["PackageHash"] = "l.Hash" });
        await CopyAsync(
            "Checks",
            $"t.PackageHash = (SELECT PackageHash FROM Releases WHERE Id = {release})",
            new() { ["Id"] = "NULL", ["PackageHash"] = "l.Hash" });
        await transaction.CommitAsync();

        // A copy of the rows that match for each of the list, with these columns otherwise.
        async Task CopyAsync(string table, string which, Dictionary<string, string> columns)
        {
            var names = new List<string>();
            await using (var read = database.CreateCommand())
            {
                read.CommandText = $"SELECT name FROM pragma_table_info('{table}')";
                await using var rows = await read.ExecuteReaderAsync();
                while (await rows.ReadAsync())
                {
                    names.Add(rows.GetString(0));
                }
            }

            await DoAsync(
                $"INSERT INTO {table} ({string.Join(", ", names)}) "
                    + $"SELECT {string.Join(", ", names.Select(name => columns.GetValueOrDefault(name, $"t.{name}")))} "
                    + $"FROM {table} t, Listed l WHERE {which}");
        }

        async Task DoAsync(string text)
        {
            await using var command = database.CreateCommand();
            (command.CommandText, command.CommandTimeout) = (text, 600);
            await command.ExecuteNonQueryAsync();
        }
    }
}
