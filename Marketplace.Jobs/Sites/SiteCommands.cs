using System.Text;
using System.Text.RegularExpressions;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Live;
using Microsoft.EntityFrameworkCore;
using NuGet.Versioning;

namespace Marketplace.Sites;

public abstract record CreateSiteOutcome
{
    public sealed record Created(long Id) : CreateSiteOutcome;

    public sealed record NotClient : CreateSiteOutcome;

    public sealed record Invalid(string Problem) : CreateSiteOutcome;
}

/// <summary>Makes and changes sites, for members of their organizations.</summary>
public sealed partial class SiteCommands(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    public const int MaxAddress = 500;

    public Task<CreateSiteOutcome> CreateAsync(Actor actor, long organizationId, string name, string hostVersion, CancellationToken cancel) =>
        CreateAsync(actor, organizationId, name, hostVersion, SiteKind.Production, cancel);

    public async Task<CreateSiteOutcome> CreateAsync(
        Actor actor, long organizationId, string name, string hostVersion, SiteKind kind, CancellationToken cancel)
    {
        if ((NameProblem(name) ?? HostProblem(hostVersion)) is { } problem)
        {
            return new CreateSiteOutcome.Invalid(problem);
        }

        var version = NuGetVersion.Parse(hostVersion.Trim());
        name = name.AsKey();
        while (true)
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            var organization = await db.Organizations.Of(actor).Where(o => o.Id == organizationId && o.IsClient)
                .Select(o => o.Name).FirstOrDefaultAsync(cancel);
            if (organization is null)
            {
                return new CreateSiteOutcome.NotClient();
            }

            // Whatever the database's collation: people do not tell names apart by case.
            var names = await db.Sites.Where(s => s.OrganizationId == organizationId).Select(s => s.Name).ToListAsync(cancel);
            if (names.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                return new CreateSiteOutcome.Invalid($"{organization} already has a site {name}. Choose another name.");
            }

            var folder = await FreeFolderAsync(db, $"{Slug(organization)}-{Slug(name)}", cancel);
            var site = new Site(organizationId, name, version.ToNormalizedString(), folder, clock.UtcNow);
            site.Declare(kind);
            db.Sites.Add(site);
            db.Audit(actor, "site.create", $"organization/{organizationId}", $"{name}, {kind}, host {site.HostVersion}", clock.UtcNow);
            try
            {
                await db.SaveChangesAsync(cancel);
                return new CreateSiteOutcome.Created(site.Id);
            }
            catch (DbUpdateException error) when (error.IsLostRace)
            {
                // The name or the folder was taken at the same moment: look again at which.
            }
        }
    }

    // Different names may come to the same folder, also those of different clients, who must not hear of each other.
    private static async Task<string> FreeFolderAsync(MarketplaceDb db, string wanted, CancellationToken cancel)
    {
        var folder = wanted;
        for (var number = 2; await db.Sites.AnyAsync(s => s.Folder == folder, cancel); number++)
        {
            folder = $"{wanted}-{number}";
        }

        return folder;
    }

    /// <summary>Says that the host was brought to another version. Null if it worked, else what is wrong.</summary>
    public async Task<string?> MoveAsync(Actor actor, long siteId, string hostVersion, CancellationToken cancel)
    {
        if (HostProblem(hostVersion) is { } problem)
        {
            return problem;
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        var site = await db.Sites.Of(actor).FirstOrDefaultAsync(s => s.Id == siteId, cancel);
        if (site is null)
        {
            return "There is no such site of yours.";
        }

        site.MoveTo(NuGetVersion.Parse(hostVersion.Trim()).ToNormalizedString());
        db.Audit(actor, "site.host", $"site/{siteId}", $"{site.Name} to host {site.HostVersion}", clock.UtcNow);
        db.Changed(LiveTopic.Site(siteId), clock.UtcNow);
        await db.SaveChangesAsync(cancel);
        return null;
    }

    /// <summary>Says where people open the running site; empty if that is not to be known. Null if it worked, else what is wrong.</summary>
    public async Task<string?> OpenAtAsync(Actor actor, long siteId, string address, CancellationToken cancel)
    {
        if (AddressProblem(address) is { } problem)
        {
            return problem;
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Sites.Of(actor).FirstOrDefaultAsync(s => s.Id == siteId, cancel) is not { } site)
        {
            return "There is no such site of yours.";
        }

        site.OpenAt(address.Trim() is { Length: > 0 } text ? text : null);
        db.Audit(actor, "site.address", $"site/{siteId}", site.Address ?? "none", clock.UtcNow);
        db.Changed(LiveTopic.Site(siteId), clock.UtcNow);
        await db.SaveChangesAsync(cancel);
        return null;
    }

    /// <summary>What is wrong with a site's name; null if nothing is.</summary>
    public static string? NameProblem(string? name) =>
        (name ?? "").AsKey().Length is 0 or > 60 ? "Give the site a name of at most 60 characters, such as Production." : null;

    /// <summary>What is wrong with a host's version; null if nothing is.</summary>
    public static string? HostProblem(string? version) =>
        NuGetVersion.TryParseStrict((version ?? "").Trim(), out var parsed) && parsed.ToNormalizedString().Length <= 60 ? null
        : $"“{version}” is not a version. Enter the host's version with three numbers, such as 3.2.1.";

    /// <summary>What is wrong with the address of a running site, which may be empty; null if nothing is.</summary>
    public static string? AddressProblem(string? address) =>
        address?.Trim() is not { Length: > 0 } text
        || (text.Length <= MaxAddress && Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo == "")
            ? null
            : $"Enter an address that begins with https:// or http:// and has at most {MaxAddress} characters.";

    private static string Slug(string name) =>
        NotLetters().Replace(name.Normalize(NormalizationForm.FormKD).ToLowerInvariant(), "-").Trim('-') is { Length: > 0 } slug
            ? slug
            : "site";

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotLetters();
}
