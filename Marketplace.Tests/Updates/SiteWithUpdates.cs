using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Sites;
using Marketplace.Tests.Support;
using NuGet.Versioning;

namespace Marketplace.Tests.Updates;

/// <summary>A client's site in a test's database, with whatever releases a test puts on it; nothing is carried out.</summary>
internal sealed class SiteWithUpdates
{
    private readonly TestDatabase _database;
    private readonly Organization _acme;
    private readonly long _id;
    private int _revision;

    public SiteWithUpdates(TestDatabase database)
    {
        _database = database;
        _acme = database.Publisher();
        Organization = database.Client();
        Member = database.Member(Organization);
        _id = database.Saved(A.Site(Organization.Id)).Id;
    }

    public Organization Organization { get; }

    public Organization Publisher => _acme;

    public Actor Member { get; }

    public long Id => _id;

    /// <summary>Takes up a new revision with these releases.</summary>
    public void Has(params Release[] releases)
    {
        using var db = _database.CreateDbContext();
        var revision = new Revision(_id, ++_revision, null, "2.0.0", null, _database.Now);
        foreach (var release in releases)
        {
            revision.Modules.Add(new RevisionModule(release.Module.PackageId, release.Version, release.PackageHash));
        }

        db.Revisions.Add(revision);
        db.Sites.Single(s => s.Id == _id).Activate(revision.Number);
        db.SaveChanges();
    }

    /// <summary>An available release that was approved some time ago.</summary>
    public Release Release(
        string id, string version, TimeSpan ago = default, string? security = null, string host = "[1.0,3.0)",
        params (string Id, string Range)[] needs)
    {
        using var db = _database.CreateDbContext();
        var module = db.Modules.SingleOrDefault(m => m.NormalizedId == Module.Normalize(id)) ?? A.Module(id, _acme.Id);
        var facts = new Marketplace.Catalog.ReleaseFacts(
            module.DisplayName, module.Summary, module.Category, [], host, "{}", "", $"New in {version}.", "MIT") { Security = security };
        var release = new Release(module, NuGetVersion.Parse(version), A.Hash(), 1000, facts, _database.Now - ago);
        foreach (var (need, range) in needs)
        {
            release.Dependencies.Add(new ReleaseDependency(need, range));
        }

        db.Add(release);
        db.AddRange(A.PassedChecks(release.PackageHash));
        module.Touch(_database.Now);
        db.SaveChanges();
        return release;
    }
}
