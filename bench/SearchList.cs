using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Marketplace.Search.Index;

namespace Marketplace.Bench;

/// <summary>Modules to be searched, from a list or from the archive of a real catalog.</summary>
internal static class SearchList
{
    public static IReadOnlyList<SearchDocument> Read(string file)
    {
        var random = new Random(7);
        return [.. File.ReadLines(file).Select(line => line.Split('\t')).Where(cells => cells.Length >= 2 && cells[0] != "")
            .DistinctBy(cells => cells[0], StringComparer.OrdinalIgnoreCase)
            .Select((cells, at) => new SearchDocument(at + 1, cells[0], cells[0], cells[1])
            {
                Installs = cells.Length > 2 && long.TryParse(cells[2], CultureInfo.InvariantCulture, out var installs) ? installs : 0,

                // The list knows no facets; these are drawn so that counting them costs what it costs.
                Category = $"category-{random.Next(12)}",
                Publisher = $"Publisher {random.Next(5000)}",
                License = random.Next(3) == 0 ? "MIT" : "Apache-2.0",
                Hosts = (ulong)random.Next(1, 32),
                Capabilities = random.Next(2) == 0 ? ["network"] : [],
                UpdatedAt = new DateTime(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(-random.Next(1500)),
            })];
    }

    /// <summary>The newest line of each module, with its real downloads, tags, author and license.</summary>
    public static IReadOnlyList<SearchDocument> ReadArchive(string folder)
    {
        using var counts = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "download_counts.json")));
        using var lines = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(folder, "ckan-meta.jsonl.gz")), CompressionMode.Decompress));
        var modules = new Dictionary<string, SearchDocument>(StringComparer.OrdinalIgnoreCase);
        while (lines.ReadLine() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            var (module, id) = (json.RootElement, json.RootElement.GetProperty("identifier").GetString()!);
            var released = module.TryGetProperty("release_date", out var date)
                && date.ValueKind == JsonValueKind.String
                && DateTimeOffset.TryParse(date.GetString(), CultureInfo.InvariantCulture, out var at)
                    ? at.UtcDateTime
                    : DateTime.UnixEpoch;
            if (!modules.TryGetValue(id, out var known) || released >= known.UpdatedAt)
            {
                modules[id] = new SearchDocument(known?.Id ?? modules.Count + 1, id, Text(module, "name"), Text(module, "abstract"))
                {
                    Tags = module.TryGetProperty("tags", out var tags) ? [.. tags.EnumerateArray().Select(tag => tag.GetString()!)] : [],
                    Publisher = Text(module, "author"),
                    License = Text(module, "license"),
                    UpdatedAt = released,
                    Installs = counts.RootElement.TryGetProperty(id, out var count) ? count.GetInt64() : 0,
                };
            }
        }

        return [.. modules.Values];
    }

    private static string Text(JsonElement module, string name) => !module.TryGetProperty(name, out var value) ? ""
        : value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(item => item.GetString() ?? "").FirstOrDefault("") : value.GetString() ?? "";
}
