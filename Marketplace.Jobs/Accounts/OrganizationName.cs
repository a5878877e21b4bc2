using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Accounts;

/// <summary>When two organizations are called the same to a reader, who is to know them apart by their names.</summary>
public static class OrganizationName
{
    // Letters of other scripts that look like Latin ones, as in the confusables of UTS #39.
    private static readonly (string Letters, string Latin)[] Scripts =
    [
        ("АВЕЗКМНОРСТУХЅІЈҮԚԜӀЬ", "ABE3KMHOPCTYXSIJYQWlb"), // Cyrillic
        ("авсԁеһіјкӏмнорԛгѕтуѵԝхүь", "abcdehijklmhopqrstyvwxyb"), // Cyrillic
        ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX"), // Greek
        ("αβγεηικνορσςτυχωϲϳ", "abyenikvopostuxwcj"), // Greek
        ("ՕՏՍոօսհցզ", "OSUnouhgq"), // Armenian
        ("ıɑɡɩʟłŁøØđĐħ", "iagillLoOdDh"), // Latin
    ];

    private static readonly Dictionary<char, char> Lookalikes =
        Scripts.SelectMany(script => script.Letters.Zip(script.Latin)).ToDictionary(pair => pair.First, pair => pair.Second);

    public static string? Problem(string name) => NameText.Problem(name) ?? (Shape(name).Length is 0 ? "Use at least one letter or digit in the name." : null);

    /// <summary>The name without case.</summary>
    public static string Fold(string name) => NameText.Normalize(name).ToUpperInvariant();

    /// <summary>What a reader sees of the name, hashed: one length for all, and one order in every database.</summary>
    public static string Skeleton(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Shape(name))));

    // Full-width letters and ligatures fall apart by NFKD; accents, blanks and punctuation are what nobody remembers.
    private static string Shape(string name)
    {
        var shape = new StringBuilder();
        foreach (var letter in name.Normalize(NormalizationForm.FormKD))
        {
            if (letter is not (>= '\u0300' and <= '\u036F') && !char.IsWhiteSpace(letter) && !char.IsPunctuation(letter))
            {
                shape.Append(char.ToLowerInvariant(Lookalikes.GetValueOrDefault(letter, letter)));
            }
        }

        return shape.Replace("rn", "m").Replace("vv", "w").Replace('0', 'o').Replace('1', 'l').Replace('i', 'l').Replace('|', 'l').ToString();
    }
}
