using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.House;

public class ExampleSettingsTests
{
    [Fact]
    public void The_example_settings_name_every_option_and_no_other() =>
        Assert.Equal(ExampleSettings.InCode().Keys.Order(), ExampleSettings.InFile().Keys.Order());

    [Fact]
    public void The_example_settings_are_the_defaults() => Assert.Empty(
        from setting in ExampleSettings.InFile()
        let value = ExampleSettings.InCode().GetValueOrDefault(setting.Key)
        where !string.Equals(value, setting.Value, StringComparison.OrdinalIgnoreCase)
        select $"{setting.Key} is “{setting.Value}” in the example and “{value}” in the code");

    [Fact]
    public async Task The_example_settings_start_the_portal()
    {
        await using var portal = new PortalHost();
        // The data are the test's own, and the address has no default outside Development.
        foreach (var (key, value) in ExampleSettings.InFile()
            .Where(setting => !setting.Key.StartsWith("Data:", StringComparison.Ordinal) && setting.Key != "Portal:Address"))
        {
            portal.With(key, value);
        }

        using var client = portal.Client();

        Assert.Equal("Healthy", await client.GetStringAsync("/health/ready", TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("Data:Provider", "SqlServer", "Data:ConnectionString")]
    [InlineData("Portal:Address", "", "Portal:Address")]
    [InlineData("Portal:Address", "market.example", "Address")]
    [InlineData("Audit:Key", "short", "Audit:Key")]
    [InlineData("Interest:BasisPoints", "912", "Interest:Since")]
    [InlineData("Telemetry:OtlpEndpoint", "not an address", "Telemetry:OtlpEndpoint")]
    public async Task A_wrong_setting_stops_the_start_and_is_named(string key, string value, string named)
    {
        await using var portal = new PortalHost().With("Data:ConnectionString", "").With(key, value);

        var error = Assert.ThrowsAny<Exception>(() => portal.CreateClient());

        Assert.Contains(named, error.ToString(), StringComparison.Ordinal);
    }
}
