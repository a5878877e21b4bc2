namespace Marketplace.Tests.Support.Stripe;

/// <summary>Parameters as they came: <c>a[b][0][c]=v</c> is a tree of names, each with a text or with more names.</summary>
internal sealed class StripeForm
{
    public string? Text { get; private set; }

    public Dictionary<string, StripeForm> Children { get; } = [];

    public bool IsArray => Children.Keys.Index().All(key => key.Item == $"{key.Index}");

    public static StripeForm Parse(string encoded) => Of(
        from pair in encoded.Split('&', StringSplitOptions.RemoveEmptyEntries)
        let cut = pair.IndexOf('=', StringComparison.Ordinal)
        select (Decode(cut < 0 ? pair : pair[..cut]), cut < 0 ? "" : Decode(pair[(cut + 1)..])));

    public static StripeForm Of(IEnumerable<(string Name, string Value)> pairs)
    {
        var form = new StripeForm();
        foreach (var (name, value) in pairs)
        {
            form.Put(name, value);
        }

        return form;
    }

    /// <summary>The same parameters in the same words, whatever their order: for comparing requests of one key.</summary>
    public string Fingerprint() => Children.Count is 0
        ? Text ?? ""
        : $"{{{string.Join(',', Children.OrderBy(child => child.Key, StringComparer.Ordinal).Select(child => $"{child.Key}={child.Value.Fingerprint()}"))}}}";

    private void Put(string name, string value)
    {
        var node = this;
        foreach (var part in name.Replace("]", "", StringComparison.Ordinal).Split('['))
        {
            var key = part.Length is 0 ? $"{node.Children.Count}" : part;
            node = node.Children.TryGetValue(key, out var child) ? child : node.Children[key] = new StripeForm();
        }

        node.Text = value;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
