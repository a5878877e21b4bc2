using System.Net.Http.Json;
using Marketplace.Modules;
using Marketplace.Tests.Support;
using static Marketplace.Tests.Access.EndpointCall;

namespace Marketplace.Tests.Access;

/// <summary>Who gets what by which endpoint. A list of the caller's own things, such as one's sites, is open to everybody who is signed in.</summary>
internal static partial class EndpointTable
{
    private const Who Readers = Who.People | Who.ReadKey, ThoseWhoSee = Who.PeopleWhoSee | Who.ReadKey;

    public static IEnumerable<EndpointCall> All =>
    [
        .. Pages, .. ModulePages, .. Forms, .. Files, .. Sale, .. Orders, .. Dunning,
        .. Invoices, .. Payments, .. Promotions, .. Feed, .. Rest, .. InstallsRest, .. Agents,
    ];

    private static IEnumerable<EndpointCall> Pages =>
    [
        Get("/", Who.All),
        Get("/home", Who.People),
        Get("/error", Who.All),
        Get("/no-access", Who.All),
        Get("/account", Who.People),
        Get("/account/sign-in", Who.All),
        Get("/account/register", Who.All),
        Get("/account/forgot-password", Who.All),
        Get("/account/reset-password", Who.All),
        Get("/account/confirm", Who.All),
        Get("/account/two-factor", Who.All),
        Get("/account/invitation", Who.People),
        Get("/notifications", Who.People),
        Get("/organization/domains", Who.People),
        Get("/organization/keys", Who.People),
        Get("/organization/members", Who.People),
        Get("/licenses", Who.People),
        Get("/licenses.csv", Who.People),
        Get("/organization/keys.csv", Who.People),
        Get("/organization/members.csv", Who.People),
        Get("/submissions", Who.People),
        Get("/submissions.csv", Who.People),
        Get("/design", Who.Nobody),
        Get("/submissions/{Id:long}", Who.Members, w => [w.Submission]),
        Get("/submit", Who.People),
        Get("/publisher/modules", Who.People),
        Get("/publisher/modules.csv", Who.People),
        Get("/moderation", Who.Staff),
        Get("/moderation/{Id:long}", Who.Staff, w => [w.OpenReview]),
        Get("/sites", Who.People),
        Get("/sites/new", Who.People),
        Get("/sites/{Id:long}", Who.Members, w => [w.Site]),
        Get("/sites/{SiteId:long}/plan", Who.Members, w => [w.Site], $"?install={World.Spare}"),
        Get("/operations", Who.People),
        Get("/operations/{Id:long}", Who.Members, w => [w.Queued]),
        Get("/batches", Who.People),
        Get("/batches/new", Who.People),
        Get("/batches/{Id:long}", Who.Members, w => [w.Batch]),
        Get("/statistics", Who.Operator),
        Get("/statistics/sites", Who.People),
        Get("/categories", Who.Operator),
        Get("/searches", Who.Operator),
        Get("/collections", Who.All),
        Get("/compare", Who.All),
        Get("/jobs/{**rest}", Who.Operator, _ => [""]),
        Get("/jobs-health", Who.Operator),
    ];

    private static IEnumerable<EndpointCall> ModulePages =>
    [
        Get("/modules/{Id}", Who.PeopleWhoSee, _ => [World.Private]),
        Get("/modules/{Id}", Who.All, _ => [World.Public]),
        Get("/modules/{Id}/listing", Who.PeopleWhoSee, _ => [World.Private]),
        Get("/modules/{Id}/offers", Who.PeopleWhoSee, _ => [World.Private]),
        Get("/modules/{Id}/offers/new", Who.PeopleWhoSee, _ => [World.Private]),
        Get("/modules/{Id}/offers/{Offer:long}/successor", Who.PeopleWhoSee, world => [World.Private, $"{world.Held}"]),
        Get("/modules/{Id}/licenses", Who.PeopleWhoSee, _ => [World.Private]),
        Get("/modules/{id}/licenses.csv", Who.PeopleWhoSee, _ => [World.Private]),
        Get("/modules/{Id}/statistics", Who.Members | Who.Operator, _ => [World.Private]),
        Get("/modules/{Id}/report", Who.PeopleWhoSee, _ => [World.Private]),
        Get("/modules/{Id}/reviews/{Review:long}/report", Who.PeopleWhoSee, w => [World.Private, w.Rating]),
        Get("/publishers/{Name}", Who.All, _ => ["Other"]),
        Get("/collections/{Slug}", Who.All, _ => ["starter"]),
    ];

