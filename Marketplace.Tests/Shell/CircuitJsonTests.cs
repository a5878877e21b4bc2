using System.Text.Json;
using Marketplace.Portal.Shell;
using Marketplace.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.JSInterop;

namespace Marketplace.Tests.Shell;

public sealed class CircuitJsonTests
{
    [Fact]
    public void A_circuit_learns_of_what_it_sends_and_not_of_the_interfaces_of_each_number()
    {
        using var portal = new PortalHost();
        using var scope = portal.Services.CreateScope();
        var options = CircuitJson.OptionsOf(scope.ServiceProvider.GetRequiredService<IJSRuntime>());

        var sent = JsonSerializer.Serialize<object[]>([1, "Save", true, new List<long> { 2 }, new Dictionary<string, int> { ["one"] = 1 }], options);

        Assert.Equal("""[1,"Save",true,[2],{"one":1}]""", sent);
        Assert.True(options.TryGetTypeInfo(typeof(IReadOnlyList<string>), out _));
        Assert.False(options.TryGetTypeInfo(typeof(IComparable<int>), out _));
    }
}
