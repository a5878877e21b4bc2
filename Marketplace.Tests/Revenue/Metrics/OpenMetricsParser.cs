using System.Globalization;
using System.Text.RegularExpressions;

namespace Marketplace.Tests.Revenue.Metrics;

/// <summary>A family as it was read.</summary>
internal sealed record ReadFamily(string Name, string Type, string? Unit, string Help, IReadOnlyList<(string Sample, string Labels, decimal Value)> Samples);

/// <summary>
/// Reads text by the grammar and the rules of OpenMetrics 1.0, as far as gauges and counters go, and throws at whatever they do not allow.
/// </summary>
internal static partial class OpenMetricsParser
{
    public static IReadOnlyList<ReadFamily> Parse(string text)
    {
        Assert.EndsWith("# EOF\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', text);
        var lines = text[..^1].Split('\n');
        Assert.Equal("# EOF", lines[^1]);
        Assert.Single(lines, "# EOF");
        var (families, open) = (new List<ReadFamily>(), (Open?)null);
        foreach (var line in lines.SkipLast(1))
        {
            if (Descriptor().Match(line) is { Success: true } descriptor)
            {
                var name = descriptor.Groups["name"].Value;
                if (open?.Name != name)
                {
                    Close(families, open);
                    Assert.DoesNotContain(families, family => family.Name == name);
                    open = new(name);
                }

                Assert.True(open.Samples.Count == 0, $"Metadata stands before all samples: {line}");
                Assert.True(open.Said.TryAdd(descriptor.Groups["what"].Value, descriptor.Groups["text"].Value), $"Said twice: {line}");
            }
            else
            {
                var sample = Sample().Match(line);
                Assert.True(sample.Success, $"Neither metadata nor a sample: “{line}”");
                Assert.NotNull(open);
                open.Samples.Add((
                    sample.Groups["name"].Value, sample.Groups["labels"].Value,
                    decimal.Parse(sample.Groups["value"].Value, NumberStyles.Float, CultureInfo.InvariantCulture)));
            }
        }

        Close(families, open);
        return families;
    }

    private static void Close(List<ReadFamily> families, Open? open)
    {
        if (open is null)
        {
            return;
        }

        var (name, type, unit) = (open.Name, open.Said["TYPE"], open.Said.GetValueOrDefault("UNIT"));
        Assert.Contains(type, (string[])["gauge", "counter"]);
        Assert.Matches(@"^([^\\\n""]|\\[\\n""])*$", open.Said["HELP"]);
        // A unit ends the name; the suffix of samples is no part of it.
        Assert.True(unit is null || name.EndsWith($"_{unit}", StringComparison.Ordinal), $"{name} does not end with {unit}");
        Assert.DoesNotMatch("_(total|created|bucket|count|sum|gcount|gsum|info)$", name);
        Assert.All(open.Samples, sample => Assert.Equal(type == "counter" ? $"{name}_total" : name, sample.Sample));
        Assert.All(open.Samples, sample => Assert.True(type != "counter" || sample.Value >= 0));
        Assert.Equal(open.Samples.Count, open.Samples.Select(sample => sample.Labels).Distinct().Count());
        families.Add(new(name, type, unit, open.Said["HELP"], open.Samples));
    }

    private sealed record Open(string Name)
    {
        public Dictionary<string, string> Said { get; } = [];
        public List<(string Sample, string Labels, decimal Value)> Samples { get; } = [];
    }

    [GeneratedRegex(@"^# (?<what>TYPE|UNIT|HELP) (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<text>.*)$")]
    private static partial Regex Descriptor();

    private const string Label = @"[a-zA-Z_][a-zA-Z0-9_]*=""([^\\\n""]|\\[\\n""])*""", Number = @"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?";

    // Labels are names and escaped values, a value is a number, and no time is given.
    [GeneratedRegex(@"^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<labels>(" + Label + "(," + Label + @")*)?)\})? (?<value>" + Number + ")$")]
    private static partial Regex Sample();
}
