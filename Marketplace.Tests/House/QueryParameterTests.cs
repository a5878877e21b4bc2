using System.Text.RegularExpressions;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.House;

/// <summary>
/// Only pages take parameters from the address. A part that does so, and is made while the framework tells of a new address, breaks the list that it is
/// then going through, and with it the page of whoever clicked.
/// </summary>
public partial class QueryParameterTests
{
    [Fact]
    public void Only_pages_take_parameters_from_the_address() => Assert.Empty(
        from file in Source.Files("Marketplace.Portal").Where(file => file.EndsWith(".razor", StringComparison.Ordinal))
        let text = File.ReadAllText(file)
        where FromAddress().IsMatch(text) && !text.StartsWith("@page", StringComparison.Ordinal)
        select file);

    [Fact]
    public void Such_a_parameter_is_seen() => Assert.Matches(FromAddress(), "[SupplyParameterFromQuery] private string? By { get; set; }");

    [GeneratedRegex(@"\[SupplyParameterFromQuery\b")]
    private static partial Regex FromAddress();
}
