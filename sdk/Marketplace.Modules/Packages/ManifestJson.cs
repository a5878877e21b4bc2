using System.Text;
using System.Text.Json;

namespace Marketplace.Modules.Packages;

/// <summary>Parses JSON strictly and says in our own words what is wrong, and where.</summary>
internal static class ManifestJson
{
    private const int MaxDepth = 32;

    private static readonly (JsonDocumentOptions Leniency, string Fault)[] Faults =
    [
        (new() { MaxDepth = MaxDepth, AllowTrailingCommas = true }, "a comma stands before the closing bracket; remove it"),
        (new() { MaxDepth = MaxDepth, CommentHandling = JsonCommentHandling.Skip }, "comments are not allowed; remove it"),
        (new() { MaxDepth = 1_000_000 }, $"values are nested deeper than {MaxDepth} levels"),
    ];

    /// <summary>Null where there is a fault, which says where and what: “line 3, column 5: …”.</summary>
    public static JsonElement? Parse(ReadOnlyMemory<byte> json, out string? fault)
    {
        fault = Fault(json) is var (what, line, column) ? $"line {line}, column {column}: {what}" : null;
        if (fault is not null)
        {
            return null;
        }

        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
        return document.RootElement.Clone();
    }

    private static (string What, long Line, int Column)? Fault(ReadOnlyMemory<byte> json)
    {
        var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = MaxDepth });
        var objects = new Stack<HashSet<string>>();
        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject:
                        objects.Push([]);
                        break;
                    case JsonTokenType.EndObject:
                        objects.Pop();
                        break;
                    // Of two properties of one name one reader takes the first, another the last.
                    case JsonTokenType.PropertyName when reader.GetString() is var name && !objects.Peek().Add(name!):
                        return At($"the property “{PackagePath.Show(name!)}” is given twice", json.Span, (int)reader.TokenStartIndex);
                }
            }

            return null;
        }
        catch (InvalidOperationException)
        {
            // JSON allows a name that is half a character; text doesn't.
            return At("a property name holds half a character", json.Span, (int)reader.TokenStartIndex);
        }
        catch (JsonException error)
        {
            var at = (int)Math.Min(json.Length, LineStart(json.Span, error.LineNumber ?? 0) + (error.BytePositionInLine ?? 0));
            return At(Cause(json), json.Span, at);
        }
    }

    private static string Cause(ReadOnlyMemory<byte> json)
    {
        foreach (var (leniency, fault) in Faults)
        {
            try
            {
                JsonDocument.Parse(json, leniency).Dispose();
                return fault;
            }
            catch (JsonException)
            {
                // Not, or not only, what this one forgives.
            }
        }

        return "this is not JSON; look for a missing comma, quotation mark or bracket here or just before";
    }

    private static (string, long, int) At(string what, ReadOnlySpan<byte> json, int at)
    {
        var before = json[..at];
        return (what, before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1);
    }

    private static int LineStart(ReadOnlySpan<byte> json, long line)
    {
        var start = 0;
        for (; line > 0; line--)
        {
            start += json[start..].IndexOf((byte)'\n') + 1;
        }

        return start;
    }
}
