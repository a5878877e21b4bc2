using Marketplace.Search.Index;

namespace Marketplace.Bench;

/// <summary>What is asked: drawn from the list itself by a fixed seed, so that every run asks the same.</summary>
internal sealed class SearchQueries(IReadOnlyList<SearchDocument> documents, int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>Names of at least five signs with one letter left out, added, changed or swapped.</summary>
    public IReadOnlyList<(string Text, string Meant)> Mistyped(int count) =>
        [.. Names().Select(name => (Mistype(name), name))
            .Where(pair => !string.Equals(pair.Item1, pair.name, StringComparison.OrdinalIgnoreCase))
            .Take(count)];

    public IReadOnlyList<(string Text, string Meant)> Ids(int count) => [.. Names().Take(count).Select(name => (name, name))];

    /// <summary>The first 60% of the letters, at least four, of the most popular names.</summary>
    public IReadOnlyList<(string Text, string Meant)> Prefixes(int count) =>
        [.. documents.OrderByDescending(d => d.Installs).Take(count).Select(d => (Beginning(d.PackageId), d.PackageId))];

    /// <summary>One to three words of a summary, in any order.</summary>
    public IReadOnlyList<(string Text, string Meant)> Words(int count) =>
        [.. Enumerable.Range(0, int.MaxValue).Select(_ => documents[_random.Next(documents.Count)])
            .Where(d => d.Summary.Contains(' ', StringComparison.Ordinal)).Take(count)
            .Select(d => (
                string.Join(' ', d.Summary.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    .OrderBy(_ => _random.Next())
                    .Take(_random.Next(1, 4))),
                d.PackageId))];

    /// <summary>Longer than counts: words, beginnings of words, phrases and misspellings of summaries, left out and as filters too.</summary>
    public IReadOnlyList<(string Text, string Meant)> Longest(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (string.Join(' ', Enumerable.Range(0, 30).Select(_ => Part())), ""))];

    private string Part()
    {
        var summary = documents[_random.Next(documents.Count)].Summary.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string[] words = [.. summary.Where(word => word.Length > 2).OrderBy(_ => _random.Next()).Take(2), "the"];
        return _random.Next(7) switch
        {
            0 => $"-{words[0]}",
            1 => $"-\"{words[0]} {words[^1]}\"",
            2 => $"\"{words[0]} {words[^1]}\"",
            3 => $"publisher:{words[0]}",
            4 => Mistype(words[0]),
            5 => words[0],
            _ => words[0][..3],
        };
    }

    private IEnumerable<string> Names()
    {
        while (true)
        {
            if (documents[_random.Next(documents.Count)].PackageId is { Length: >= 5 } name)
            {
                yield return name;
            }
        }
    }

    private string Mistype(string name)
    {
        var (at, letter) = (_random.Next(name.Length - 1), (char)('a' + _random.Next(26)));
        return _random.Next(4) switch
        {
            0 => name.Remove(at, 1),
            1 => name.Insert(at, $"{letter}"),
            2 => $"{name[..at]}{letter}{name[(at + 1)..]}",
            _ => $"{name[..at]}{name[at + 1]}{name[at]}{name[(at + 2)..]}",
        };
    }

    private static string Beginning(string name)
    {
        var wanted = Math.Max(4, (int)Math.Ceiling(name.Count(char.IsLetterOrDigit) * 0.6));
        var (letters, end) = (0, 0);
        while (end < name.Length && letters < wanted)
        {
            letters += char.IsLetterOrDigit(name[end++]) ? 1 : 0;
        }

        return name[..end];
    }
}
