using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Marketplace.Modules.Packages;

/// <summary>One object of the manifest; each read notes what is wrong under the property's full name.</summary>
internal sealed class ManifestValues(JsonElement value, string prefix, List<PackageRefusal> problems)
{
    public JsonElement Value => value;

    public bool IsObject(string[] known)
    {
        if (value.ValueKind is not JsonValueKind.Object)
        {
            Add("manifest.property", prefix.Length == 0 ? "The whole" : prefix.TrimEnd('.'), "an object expected");
            return false;
        }

        foreach (var property in value.EnumerateObject().Where(property => !known.Contains(property.Name)).Take(20))
        {
            Add("manifest.unknown-property", prefix + PackagePath.Show(property.Name), $"not a known property; known are {string.Join(", ", known)}");
        }

        return true;
    }

    public ManifestValues? Child(string name) => value.TryGetProperty(name, out var child) ? new(child, $"{prefix}{name}.", problems) : null;

    /// <summary>Text that people read.</summary>
    public string? Words(string name, int most, bool required = false) =>
        Text(name, most, IsReadable, "text without control or invisible characters,", required);

    public string? Text(string name, int most, Regex pattern, string expected, bool required = false) => Text(name, most, pattern.IsMatch, expected, required);

    public string? Text(string name, int most, bool required = false) => Text(name, most, text => text.Length > 0, "text", required);

    private string? Text(string name, int most, Func<string, bool> fits, string expected, bool required)
    {
        if (!value.TryGetProperty(name, out var text))
        {
            return required ? Refuse<string?>(name, "manifest.missing-property", "required, but absent", null) : null;
        }

        return Fits(text, most, fits)
            ? text.GetString()
            : Refuse<string?>(name, "manifest.property", $"{expected} of at most {most} characters expected", null);
    }

    public List<string> Texts(string name, int mostItems, int most, Regex pattern, string expected)
    {
        if (!value.TryGetProperty(name, out var list))
        {
            return [];
        }

        if (list.ValueKind is not JsonValueKind.Array
            || list.GetArrayLength() > mostItems
            || list.EnumerateArray().Any(item => !Fits(item, most, pattern.IsMatch)))
        {
            return Refuse<List<string>>(name, "manifest.property", $"a list of at most {mostItems} {expected} expected", []);
        }

        var texts = list.EnumerateArray().Select(item => item.GetString()!).ToList();
        return texts.Distinct().Count() == texts.Count ? texts : Refuse(name, "manifest.property", "each item once expected", texts);
    }

    /// <summary>The objects of a list, or of none where it does not fit.</summary>
    public IReadOnlyList<ManifestValues> Items(string name, int most)
    {
        if (!value.TryGetProperty(name, out var list))
        {
            return [];
        }

        return list.ValueKind is JsonValueKind.Array && list.GetArrayLength() <= most
            ? [.. list.EnumerateArray().Select((item, at) => new ManifestValues(item, $"{prefix}{name}[{at}].", problems))]
            : Refuse<IReadOnlyList<ManifestValues>>(name, "manifest.property", $"a list of at most {most} expected", []);
    }

    public bool Flag(string name)
    {
        if (!value.TryGetProperty(name, out var flag))
        {
            return false;
        }

        return flag.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? flag.GetBoolean()
            : Refuse(name, "manifest.property", "true or false expected", false);
    }

    public void Refuse(string name, string code, string what) => Add(code, prefix + name, what);

    public T Refuse<T>(string name, string code, string what, T instead)
    {
        Add(code, prefix + name, what);
        return instead;
    }

    // A \u escape of half a character is valid JSON but no text.
    private static bool Fits(JsonElement text, int most, Func<string, bool> fits)
    {
        if (text.ValueKind is not JsonValueKind.String)
        {
            return false;
        }

        try
        {
            // Counted as databases count: an emoji is two characters.
            var written = text.GetString()!;
            return written.Length <= most && !written.EndsWith('\n') && fits(written);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static bool IsReadable(string text)
    {
        var runes = text.EnumerateRunes().ToArray();
        return runes.Any(rune => !Rune.IsWhiteSpace(rune)) && runes.Index().All(rune => !IsUnseen(rune.Item) || JoinsEmoji(runes, rune.Index));
    }

    private static bool IsUnseen(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    // Families and professions are several emoji with a joiner between them.
    private static bool JoinsEmoji(Rune[] runes, int at) =>
        runes[at].Value == 0x200d && at > 0 && at < runes.Length - 1
        && Rune.GetUnicodeCategory(runes[at + 1]) is UnicodeCategory.OtherSymbol
        && (runes[at - 1].Value == 0xfe0f || Rune.GetUnicodeCategory(runes[at - 1]) is UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol);

    private void Add(string code, string property, string what) =>
        problems.Add(new(code, $"{ModuleManifest.FileName}, {property}: {what}.", "Correct the property; the schema describes each.", ModuleManifest.FileName));
}