    // By the browser, with the token of a page of the same person.
    private static IEnumerable<EndpointCall> Forms =>
    [
        new("POST", "/account/sign-out", Who.People, _ => []),
        new("POST", "/account/passkeys/creation", Who.People, _ => []),
        new("POST", "/account/passkeys/request", Who.All, _ => []),
        new("POST", "/organization/icon", Who.Owner, _ => [], "", w => new MultipartFormDataContent
        {
            { new StringContent($"{w.HomeId}"), "organization" },
            { new StringContent("Home"), "publisher" },
            { new ByteArrayContent(Pictures.Png(32, 32)), "icon", "icon.png" },
        }),
        new("POST", "/submissions/upload", Who.Members | Who.Other, _ => [], "", w => new ByteArrayContent(w.Package)),
    ];

    private static IEnumerable<EndpointCall> Files =>
    [
        Get("/health/live", Who.All),
        Get("/health/ready", Who.All),
        Get("/robots.txt", Who.All),
        Get("/schemas/module.schema.json", Who.All),
        Get("/openapi/{documentName}.json", Who.All, _ => ["v1"]),
        Get("/sitemap.xml", Who.All),
        Get("/sitemaps/others.xml", Who.All),
        Get("/sitemaps/modules-{page:int:min(1)}.xml", Who.All, _ => [1]),
        Get("/sitemaps/publishers-{page:int:min(1)}.xml", Who.All, _ => [1]),
        Get("/images/{hash:length(64)}", Who.PeopleWhoSee, w => [w.Image]),
        Get("/icons/{hash:length(64)}", Who.All, w => [w.Icon]),
        Get("/icons/modules/{hash:length(64)}", Who.PeopleWhoSee, w => [w.Image]),
        Get("/searches.csv", Who.Operator),
        Get("/searches/boosts.csv", Who.Operator),
        Get("/statistics/versions.csv", Who.Operator),
        Get("/statistics/sites/versions.csv", Who.Members | Who.Other),
        Get("/modules/{id}/versions.csv", Who.Members | Who.Operator, _ => [World.Private]),
        Get("/modules/{id}/history.csv", Who.People, _ => [World.Public]),
        Get("/modules/{id}/listing.csv", Who.PeopleWhoSee, _ => [World.Private]),
        Get("/sites.csv", Who.People),
        Get("/operations.csv", Who.People),
        Get("/batches.csv", Who.People),
        Get("/operations/{id:long}/log.txt", Who.Members, w => [w.Queued]),
        Get("/moderation/review.csv", Who.Staff),
        Get("/moderation/scanning.csv", Who.Staff),
        Get("/moderation/waiting.csv", Who.Staff),
        Get("/moderation/reports.csv", Who.Staff),
        Get("/moderation/decided.csv", Who.Staff),
        Get("/modules/{id}/usage.csv", Who.PeopleWhoSee, _ => [World.Private]),
        Get("/modules/{id}/sites.csv", Who.PeopleWhoSee, _ => [World.Private]),
        Get("/badges/{id}/{kind:regex(^(version|installs|rating)$)}.svg", Who.All, _ => [World.Public, "version"]),
        Get("/badges/{id}/{kind:regex(^(version|installs|rating)$)}.svg", ThoseWhoSee, _ => [World.Private, "version"]),
        Get("/feeds/modules/{id}/{format:regex(^(atom|rss)$)}", Who.All, _ => [World.Public, "atom"]),
        Get("/feeds/modules/{id}/{format:regex(^(atom|rss)$)}", ThoseWhoSee, _ => [World.Private, "atom"]),
        Get("/feeds/publishers/{name}/{format:regex(^(atom|rss)$)}", Who.All, _ => ["Other", "rss"]),
        Get("/feeds/categories/{slug}/{format:regex(^(atom|rss)$)}", Who.All, _ => ["tools", "rss"]),
    ];

