using Marketplace.Portal.Shared;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Tests.Shared;

public sealed class BrowserFormatsTests
{
    [Theory]
    [InlineData("de-DE,de;q=0.9,en-US;q=0.8,en;q=0.7", "de-DE")]
    [InlineData("de", "de-DE")]
    [InlineData("en;q=0.5, fr", "fr-FR")]
    [InlineData("fr;q=0, de-AT;q=0.1", "de-AT")]
    [InlineData("DE-ch", "de-CH")]
    [InlineData("zh-TW", "zh-TW")]
    [InlineData("sr-Latn-RS", "sr-Latn-RS")]
    [InlineData("es-419", "es-419")]
    [InlineData("xx-YY, tlh, de-DE-u-co-phonebk, en-GB;q=0.5", "en-GB")]
    [InlineData("../../etc, iw, en_US, *;q=0.1", "en-US")]
    [InlineData("*", "en-US")]
    [InlineData("", "en-US")]
    public void Formats_follow_the_first_language_that_is_known(string header, string culture)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers.AcceptLanguage = header;

        Assert.Equal(culture, BrowserFormats.CultureOf(request).Name);
    }

    [Theory]
    [InlineData("tz=Asia%2FTokyo", "Asia/Tokyo")]
    [InlineData("tz=Etc/GMT+5", "Etc/GMT+5")]
    [InlineData("tz=../../etc/passwd", null)]
    [InlineData("tz=", null)]
    [InlineData("", null)]
    public void The_zone_is_the_one_that_the_cookie_names(string cookie, string? zone)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers.Cookie = cookie;

        Assert.Equal(zone, BrowserFormats.ZoneOf(request)?.Id);
    }
}
