using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Delivery;
using Marketplace.Planning;
using Marketplace.Pricing;
using Marketplace.Sites;
using Microsoft.Extensions.Options;
using NuGet.Versioning;

namespace Marketplace.Tests.Support;

/// <summary>Builders: an ordinary one of each thing, of which a test names only what it is about.</summary>
public static class A
{
    public static readonly DateTime Day = new(2026, 3, 1, 8, 0, 0, DateTimeKind.Utc);

    private static int _number;

    public static User User(string name = "Ada") => new()
    {
        DisplayName = name,
        UserName = $"{name.ToLowerInvariant()}{Next()}@example.com",
        NormalizedUserName = $"{name.ToUpperInvariant()}{_number}@EXAMPLE.COM",
        Email = $"{name.ToLowerInvariant()}{_number}@example.com",
        NormalizedEmail = $"{name.ToUpperInvariant()}{_number}@EXAMPLE.COM",
        EmailConfirmed = true,
        SecurityStamp = Guid.NewGuid().ToString("N"),
        CreatedAt = Day,
    };

    public static Organization Publisher(string name = "Acme") => new($"{name} {Next()}", publishes: true, isClient: false, Day);

    public static Organization Client(string name = "Globex") => new($"{name} {Next()}", publishes: false, isClient: true, Day);

    public static Module Module(string packageId, long publisherId, string summary = "Does one thing.", string category = "tools")
    {
        var module = new Module(packageId, publisherId, Day);
        module.Describe(packageId.Replace('.', ' '), summary, category, ["test"], [], Day);
        return module;
    }

    public static Release Release(
        Module module, string version = "1.0.0", string host = "[1.0,3.0)", string manifest = "{}",
        params (string Id, string Range)[] needs)
    {
        var facts = new ReleaseFacts(module.DisplayName, module.Summary, module.Category, ["test"], host, manifest, "# Readme", "", "MIT");
        var release = new Release(module, NuGetVersion.Parse(version), Hash(), 1000, facts, Day);
        foreach (var (id, range) in needs)
        {
            release.Dependencies.Add(new ReleaseDependency(id, range));
        }

        return release;
    }

    /// <summary>A passed row of every required check for the file.</summary>
    public static Check[] PassedChecks(string packageHash) =>
        [.. RuleSet.Required.Select(name => Check(packageHash, name, Verdict.Passed))];

    public static Check Check(string packageHash, string name, Verdict verdict)
    {
        var check = new Check(packageHash, RuleSet.Version, name, Day);
        check.End(verdict, Day);
        return check;
    }

    public static Site Site(long organizationId, string name = "Shop", string hostVersion = "2.0.0") =>
        new(organizationId, name, hostVersion, $"site-{Next()}", Day);

    /// <summary>A planner of its own parts.</summary>
    public static Planner Planner(TestDatabase database, CatalogSnapshots snapshots) =>
        new(database, snapshots, new PlanLicenses(new SitesInUse(new SeatsOnTheWay(), database.Clock)), Options.Create(new PricingOptions()), database.Clock);

    /// <summary>The hash of no file in particular; another one each time.</summary>
    public static string Hash() => Next().ToString("x64", System.Globalization.CultureInfo.InvariantCulture);

    private static int Next() => Interlocked.Increment(ref _number);
}