    private static IEnumerable<EndpointCall> Feed =>
    [
        Get("/v3/index.json", Who.All),
        Get("/v3/query", Who.All, "?q=gadget"),
        Get("/v3/flat/{id}/index.json", Who.All, _ => [World.Public]),
        Get("/v3/flat/{id}/index.json", Who.Nobody, _ => [World.Private]),
        Get("/v3/flat/{id}/{version}/{file}", Who.All, _ => [World.Public, "1.0.0", $"{World.Public}.1.0.0.nupkg"]),
        Get("/v3/flat/{id}/{version}/{file}", Who.Nobody, _ => [World.Private, "1.0.0", $"{World.Private}.1.0.0.nupkg"]),
        .. Registrations("/v3/registrations"),
        .. Registrations("/v3/registrations-semver1"),
        new("PUT", "/api/v2/package", Who.PushKey, _ => [], "", w => new MultipartFormDataContent
        {
            { new ByteArrayContent(w.Package), "package", "package.nupkg" },
        }),
        new("DELETE", "/api/v2/package/{id}/{version}", Who.PushKey, _ => [World.Private, "1.0.0"]),
        new("DELETE", "/api/v2/package/{id}/{version}", Who.Nobody, _ => [World.Public, "1.0.0"]),
    ];

    private static IEnumerable<EndpointCall> Agents =>
    [
        Get("/api/agent/v1/keys", Who.All),
        Get("/api/agent/v1/revision", Who.Agent | Who.OtherAgent, "?have=2&highest=2"),
        Get("/api/agent/v1/licenses", Who.Agent | Who.OtherAgent),
        Get("/api/agent/v1/packages/{hash:regex(^[0-9a-f]{{64}}$)}", Who.Agent, w => [w.Installed]),
        new("POST", "/api/agent/v1/usage", Who.Agent | Who.OtherAgent, _ => [], "", _ => Json<UsageEntry[]>([])),
        new("PUT", "/api/agent/v1/host", Who.Agent | Who.OtherAgent, _ => [], "", _ => Json(new AgentAnnouncement("2.0.0", 2, 2, null))),
        new("POST", "/api/agent/v1/revisions/{number:int}/steps", Who.Agent, _ => [2], "", _ => Json<AgentStep[]>([])),
        new("PUT", "/api/agent/v1/revisions/{number:int}/result", Who.Agent | Who.OtherAgent, _ => [2], "", _ => Json(new AgentResult(null, null))),
    ];

    private static IEnumerable<EndpointCall> Registrations(string root) =>
    [
        Get(root + "/{id}/index.json", Who.All, _ => [World.Public]),
        Get(root + "/{id}/index.json", Who.Nobody, _ => [World.Private]),
        Get(root + "/{id}/page/{lower}/{upper}.json", Who.All, _ => [World.Public, "0.0.1", "9.0.0"]),
        Get(root + "/{id}/page/{lower}/{upper}.json", Who.Nobody, _ => [World.Private, "0.0.1", "9.0.0"]),
        Get(root + "/{id}/{version}.json", Who.All, _ => [World.Public, "1.0.0"]),
        Get(root + "/{id}/{version}.json", Who.Nobody, _ => [World.Private, "1.0.0"]),
    ];

    private static JsonContent Json<T>(T body) => JsonContent.Create(body, options: AgentFormat.Json);
}
