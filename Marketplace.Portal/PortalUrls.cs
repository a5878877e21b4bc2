using Marketplace.Catalog;
using Marketplace.Moderation;
using Marketplace.Notifications;
using Marketplace.Operations;
using Marketplace.Planning;
using Marketplace.Resolution;
using Marketplace.Search.Index;
using Marketplace.Usage;
using Microsoft.AspNetCore.WebUtilities;

namespace Marketplace.Portal;

/// <summary>Every address of the portal. Pages and endpoints link by these, never by text.</summary>
public static partial class PortalUrls
{
    public const string Home = "/";

    /// <summary>What waits for the person, by role.</summary>
    public const string Overview = "/home";
    public const string Sites = "/sites";
    public const string NewSite = "/sites/new";
    public const string Operations = "/operations";
    public const string Batches = "/batches";

    /// <summary>The catalog of parts, in Development only.</summary>
    public const string Design = "/design";

    public const string Submissions = "/submissions";
    public const string Submit = "/submit";
    public const string PublisherModules = "/publisher/modules";
    public const string Upload = "/submissions/upload";
    public const string Queue = "/moderation";
    public const string Jobs = "/jobs";
    public const string JobHealth = "/jobs-health";
    public const string Collections = "/collections";
    public const string Categories = "/categories";
    public const string Searches = "/searches";
    public const string Statistics = "/statistics";
    public const string SiteStatistics = "/statistics/sites";
    public const string Sitemap = "/sitemap.xml";
    public const string SitemapOthers = "/sitemaps/others.xml";
    public const string Robots = "/robots.txt";
    public const string Notifications = NotificationSubject.Notifications;
    public const string Domains = "/organization/domains";
    public const string PublisherIconForm = "/organization/icon";

    /// <summary>What programs ask; docs/http.md.</summary>
    public const string Api = "/api/v1";

    /// <summary>The description of <see cref="Api"/>.</summary>
    public const string ApiDocument = "/openapi/v1.json";

    /// <summary>What NuGet's clients ask; docs/http.md.</summary>
    public const string Feed = "/v3";
    public const string FeedIndex = Feed + "/index.json";
    public const string Packages = Feed + "/flat";
    public const string Push = "/api/v2/package";
    public const string ManifestSchema = "/schemas/module.schema.json";

    /// <summary>What agents of sites ask; docs/http.md.</summary>
    public const string Agent = "/api/agent/v1";
    public const string AgentKeys = Agent + "/keys";

    public const string OwnLicenses = "/licenses";
    public const string LicenseFilePattern = "/sites/{site:long}/licenses/{id}";

    public const string SignIn = "/account/sign-in";
    public const string TwoFactor = "/account/two-factor";
    public const string SignOut = "/account/sign-out";
    public const string PasskeyCreation = "/account/passkeys/creation";
    public const string PasskeyRequest = "/account/passkeys/request";
    public const string DemoSignIn = "/account/demo";
    public const string NoAccess = "/no-access";
    public const string Register = "/account/register";
    public const string ForgotPassword = "/account/forgot-password";
    public const string Account = "/account";
    public const string Members = "/organization/members";
    public const string ApiKeys = "/organization/keys";

    /// <summary>A page or file about one of the person's organizations.</summary>
    public static string In(string address, long organization) => With(address, ("organization", $"{organization}"));

    public static string Browse(string? q = null, string? category = null, string? publisher = null) =>
        With(Home, ("q", q), ("category", category), ("publisher", publisher));

    public static string Browse(CatalogQuery query) => With(Home,
    [
        ("q", query.Text),
        .. query.Categories.Select(category => ("category", (string?)category)),
        .. query.Publishers.Select(publisher => ("publisher", (string?)publisher)),
        .. query.Without.Select(capability => ("without", (string?)capability)),
        .. query.Prices.Select(price => ("price", (string?)price)),
        .. query.Tiers.Select(tier => ("tier", (string?)tier)),
        .. query.Licenses.Select(license => ("license", (string?)license)),
        .. query.Hosts.Select(host => ("host", (string?)$"{host}")),
        .. query.Fits.Select(fit => ("fits", (string?)fit)),
        ("verified", query.Verified ? "true" : null),
        ("updated", query.UpdatedWithin is { } days ? $"{days}" : null),
        ("rating", query.MinRating is { } stars ? $"{stars}" : null),
        ("sort", query.Sort is CatalogSort.Relevance ? null : query.Sort.ToString().ToLowerInvariant()),
        ("page", query.Page > 1 ? $"{query.Page}" : null),
    ]);

