using System.Globalization;
using System.Text.RegularExpressions;

namespace Marketplace.Tests.Access;

/// <summary>A request to an endpoint, and who gets something by it. To everybody else it is as if there were nothing, and nothing changes.</summary>
internal sealed partial record EndpointCall(
    string Method, string Pattern, Who May, Func<World, object[]> Values, string Query = "", Func<World, HttpContent>? Body = null)
{
    /// <summary>A page or file of which nothing depends on what there is.</summary>
    public static EndpointCall Get(string pattern, Who may, string query = "") => Get(pattern, may, _ => [], query);

    /// <param name="pattern">As the endpoint states it.</param>
    /// <param name="may">Who gets it.</param>
    /// <param name="values">One for each parameter of the pattern.</param>
    /// <param name="query">With the question mark.</param>
    public static EndpointCall Get(string pattern, Who may, Func<World, object[]> values, string query = "") => new("GET", pattern, may, values, query);

    public string Name => $"{Method} {Pattern}";

    public string Address(World world)
    {
        var values = new Queue<object>(Values(world));
        return Parameter().Replace(Pattern, _ => Uri.EscapeDataString(string.Create(CultureInfo.InvariantCulture, $"{values.Dequeue()}"))) + Query;
    }

    [GeneratedRegex(@"\{(?:\{\{|\}\}|[^{}])+\}")]
    private static partial Regex Parameter();
}
