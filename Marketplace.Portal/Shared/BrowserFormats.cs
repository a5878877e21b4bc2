using System.Globalization;
using System.Text.RegularExpressions;
using Marketplace.Accounts;

namespace Marketplace.Portal.Shared;

/// <summary>In which formats and by which clock someone reads, by what the browser says.</summary>
internal static partial class BrowserFormats
{
    // Written by js/zone.js.
    private const string ZoneCookie = "tz";

    // That of the texts, for whoever asks for no language that is known.
    private static readonly CultureInfo Default = CultureInfo.GetCultureInfo("en-US");

    /// <summary>Of the first language that is known.</summary>
    public static CultureInfo CultureOf(HttpRequest request) => request.GetTypedHeaders().AcceptLanguage
        .Where(language => language.Quality is not 0)
        .OrderByDescending(language => language.Quality ?? 1)
        .Select(language => Find(language.Value.ToString()))
        .FirstOrDefault(culture => culture is not null) ?? Default;

    /// <summary>Null where the browser has not named it yet.</summary>
    public static TimeZoneInfo? ZoneOf(HttpRequest request) => TimeZones.Find(request.Cookies[ZoneCookie]);

    // A language alone stands for its main region. The framework keeps every culture that it was ever asked for, so it is not asked for any text at all.
    private static CultureInfo? Find(string name)
    {
        if (!Name().IsMatch(name))
        {
            return null;
        }

        try
        {
            var specific = CultureInfo.CreateSpecificCulture(CultureInfo.GetCultureInfo(name, predefinedOnly: true).Name).Name;
            return specific is "" ? null : CultureInfo.GetCultureInfo(specific);
        }
        catch (CultureNotFoundException)
        {
            return null;
        }
    }

    // Language, script and region.
    [GeneratedRegex("^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?$")]
    private static partial Regex Name();
}