    public static string Module(string id, string? tab = null, string? version = null) =>
        With($"/modules/{Uri.EscapeDataString(id)}", ("tab", tab), ("version", version));

    public static string ReportModule(string id, string version) => With($"/modules/{Uri.EscapeDataString(id)}/report", ("version", version));

    public static string Publisher(string name) => $"/publishers/{Uri.EscapeDataString(name)}";

    /// <summary>A name as it stood in a part of an address: servers leave an encoded slash as it is, since it would begin another part.</summary>
    public static string Name(string part) => part.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    public static string Compare(IEnumerable<string> ids) => With("/compare", [.. ids.Select(id => ("ids", (string?)id))]);

    /// <summary>Where a notification's subject is shown. Mails, which workers send, link to the same.</summary>
    public static string Subject(string subject) => NotificationSubject.Address(subject);

    /// <summary>News of a module's, publisher's or category's releases.</summary>
    /// <param name="format"><c>atom</c> or <c>rss</c>.</param>
    public static string ModuleFeed(string id, string format = "atom") => $"/feeds/modules/{Segment(id)}/{format}";

    public static string PublisherFeed(string name, string format = "atom") => $"/feeds/publishers/{Segment(name)}/{format}";

    public static string CategoryFeed(string slug, string format = "atom") => $"/feeds/categories/{Segment(slug)}/{format}";

    /// <param name="kind"><c>version</c>, <c>installs</c> or <c>rating</c>.</param>
    public static string Badge(string id, string kind) => $"/badges/{Segment(id)}/{kind}.svg";

    /// <param name="part"><c>modules</c> or <c>publishers</c>.</param>
    public static string SitemapPart(string part, string page) => $"/sitemaps/{part}-{page}.xml";

    public static string SearchesOf(int days) => With(Searches, ("days", $"{days}"));

    public static string SearchesIn(string tab) => With(Searches, ("tab", tab));

    public static string StatisticsOver(int days) => With(Statistics, ("days", $"{days}"));

    /// <param name="organization">One of the person's organizations; all of them if null.</param>
    public static string SiteStatisticsOver(int days, long? organization) =>
        With(SiteStatistics, ("days", $"{days}"), ("organization", organization is { } id ? $"{id}" : null));

    /// <param name="release">The version whose adoption is drawn; the newest if null.</param>
    public static string ModuleStatistics(string id, int? days = null, string? release = null) =>
        With($"/modules/{Uri.EscapeDataString(id)}/statistics", ("days", days is null ? null : $"{days}"), ("release", release));

    /// <summary>What became of a module on the person's own sites.</summary>
    public static string ModuleOnSites(string id, string? release = null) =>
        With($"/modules/{Uri.EscapeDataString(id)}", ("tab", "sites"), ("release", release));

    public static string Collection(string slug) => $"/collections/{slug}";

    public static string Usage(string id, FigureStep step) =>
        With($"/modules/{Uri.EscapeDataString(id)}", ("tab", "usage"), ("by", step is FigureStep.Week ? "week" : null));

    public static string UsageFile(string id, FigureStep step = FigureStep.Day) =>
        With($"/modules/{Segment(id)}/usage.csv", ("by", step is FigureStep.Week ? "week" : null));

    public static string AdoptionFile(string id) => $"/modules/{Segment(id)}/sites.csv";

    public static string Reviews(string id, int page = 1) =>
        With($"/modules/{Uri.EscapeDataString(id)}", ("tab", "reviews"), ("page", page > 1 ? $"{page}" : null));

    public static string ReportReview(string id, long review) => $"/modules/{Uri.EscapeDataString(id)}/reviews/{review}/report";

    public static string PublisherIcon(string hash) => $"/icons/{hash}";

    public static string ModuleIcon(string hash) => $"/icons/modules/{hash}";

    /// <summary>Of a module, or else of its publisher; null where neither has one.</summary>
    public static string? Icon(string? module, string? publisher) =>
        module is not null ? ModuleIcon(module) : publisher is not null ? PublisherIcon(publisher) : null;

    public static string Image(string hash) => $"/images/{hash}";

