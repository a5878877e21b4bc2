using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Portal;
using Marketplace.Portal.Demo;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.EntityFrameworkCore;
using NuGet.Versioning;

namespace Marketplace.Tests.House;

/// <summary>Every page is drawn once for whom it is meant, which also puts each of its questions to the database.</summary>
[Collection(nameof(WithTheDemo))]
public sealed partial class PagesTests(DemoPortal demo)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private TestDatabase Database => demo.Host.Database;

    [Fact]
    public async Task Every_page_is_shown_to_whom_it_is_meant_for()
    {
        var wrong = new List<string>();
        foreach (var visitors in Visits().GroupBy(visit => visit.Who))
        {
            using var client = visitors.Key is { } person ? await ClientAsync(person) : demo.Host.Client();
            foreach (var visit in visitors)
            {
                using var answer = await client.GetAsync(visit.Address, Cancel);
                // The demo has no batch; its page says so as any page does that is not there.
                if (answer.StatusCode != (visit.Address == PortalUrls.Batch(0) ? HttpStatusCode.NotFound : HttpStatusCode.OK))
                {
                    wrong.Add($"{visit} is answered by {(int)answer.StatusCode} {answer.Headers.Location}");
                }
            }
        }

        Assert.True(wrong.Count is 0, string.Join('\n', wrong));
    }

    [Fact]
    public void A_card_shows_the_day_of_the_version_that_it_names()
    {
        var modules = Database.Read(db => db.Modules.Include(m => m.Releases).ToList());

        Assert.All(
            modules.Where(module => module.Releases.Any(release => release is { IsPrerelease: false, Yank: null, Suspension: null })),
            module => Assert.Equal(
                module.Releases.Where(release => release is { IsPrerelease: false, Yank: null, Suspension: null })
                    .MaxBy(release => NuGetVersion.Parse(release.Version))!.ApprovedAt,
                module.UpdatedAt));
    }

    [Fact]
    public void No_page_is_left_out()
    {
        string[] paths = [.. Visits().Select(visit => visit.Address.Split('?')[0])];

        Assert.Empty(
            from page in typeof(Program).Assembly.GetTypes()
            from route in page.GetCustomAttributes<RouteAttribute>()
            let template = new TemplateMatcher(TemplateParser.Parse(Constraint().Replace(route.Template.TrimStart('/'), "}")), [])
            where route.Template is not "/not-found" && !paths.Any(path => template.TryMatch(path, []))
            select route.Template);
    }

    [Fact]
    public async Task A_client_sees_no_page_of_staff()
    {
        using var client = await ClientAsync(DemoPeople.Client);

        Assert.Equal(HttpStatusCode.Redirect, (await client.GetAsync(PortalUrls.Queue, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await client.GetAsync(PortalUrls.Jobs, Cancel)).StatusCode);
    }

    private List<Visit> Visits() => Database.Read(db => EveryPage.In(db).ToList());

    private Task<HttpClient> ClientAsync(DemoPerson person) =>
        demo.Host.ClientAsync(new Actor(Database.Read(db => db.Users.Where(u => u.Email == person.Email).Select(u => u.Id).Single())));

    [GeneratedRegex(":[a-z]+}")]
    private static partial Regex Constraint();
}
