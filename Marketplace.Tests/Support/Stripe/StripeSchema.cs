namespace Marketplace.Tests.Support.Stripe;

/// <summary>What a parameter may be, or what a field is: one node of the description, as it stands in <c>Data</c>.</summary>
internal sealed record StripeSchema
{
    public string? Type { get; init; }
    public string? Ref { get; init; }
    public bool Required { get; init; }
    public bool Emptyable { get; init; }
    public bool Nullable { get; init; }
    public bool Optional { get; init; }
    public string[] Enum { get; init; } = [];
    public string[] Of { get; init; } = [];
    public StripeSchema? Items { get; init; }
    public StripeSchema? Values { get; init; }
    public StripeSchema[] AnyOf { get; init; } = [];
    public Dictionary<string, StripeSchema> Fields { get; init; } = [];
}

internal sealed record StripeResource(string Object, string? IdPrefix, Dictionary<string, StripeSchema> Fields);

internal sealed record StripeEndpoint(string Id, string Method, string Path, Dictionary<string, StripeSchema> Params)
{
    private readonly string[] _segments = Path.Split('/');

    /// <summary>What is before the last dot of the id: <c>Checkout.Sessions</c>.</summary>
    public string Family => Id[..Id.LastIndexOf('.')];

    public string Verb => Id[(Id.LastIndexOf('.') + 1)..];

    public int Placeholders => _segments.Count(segment => segment.StartsWith('{'));

    /// <summary>The ids in the path by the names of their places, or null where the path is another.</summary>
    public Dictionary<string, string>? Match(string path)
    {
        var segments = path.Split('/');
        return segments.Length == _segments.Length && segments.Zip(_segments).All(pair => pair.Second.StartsWith('{') || pair.First == pair.Second)
            ? segments.Zip(_segments).Where(pair => pair.Second.StartsWith('{')).ToDictionary(pair => pair.Second[1..^1], pair => pair.First)
            : null;
    }
}