    public static string Listing(string id) => $"/modules/{Uri.EscapeDataString(id)}/listing";

    public static string Offers(string id) => $"/modules/{Uri.EscapeDataString(id)}/offers";

    public static string LicenseFile(long site, string id) => $"/sites/{site}/licenses/{Uri.EscapeDataString(id)}";

    public static string License(long id) => $"/licenses/{id}";

    public static string Licenses(string id) => $"/modules/{Uri.EscapeDataString(id)}/licenses";

    public static string Site(long id, string? tab = null) => With($"/sites/{id}", ("tab", tab));

    public static string Plan(long site, string? install = null, string? version = null, string? uninstall = null) =>
        With($"/sites/{site}/plan", ("install", version is null ? install : $"{install}@{version}"), ("uninstall", uninstall));

    /// <summary>The plan for a request, whole, so that the address can be shared.</summary>
    public static string Plan(long site, ChangeRequest request) =>
        With($"/sites/{site}/plan", [.. ChangeRequestText.Parts(request).Select(part => (part.Name is "update" ? "install" : part.Name, (string?)part.Value))]);

    public static string RollBack(long site, int revision) => $"/sites/{site}/plan?revision={revision}";

    public const string NewBatch = "/batches/new";

    /// <summary>A request planned for many sites; each with its ring.</summary>
    public static string PlanBatch(ChangeRequest? request, IEnumerable<BatchTarget> targets, int mostFailures = 0) => With(NewBatch,
    [
        .. request is null ? [] : ChangeRequestText.Parts(request).Select(part => (part.Name, (string?)part.Value)),
        .. targets.Select(target => ("site", (string?)$"{target.SiteId}.{target.Ring}")),
        ("most", mostFailures > 0 ? $"{mostFailures}" : null),
    ]);

    public static string Batch(long id) => $"/batches/{id}";

    public static string Operation(long id) => $"/operations/{id}";

    /// <summary>Every line that an operation wrote down, as text.</summary>
    public static string OperationLog(string id) => $"/operations/{id}/log.txt";

    public static string Submission(long id) => $"/submissions/{id}";

    /// <param name="action">The decision that the page shall begin with; it is not taken by that.</param>
    public static string Review(long id, string? tab = null, DecisionAction? action = null) =>
        With($"/moderation/{id}", ("tab", tab), ("action", action?.ToString().ToLowerInvariant()));

    /// <param name="tab"><c>review</c>, <c>scanning</c>, <c>waiting</c>, <c>reports</c> or <c>decided</c>.</param>
    /// <param name="module">A part of the module's or publisher's name.</param>
    public static string QueueAt(string tab, string? module = null) => With(Queue, ("tab", tab is "review" ? null : tab), ("module", module));

    /// <summary>A tab of the queue as a file.</summary>
    public static string QueueFile(string tab) => $"{Queue}/{tab}.csv";

    public static string InvitationFor(string token) => With(PortalOptions.Invitation, ("token", token));

    public static string ConfirmFor(string token) => With("/account/confirm", ("token", token));

    public static string ResetFor(long user, string token) => With("/account/reset-password", ("user", $"{user}"), ("token", token));

    public static string TwoFactorFor(string? returnUrl, bool remember) => With(TwoFactor, ("returnUrl", returnUrl), ("remember", remember ? "true" : null));

    /// <param name="ended">The session of an open page has ended, which the sign-in page says.</param>
    public static string SignInFor(string returnUrl, bool ended = false) => With(SignIn, ("returnUrl", returnUrl), ("ended", ended ? "true" : null));

    /// <summary>Where to go after signing in: only to addresses of our own, written as a header can carry them.</summary>
    public static string Local(string? returnUrl) =>
        returnUrl is ['/', ..] && returnUrl is not ['/', '/' or '\\', ..] && returnUrl.All(letter => letter is >= ' ' and <= '~') ? returnUrl : Overview;

    // A pattern's {name} stays as it is.
    private static string Segment(string text) => text is ['{', .., '}'] ? text : Uri.EscapeDataString(text);

    private static string With(string path, params (string Name, string? Value)[] query) =>
        QueryHelpers.AddQueryString(path, query.Where(q => !string.IsNullOrEmpty(q.Value)).Select(q => KeyValuePair.Create(q.Name, q.Value)));
}
