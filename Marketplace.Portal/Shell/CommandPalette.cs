using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Operations;
using Marketplace.Portal.Accounts;
using Marketplace.Publishing;
using Marketplace.Search;
using Marketplace.Search.Index;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;
using MudBlazor;

namespace Marketplace.Portal.Shell;

/// <summary>One place the search box offers to go to.</summary>
/// <param name="Group">The heading it stands under; empty for the search itself.</param>
/// <param name="Leaves">It leads out of the app's own routes, so the browser loads it.</param>
/// <param name="IsFirst">The heading stands above it.</param>
public sealed record PaletteItem(string Group, string Text, string Kind, string Href, string Icon, bool Leaves = false, bool IsFirst = false);

/// <summary>
/// What a person may go to by typing a part of its name: pages, actions, own sites, modules, publishers, categories, tags, submissions, people.
/// </summary>
public sealed class CommandPalette(CatalogSearch catalog, IDbContextFactory<MarketplaceDb> databases)
{
    private const int MaxFound = 5;
    private const int MaxCatalogGroup = 3;

    /// <summary>First the search for the text itself, so that Enter searches; then the places, by group.</summary>
    public async Task<IReadOnlyList<PaletteItem>> FindAsync(string text, Person? person, Actor? actor, CancellationToken cancel)
    {
        text = text.Trim();
        var pages = NavItem.For(person).Where(page => Matches(page.Text, text))
            .Select(page => new PaletteItem("Pages", page.Text, page.Section, page.Href, page.Icon, page.Leaves));
        var actions = PaletteActions.For(person).Where(action => Matches(action.Text, text));
        if (text.Length == 0)
        {
            return Headed([.. pages, .. actions]);
        }

        var sites = person?.Sites.Where(site => Matches(site.Name, text) || Matches(site.Organization, text)).Take(MaxFound)
            .Select(site => new PaletteItem("Sites", site.Name, site.Organization, PortalUrls.Site(site.Id), Icons.Material.Outlined.Dns)) ?? [];
        return Headed(
        [
            new PaletteItem("", $"Search for “{text}”", "", PortalUrls.Browse(text), Icons.Material.Outlined.Search),
            .. pages,
            .. actions,
            .. sites,
            .. OfCatalog(await catalog.SuggestAsync(text, MaxFound, actor, cancel)),
            .. actor is { } who ? await SubmissionsAsync(text, who, cancel) : [],
            .. actor is { } me ? await PeopleAsync(text, me, cancel) : [],
        ]);
    }

    private static List<PaletteItem> Headed(List<PaletteItem> places) =>
        [.. places.Select((place, at) => place with { IsFirst = at == 0 || places[at - 1].Group != place.Group })];

    private static IEnumerable<PaletteItem> OfCatalog(Suggestions found) =>
    [
        .. found.Modules.Select(module => new PaletteItem(
            "Modules", module.DisplayName, module.PackageId, PortalUrls.Module(module.PackageId), Icons.Material.Outlined.Extension)),
        .. found.Publishers.Take(MaxCatalogGroup)
            .Select(name => new PaletteItem("Publishers", name, "", PortalUrls.Publisher(name), Icons.Material.Outlined.Business)),
        .. found.Categories.Take(MaxCatalogGroup).Select(category =>
            new PaletteItem("Categories", category.Title, "", PortalUrls.Browse(category: category.Slug), Icons.Material.Outlined.Category)),
        .. found.Tags.Take(MaxCatalogGroup).Select(tag => new PaletteItem("Tags", tag, "", PortalUrls.Browse($"tag:{tag}"), Icons.Material.Outlined.Tag)),
    ];

    // Publishers go to their own submissions; staff to the review of any.
    private async Task<IReadOnlyList<PaletteItem>> SubmissionsAsync(string text, Actor actor, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var id = text.ToLowerInvariant();
        var isStaff = await db.StaffGrants.Allowing(actor, StaffRole.Moderator).AnyAsync(cancel);
        var own = db.Organizations.Of(actor);
        var found = await db.Submissions
            .Where(s => s.NormalizedId.Contains(id) && (isStaff || own.Any(o => o.Id == s.PublisherId)))
            .OrderByDescending(s => s.ReceivedAt).Take(MaxFound)
            .Select(s => new { s.Id, s.PackageId, s.Version, s.ReviewId }).ToListAsync(cancel);
        return found.ConvertAll(s => new PaletteItem(
            "Submissions", $"{s.PackageId} {s.Version}", "",
            isStaff && s.ReviewId is { } review ? PortalUrls.Review(review) : PortalUrls.Submission(s.Id),
            Icons.Material.Outlined.Inventory2));
    }

    // Those one works with: members of one's own organizations.
    private async Task<IReadOnlyList<PaletteItem>> PeopleAsync(string text, Actor actor, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (own, part) = (db.Organizations.Of(actor), text.AsLikePart());
        var found = await db.Memberships.Where(m => own.Any(o => o.Id == m.OrganizationId) && EF.Functions.Like(m.User.DisplayName, part, Texts.LikeEscape))
            .OrderBy(m => m.User.DisplayName).ThenBy(m => m.OrganizationId).Take(MaxFound)
            .Select(m => new { m.User.DisplayName, m.OrganizationId, m.Organization.Name }).ToListAsync(cancel);
        return found.ConvertAll(m => new PaletteItem(
            "People", m.DisplayName, m.Name, $"{PortalUrls.Members}?organization={m.OrganizationId}", Icons.Material.Outlined.Person));
    }

    private static bool Matches(string name, string text) => name.Contains(text, StringComparison.OrdinalIgnoreCase);
}
