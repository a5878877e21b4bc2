using Marketplace.Portal;

namespace Marketplace.Tests.Shell;

public class PortalUrlsTests
{
    [Theory]
    [InlineData("/sites?tab=history#top", "/sites?tab=history#top")]
    [InlineData("/publishers/%C3%9Cber", "/publishers/%C3%9Cber")]
    [InlineData("/a\tb", "/")]
    [InlineData("/a\rb", "/")]
    [InlineData("/a\nb", "/")]
    [InlineData("/a\0b", "/")]
    [InlineData("/a\u007fb", "/")]
    [InlineData("/\u00fcber", "/")]
    [InlineData("/\t/evil.example", "/")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("", "/")]
    [InlineData(null, "/")]
    public void After_sign_in_one_goes_to_addresses_of_the_portal_that_a_header_can_carry(string? given, string taken) =>
        Assert.Equal(taken, PortalUrls.Local(given));
}
