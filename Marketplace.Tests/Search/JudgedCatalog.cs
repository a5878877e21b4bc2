using System.Text.Json;
using Marketplace.Search.Index;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Search;

/// <summary>The demo's modules and some made up to be difficult, as the index takes them in.</summary>
internal static class JudgedCatalog
{
    public static readonly DateTime Now = new(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc);

    private static readonly SearchDocument[] Difficult =
    [
        Document("Our.Umbraco.GMaps", "GMaps", "A map picker for editors."),
        Document("Toolkit.HighPerformance", "Toolkit.HighPerformance", "Pools and spans."),
        Document("Fast.XMLReader", "Fast.XMLReader", "Reads large files."),
        Document("Login.OAuth2Client", "Login.OAuth2Client", "Signs in elsewhere."),
        Document("Taxi.Ueber", "Über", "Calls a taxi."),
        Document("Shop.Cafe", "Café", "Orders at the table."),
        Document("weather-openapi", "weather-openapi", "Forecasts for a place."),
    ];

    public static SearchIndex Index(params SearchDocument[] more)
    {
        var builder = new IndexBuilder();
        foreach (var document in Demo().Concat(Difficult).Concat(more).Select((document, at) => document with { Id = at + 1 }))
        {
            builder.Add(document);
        }

        var segment = builder.Build();
        return new SearchIndex(segment, new IndexBuilder(segment).Build(), new bool[segment.Count], SearchSynonyms.None);
    }

    public static string? First(this SearchIndex index, string text) => index.Ids(text) is [var first, ..] ? first : null;

    public static IReadOnlyList<string> Ids(this SearchIndex index, string text) => index.Ids(new CatalogQuery { Text = text });

    public static IReadOnlyList<string> Ids(this SearchIndex index, CatalogQuery query) => [.. index.Find(query, Now, 20).Hits.Select(hit => hit.PackageId)];

    public static SearchDocument Document(string id, string name, string summary) => new(0, id, name, summary) { UpdatedAt = Now };

    private static IEnumerable<SearchDocument> Demo()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "Marketplace.Portal", "Demo", "catalog.json")));
        return [.. from publisher in json.RootElement.EnumerateArray()
                   from module in publisher.GetProperty("modules").EnumerateArray()
                   select Document(
                       module.GetProperty("id").GetString()!,
                       module.GetProperty("name").GetString()!,
                       module.GetProperty("summary").GetString()!) with
                   {
                       Publisher = publisher.GetProperty("name").GetString()!,
                       Category = module.GetProperty("category").GetString()!,
                       Tags = [.. module.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()!)],
                   }];
    }
}
