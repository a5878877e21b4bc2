using Marketplace.Accounts;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Accounts;

public sealed class TimeZonesTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly TimeZones _zones;
    private readonly User _ida;

    public TimeZonesTests() => (_zones, _ida) = (new TimeZones(_database), _database.Saved(A.User("Ida")));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_zone_of_the_browser_is_kept_and_counts_until_it_is_another()
    {
        Assert.Null(await ReadAsync(null));
        Assert.Equal("Europe/Berlin", await ReadAsync("Europe/Berlin"));
        Assert.Equal("Europe/Berlin", await ReadAsync(null));
        Assert.Equal("Asia/Tokyo", await ReadAsync("Asia/Tokyo"));
        Assert.Equal("Asia/Tokyo", Kept().TimeZone);
        Assert.False(Kept().HasChosenTimeZone);
    }

    [Fact]
    public async Task A_chosen_zone_counts_whatever_the_browser_says_until_the_browser_is_followed_again()
    {
        await ReadAsync("Europe/Berlin");
        await _zones.ChooseAsync(_ida.Id, TimeZones.Find("America/New_York"), Cancel);

        Assert.Equal("America/New_York", await ReadAsync("Asia/Tokyo"));
        Assert.Equal("America/New_York", Kept().TimeZone);

        await _zones.ChooseAsync(_ida.Id, null, Cancel);
        Assert.Equal("America/New_York", await ReadAsync(null));
        Assert.Equal("Asia/Tokyo", await ReadAsync("Asia/Tokyo"));
    }

    [Theory]
    [InlineData("Europe/Berlin", true)]
    [InlineData("Asia/Calcutta", true)]
    [InlineData("UTC", true)]
    [InlineData("W. Europe Standard Time", false)]
    [InlineData("Nowhere/Town", false)]
    [InlineData("../../../etc/passwd", false)]
    [InlineData("/dev/zero", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_zone_has_an_IANA_name(string? name, bool isOne) => Assert.Equal(isOne, TimeZones.Find(name) is not null);

    [Fact]
    public void Every_zone_that_can_be_chosen_is_one_and_no_longer_than_the_column()
    {
        Assert.Contains("Europe/Berlin", TimeZones.Names());
        Assert.All(TimeZones.Names(), name => Assert.NotNull(TimeZones.Find(name)));
    }

    public void Dispose() => _database.Dispose();

    private User Kept() => _database.Read(db => db.Users.Single(u => u.Id == _ida.Id));

    private async Task<string?> ReadAsync(string? browser) => (await _zones.ReadAsync(_ida.Id, TimeZones.Find(browser), Cancel))?.Id;
}
