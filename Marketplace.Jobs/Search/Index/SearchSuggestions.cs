using Marketplace.Catalog;

namespace Marketplace.Search.Index;

public sealed record CategoryLabel(string Slug, string Title);

/// <summary>What a list that opens while someone types can offer, each kind best first.</summary>
public sealed record Suggestions(IReadOnlyList<ModuleRow> Modules)
{
    public IReadOnlyList<string> Publishers { get; init; } = [];

    public IReadOnlyList<CategoryLabel> Categories { get; init; } = [];

    public IReadOnlyList<string> Tags { get; init; } = [];
}

/// <summary>Publishers, categories and tags of which a word begins as typed, those with most modules first.</summary>
internal sealed class SearchSuggestions
{
    private readonly Dictionary<string, int> _publishers = [];
    private readonly Dictionary<string, int> _categories = [];
    private readonly Dictionary<string, int> _tags = [];

    public void Add(IndexSegment segment, Func<int, bool> isGone)
    {
        var (publishers, categories, tags) = (
            new int[segment.Publishers.Names.Length],
            new int[segment.Categories.Names.Length],
            new int[segment.TagNames.Names.Length]);
        for (var document = 0; document < segment.Count; document++)
        {
            if (isGone(document))
            {
                continue;
            }

            publishers[segment.Publishers.Of[document]]++;
            categories[segment.Categories.Of[document]]++;
            foreach (var tag in segment.TagNames.Of(document))
            {
                tags[tag]++;
            }
        }

        Sum(_publishers, segment.Publishers.Names, publishers);
        Sum(_categories, segment.Categories.Names, categories);
        Sum(_tags, segment.TagNames.Names, tags);
    }

    /// <summary>How many modules each publisher has.</summary>
    public IReadOnlyDictionary<string, int> OfPublishers => _publishers;

    /// <summary>How many modules each category has, by slug.</summary>
    public IReadOnlyDictionary<string, int> OfCategories => _categories;

    public IReadOnlyList<string> Publishers(string text, int count) => Best(_publishers, text, count);

    public IReadOnlyList<string> Categories(string text, int count) => Best(_categories, text, count);

    public IReadOnlyList<string> Tags(string text, int count) => Best(_tags, text, count);

    private static void Sum(Dictionary<string, int> all, string[] names, int[] counts)
    {
        foreach (var (name, count) in names.Zip(counts).Where(label => label.First != "" && label.Second > 0))
        {
            all[name] = all.GetValueOrDefault(name) + count;
        }
    }

    // “wide w” begins so, and so does each further word; the whole name may also be written without blanks.
    private static string[] Best(Dictionary<string, int> names, string text, int count)
    {
        var typed = string.Join(' ', SearchText.Words(text));
        return typed == "" ? [] : [.. names.Select(name => (name.Key, name.Value, Words: string.Join(' ', SearchText.Words(name.Key))))
            .Where(name => $" {name.Words}".Contains($" {typed}", StringComparison.Ordinal))
            .OrderByDescending(name => name.Words.StartsWith(typed, StringComparison.Ordinal))
            .ThenByDescending(name => name.Value)
            .ThenBy(name => name.Key, StringComparer.OrdinalIgnoreCase)
            .Take(count).Select(name => name.Key)];
    }
}
