using System.Net;
using System.Text;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Catalog.Texts;
using Marketplace.Moderation;
using Marketplace.Portal;
using Marketplace.Publishing;
using Marketplace.Resolution;
using Marketplace.Tests.Sdk.Packages;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Publishing;

/// <summary>What publishers wrote, from the package to the pages and feeds that show it.</summary>
public sealed class PublishedTextTests : IAsyncDisposable
{
    private static readonly string TooDeep = $"{string.Concat(Enumerable.Repeat("> ", 128))}deep 🎉";
    private readonly PortalHost _portal = new();
    private readonly Organization _acme;
    private readonly Actor _owner;

    public PublishedTextTests()
    {
        _acme = _portal.Database.Publisher();
        _owner = _portal.Database.Member(_acme, MemberRole.Owner);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task Text_that_cannot_be_rendered_breaks_no_feed_and_no_page()
    {
        await _portal.ReleaseAsync(_owner, Packages.Package("Acme.Other"), Cancel);
        await _portal.ReleaseAsync(_owner, Written(TooDeep), Cancel);
        string[] addresses =
        [
            PortalUrls.ModuleFeed("Acme.Mail"), PortalUrls.ModuleFeed("Acme.Mail", "rss"),
            PortalUrls.PublisherFeed(_acme.Name), PortalUrls.CategoryFeed("tools"),
            PortalUrls.Module("Acme.Mail"), PortalUrls.Module("Acme.Mail", "changelog"),
        ];

        foreach (var address in addresses)
        {
            using var answer = await _portal.Client().GetAsync(address, Cancel);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var shown = WebUtility.HtmlDecode(WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel)));
            Assert.Contains("deep 🎉", shown, StringComparison.Ordinal);
        }

        Assert.Contains("Acme Other", await _portal.Client().GetStringAsync(PortalUrls.PublisherFeed(_acme.Name), Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_moderator_reads_before_the_approval_what_clients_read_after_it()
    {
        var package = Written("# New\n\nSee [this](https://a.example).");
        using var stream = new MemoryStream(package);
        var received = Assert.IsType<IntakeOutcome.Received>(await _portal.Get<PackageIntake>().ReceiveAsync(_owner, null, stream, Cancel));
        await _portal.Get<SubmissionPipeline>().ScanAsync(received.SubmissionId, Cancel);
        var moderator = _portal.Database.Staff(StaffRole.Moderator);

        var text = (await _portal.Get<PackageComparisons>().ReadAsync(moderator, Packages.HashOf(package), "Acme.Mail", Cancel))!.Text;

        Assert.StartsWith("<h2>New</h2>", text.NotesHtml, StringComparison.Ordinal);
        var review = _portal.Database.Read(db => db.Submissions.Single().ReviewId)!.Value;
        await _portal.Get<ReviewDecisions>().DecideAsync(moderator, review, DecisionAction.Approve, "", "", Cancel);
        var details = (await _portal.Get<ModuleQueries>().ReadAsync(null, "Acme.Mail", null, Cancel))!;
        Assert.Equal(text.ReadmeHtml, details.ReadmeHtml);
        Assert.Equal(text.NotesHtml, Assert.Single(await _portal.Get<ModuleQueries>().NotesAsync(null, "Acme.Mail", Cancel)).Html);
    }

    [Fact]
    public async Task What_another_renderer_made_is_shown_as_plain_text_until_it_is_rendered_again()
    {
        await _portal.ReleaseAsync(_owner, Written("# New"), Cancel);
        using (var db = _portal.Database.CreateDbContext())
        {
            await db.Set<PackageText>().ExecuteUpdateAsync(
                set => set.SetProperty(t => t.Renderer, Markdown.Version - 1).SetProperty(t => t.NotesHtml, "<script>"), Cancel);
        }

        Assert.Equal("<pre class=\"plain\"># New</pre>", await NotesAsync());

        await new RenderTextsJob(_portal.Database, _portal.Get<PackageTexts>()).RunAsync(Cancel);

        Assert.StartsWith("<h2>New</h2>", await NotesAsync(), StringComparison.Ordinal);
    }

    private async Task<string> NotesAsync() => Assert.Single(await _portal.Get<ModuleQueries>().NotesAsync(null, "Acme.Mail", Cancel)).Html;

    private static byte[] Written(string text) =>
        Attack.Replace(Attack.Sound, Attack.Nuspec, "First.", text).Instead(Attack.Readme, Encoding.UTF8.GetBytes(text)).Write();
}
