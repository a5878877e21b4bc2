using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Data;
using Marketplace.Delivery;
using Marketplace.Licensing.Metering;
using Marketplace.Modules;
using Marketplace.Notifications;
using Marketplace.Portal;
using Marketplace.Tests.Delivery;
using Marketplace.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tests.Licensing.Metering;

/// <summary>What modules have used is told by sites and programs, and counts once.</summary>
public sealed class UsageReportTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 15, 9, 0, 0, TimeSpan.Zero));
    private readonly PortalHost _portal;

    public UsageReportTests() => _portal = new() { Clock = _clock };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private DateTime Now => _clock.UtcNow;

    [Fact]
    public async Task An_entry_counts_once_however_often_and_at_once_it_is_told()
    {
        var shop = await LicensedShop.OfAsync(_portal, null, Cancel);
        var entries = Enumerable.Range(1, 20).Select(count => Entry(count)).ToArray();

        var receipts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => RecordAsync(shop, entries), Cancel)));

        Assert.Equal((20, 140), (receipts.Sum(receipt => receipt.Counted), receipts.Sum(receipt => receipt.Known)));
        Assert.Equal(210, (await UseAsync(shop)).ThisMonth);
        Assert.Equal(210, _portal.Database.Read(db => db.UsageReports.Sum(r => r.Count)));
        Assert.Equal(new UsageReceipt(0, 1, []).Known, (await RecordAsync(shop, [entries[0], entries[0]])).Known);
    }

    [Fact]
    public async Task Use_counts_on_its_day_and_what_goes_beyond_is_told_once()
    {
        var shop = await LicensedShop.OfAsync(_portal, null, Cancel);
        var lastMonth = new DateTime(Now.Year, Now.Month, 1, 0, 0, 0, DateTimeKind.Utc).AddTicks(-1);

        await RecordAsync(shop, [Entry(700) with { From = lastMonth, Until = lastMonth }, Entry(900)]);
        Assert.Equal((900, 700, 1000, 0), Figures(await UseAsync(shop)));
        Assert.Empty(Told());

        await RecordAsync(shop, [Entry(150)]);
        await RecordAsync(shop, [Entry(50)]);

        Assert.Equal((1100, 700, 1000, 100), Figures(await UseAsync(shop)));
        Assert.Equal(
            ["Acme Shop has used more than the 1,000 documents that your license includes this month; what goes beyond is charged"], Told());
    }

    [Fact]
    public async Task What_does_not_count_is_named_and_the_rest_counts()
    {
        var shop = await LicensedShop.OfAsync(_portal, null, Cancel);
        UsageEntry[] bad =
        [
            Entry(1) with { Module = "Acme.Base" }, Entry(1) with { Quantity = "mails" }, Entry(0), Entry(-5),
            Entry(1) with { From = Now.AddDays(2), Until = Now.AddDays(2) }, Entry(1) with { From = Now, Until = Now.AddHours(-1) },
            Entry(1) with { From = Now.AddDays(-63), Until = Now.AddDays(-63) },
        ];

        var receipt = await RecordAsync(shop, [.. bad, Entry(3), Entry(2) with { Quantity = "users" }]);

        Assert.Equal((2, 0), (receipt.Counted, receipt.Known));
        Assert.Equal(
            [
                "There is no license of Acme.Base.", "No license of Acme.Shop speaks of “mails”. Use a name of its offer.",
                "A count is from 1 to 1,000,000,000,000.", "A count is from 1 to 1,000,000,000,000.",
                "It ends before it began, or in the future. Set the clock right; times are in UTC.",
                "It ends before it began, or in the future. Set the clock right; times are in UTC.", "It is more than 62 days ago.",
            ],
            receipt.Refused.Select(refused => refused.Reason));
        Assert.Equal(bad.Select(entry => entry.Report), receipt.Refused.Select(refused => refused.Report));
        Assert.Equal(3, (await UseAsync(shop)).ThisMonth);
    }

    [Fact]
    public async Task An_agent_tells_what_its_site_has_used()
    {
        var shop = await LicensedShop.OfAsync(_portal, null, Cancel);
        var site = await shop.InstalledAsync("Shop", Cancel);
        using var agent = await AgentSite.OfAsync(_portal, shop.Client.Actor, site.Id, Cancel);
        var entry = Entry(7);

        for (var time = 0; time < 2; time++)
        {
            using var answer = await agent.Http.PostAsJsonAsync($"{PortalUrls.Agent}/usage", new[] { entry }, AgentFormat.Json, Cancel);
            var receipt = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<UsageReceipt>(AgentFormat.Json, Cancel);
            Assert.Equal((1 - time, time), (receipt!.Counted, receipt.Known));
        }

        Assert.Equal(7, (await UseAsync(shop)).ThisMonth);
        Assert.Equal($"site/{site.Id}", _portal.Database.Read(db => db.UsageReports.Single().Source));
        using var bad = await agent.Http.PostAsJsonAsync($"{PortalUrls.Agent}/usage", new object[] { new { report = Guid.NewGuid() } }, Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
    }

    [Fact]
    public async Task What_lies_in_a_folder_is_collected_once_and_a_damaged_file_stops_nothing()
    {
        var shop = await LicensedShop.OfAsync(_portal, null, Cancel);
        var (site, other) = (await shop.InstalledAsync("Shop", Cancel), await shop.InstalledAsync("Other", Cancel));
        var folder = Directory.CreateDirectory(Path.Combine(site.Store.Folder, "usage")).FullName;
        var text = JsonSerializer.Serialize(new[] { Entry(4), Entry(5) }, JsonSerializerOptions.Web);
        await File.WriteAllTextAsync(Path.Combine(folder, "2.usage.json"), text, Cancel);
        await File.WriteAllTextAsync(Path.Combine(folder, "1.usage.json"), "{ damaged", Cancel);
        await File.WriteAllTextAsync(Path.Combine(folder, "open.json"), text, Cancel);
        await File.WriteAllTextAsync(Path.Combine(other.Store.Folder, "usage"), "in the way", Cancel);

        await _portal.Get<SiteUsage>().CollectAsync(Cancel);
        Assert.Equal(["open.json"], Directory.GetFiles(folder).Select(file => Path.GetFileName(file)));
        await File.WriteAllTextAsync(Path.Combine(folder, "3.usage.json"), text, Cancel);
        await _portal.Get<SiteUsage>().CollectAsync(Cancel);

        Assert.Equal(9, (await UseAsync(shop)).ThisMonth);
    }

    [Fact]
    public async Task A_program_tells_its_use_with_the_key_and_hears_what_is_left()
    {
        var shop = await LicensedShop.OfAsync(_portal, 1, Cancel);
        using var http = _portal.CreateClient();
        var report = Guid.NewGuid();

        for (var time = 0; time < 2; time++)
        {
            using var answer = await http.PostAsJsonAsync(
                "/api/v1/licenses/usage", new { key = shop.Key, report, quantity = LicensedShop.Documents, count = 1040 }, Cancel);
            var said = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(Cancel);
            Assert.Equal("Valid", said.GetProperty("verdict").GetString());
            var use = said.GetProperty("usage");
            Assert.Equal(
                (1000, 1040, 40, "documents"),
                (Number(use, "included"), Number(use, "used"), Number(use, "over"), use.GetProperty("unit").GetString()));
        }

        using var refused = await http.PostAsJsonAsync(
            "/api/v1/licenses/usage", new { key = shop.Key, report = Guid.NewGuid(), quantity = "mails", count = 1 }, Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        using var none = await http.PostAsJsonAsync(
            "/api/v1/licenses/usage", new { key = "none", report, quantity = LicensedShop.Documents, count = 1 }, Cancel);
        Assert.Equal("NotFound", (await none.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("verdict").GetString());
    }

    private UsageEntry Entry(long count) => new(Guid.NewGuid(), LicensedShop.Id, LicensedShop.Documents, count, Now.AddMinutes(-1), Now);

    private Task<UsageReceipt> RecordAsync(LicensedShop shop, UsageEntry[] entries) =>
        _portal.Get<UsageReports>().RecordAsync(shop.Client.Organization.Id, "site/1", entries, Cancel);

    private async Task<QuantityUse> UseAsync(LicensedShop shop) =>
        (await _portal.Get<UsageQueries>().OfAsync(shop.Client.Actor, shop.License, Cancel)).Single(use => use.Name == LicensedShop.Documents);

    private static long Number(JsonElement use, string name) => use.GetProperty(name).GetInt64();

    private static (long, long, long?, long) Figures(QuantityUse use) => (use.ThisMonth, use.LastMonth, use.Included, use.Over);

    private string[] Told() => _portal.Database.Read(
        db => db.Set<Notification>().Where(n => n.Text.Contains("has used more")).Select(n => n.Text).ToArray());

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
