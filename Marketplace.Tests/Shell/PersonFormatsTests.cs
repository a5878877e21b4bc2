using System.Globalization;
using System.Text.RegularExpressions;
using Hangfire;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Portal;
using Marketplace.Resolution;
using Marketplace.Tests.Accounts;
using Marketplace.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Shell;

public sealed partial class PersonFormatsTests : IAsyncDisposable
{
    private readonly PortalHost _portal = new();
    private readonly User _ida;

    public PersonFormatsTests()
    {
        _ida = _portal.Database.Saved(A.User("Ida"));
        _portal.Database.Available(_portal.Database.Publisher(), "Acme.Mail", "1.0.0");
        using var db = _portal.Database.CreateDbContext();
        db.ModuleFigures.Single().Count(downloads: 12345, installs: 1204);
        db.ModuleFigures.Single().Rate([0, 0, 1, 0, 1]);
        db.SaveChanges();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("de-DE,de;q=0.9,en;q=0.8", "1.204 installs", "01.03.2026")]
    [InlineData("en-GB", "1,204 installs", "1 Mar 2026")]
    [InlineData("", "1,204 installs", "Mar 1, 2026")]
    public async Task A_stranger_reads_a_page_in_the_formats_of_the_browser(string languages, string installs, string day)
    {
        using var client = Browser(languages, "Asia/Tokyo");

        var page = await client.GetStringAsync(PortalUrls.Module("Acme.Mail"), Cancel);

        Assert.Contains(installs, page, StringComparison.Ordinal);
        Assert.Matches($"title=\"{day}, [^\"]+, Asia/Tokyo \\(UTC&#x2B;9\\)\"", page);
    }

    [Fact]
    public async Task What_programs_read_is_the_same_for_every_browser()
    {
        using var german = Browser("de-DE", "Europe/Berlin");
        using var nobody = _portal.Client();
        string[] addresses =
        [
            PortalUrls.UsageFile("Acme.Mail"), PortalUrls.AdoptionFile("Acme.Mail"), $"{PortalUrls.Api}/modules/Acme.Mail", PortalUrls.FeedIndex,
            PortalUrls.SitemapPart("modules", "1"), PortalUrls.ModuleFeed("Acme.Mail"), PortalUrls.Badge("Acme.Mail", "installs"),
            PortalUrls.Badge("Acme.Mail", "rating"),
        ];
        foreach (var address in addresses)
        {
            Assert.Equal(await nobody.GetStringAsync(address, Cancel), await german.GetStringAsync(address, Cancel));
        }
    }

    [Fact]
    public async Task The_zone_of_the_browser_is_kept_in_the_profile_and_counts_where_the_browser_says_none()
    {
        using (var first = await SignedInAsync("Asia/Tokyo"))
        {
            Assert.Contains("Asia/Tokyo (UTC", await TimesAsync(first), StringComparison.Ordinal);
        }

        using var second = await SignedInAsync("");
        Assert.Contains("Asia/Tokyo (UTC", await TimesAsync(second), StringComparison.Ordinal);
        Assert.Equal("Asia/Tokyo", _portal.Database.Read(db => db.Users.Single(u => u.Id == _ida.Id).TimeZone));
    }

    [Fact]
    public async Task A_zone_is_chosen_on_the_account_page_and_the_browser_is_followed_again()
    {
        using var client = await SignedInAsync("Asia/Tokyo");

        var chosen = await Form.PostAsync(client, PortalUrls.Account, "time-zone", ("Zone", "America/New_York"));
        Assert.Contains("Times are shown in America/New York.", chosen, StringComparison.Ordinal);
        Assert.Matches("<option value=\"America/New_York\" selected", chosen);
        Assert.Contains("Follow the browser (Asia/Tokyo)", chosen, StringComparison.Ordinal);
        Assert.Contains("America/New York (UTC", await TimesAsync(client), StringComparison.Ordinal);

        var refused = await Form.PostAsync(client, PortalUrls.Account, "time-zone", ("Zone", "Nowhere/Town"));
        Assert.Contains("Choose a time zone from the list.", refused, StringComparison.Ordinal);
        Assert.Contains("America/New York (UTC", await TimesAsync(client), StringComparison.Ordinal);

        var followed = await Form.PostAsync(client, PortalUrls.Account, "time-zone", ("Zone", ""));
        Assert.Contains("Times follow your browser’s time zone.", followed, StringComparison.Ordinal);
        Assert.Contains("Asia/Tokyo (UTC", await TimesAsync(client), StringComparison.Ordinal);
    }

    [Fact]
    public void A_job_runs_without_the_culture_of_whoever_caused_it()
    {
        var jobs = _portal.Get<IBackgroundJobClient>();
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");

        var id = jobs.Enqueue<PurgeSessionsJob>(job => job.RunAsync(CancellationToken.None));

        using var storage = _portal.Get<JobStorage>().GetConnection();
        Assert.NotNull(storage.GetJobData(id));
        Assert.Null(storage.GetJobParameter(id, "CurrentCulture"));
    }

    [Fact]
    public void What_nobody_looks_at_is_invariant()
    {
        _ = _portal.Services;
        string? seen = null;
        using (ExecutionContext.SuppressFlow())
        {
            var thread = new Thread(() => seen = $"{CultureInfo.CurrentCulture.Name}/{CultureInfo.CurrentUICulture.Name}");
            thread.Start();
            thread.Join();
        }

        Assert.Equal("/en", seen);
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    private HttpClient Browser(string languages, string zone)
    {
        var client = _portal.Client();
        client.DefaultRequestHeaders.Add("Cookie", $"tz={Uri.EscapeDataString(zone)}");
        client.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", languages);
        return client;
    }

    private async Task<HttpClient> SignedInAsync(string zone)
    {
        var client = await _portal.ClientAsync(new Actor(_ida.Id));
        var cookie = client.DefaultRequestHeaders.GetValues("Cookie").Single();
        client.DefaultRequestHeaders.Remove("Cookie");
        client.DefaultRequestHeaders.Add("Cookie", $"{cookie}; tz={Uri.EscapeDataString(zone)}");
        return client;
    }

    // The account page says when each session began.
    private static async Task<string> TimesAsync(HttpClient client) =>
        string.Join('\n', Time().Matches(await client.GetStringAsync(PortalUrls.Account, Cancel)).Select(time => time.Value));

    [GeneratedRegex("<time [^>]+>")]
    private static partial Regex Time();
}
