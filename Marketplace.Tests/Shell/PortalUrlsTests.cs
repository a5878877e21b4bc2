using Marketplace.Portal;

namespace Marketplace.Tests.Shell;

public class PortalUrlsTests
{
    [Theory]
    [InlineData("/sites?tab=history#top", "/sites?tab=history#top")]
    [InlineData("/publishers/%C3%9Cber", "/publishers/%C3%9Cber")]
    [InlineData("/a\tb", "/home")]
    [InlineData("/a\rb", "/home")]
    [InlineData("/a\nb", "/home")]
    [InlineData("/a\0b", "/home")]
    [InlineData("/a\u007fb", "/home")]
    [InlineData("/\u00fcber", "/home")]
    [InlineData("/\t/evil.example", "/home")]
    [InlineData("//evil.example", "/home")]
    [InlineData("/\\evil.example", "/home")]
    [InlineData("https://evil.example", "/home")]
    [InlineData("", "/home")]
    [InlineData(null, "/home")]
    public void After_sign_in_one_goes_to_addresses_of_the_portal_that_a_header_can_carry(string? given, string taken) =>
        Assert.Equal(taken, PortalUrls.Local(given));
}
