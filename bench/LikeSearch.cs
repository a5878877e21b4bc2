using System.Diagnostics;
using Marketplace.Search.Index;
using Microsoft.Data.Sqlite;

namespace Marketplace.Bench;

/// <summary>The same questions as many feeds answer them: LIKE on name and summary, the most used first.</summary>
internal sealed class LikeSearch : IDisposable
{
    private readonly SqliteConnection _database = new("Data Source=:memory:");
    private readonly List<double> _times = [];

    public static async Task<LikeSearch> OfAsync(IReadOnlyList<SearchDocument> documents)
    {
        var like = new LikeSearch();
        await like._database.OpenAsync();
        await ExecuteAsync(like._database, "CREATE TABLE Modules (Name TEXT, Summary TEXT, Installs INTEGER)");
        await using var transaction = like._database.BeginTransaction();
        await using var insert = like._database.CreateCommand();
        insert.CommandText = "INSERT INTO Modules VALUES ($name, $summary, $installs)";
        foreach (var document in documents)
        {
            insert.Parameters.Clear();
            insert.Parameters.AddWithValue("$name", document.PackageId);
            insert.Parameters.AddWithValue("$summary", document.Summary);
            insert.Parameters.AddWithValue("$installs", document.Installs);
            await insert.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
        return like;
    }

    /// <summary>The share of queries whose module is among the first ten.</summary>
    public double InTen(IEnumerable<(string Text, string Meant)> queries)
    {
        var (found, all) = (0, 0);
        foreach (var (text, meant) in queries)
        {
            using var query = _database.CreateCommand();
            query.CommandText = "SELECT Name FROM Modules WHERE Name LIKE $text OR Summary LIKE $text ORDER BY Installs DESC LIMIT 10";
            query.Parameters.AddWithValue("$text", $"%{text}%");
            var start = Stopwatch.GetTimestamp();
            using var reader = query.ExecuteReader();
            var names = new List<string>();
            while (reader.Read())
            {
                names.Add(reader.GetString(0));
            }

            _times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            (found, all) = (found + (names.Contains(meant) ? 1 : 0), all + 1);
        }

        return (double)found / Math.Max(1, all);
    }

    public double Median() => _times.Order().ElementAt(_times.Count / 2);

    public void Dispose() => _database.Dispose();

    private static async Task ExecuteAsync(SqliteConnection database, string sql)
    {
        await using var command = database.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
