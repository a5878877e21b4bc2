using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Community;
using Marketplace.Delivery;
using Marketplace.Insight;
using Marketplace.Licensing;
using Marketplace.Licensing.Activations;
using Marketplace.Moderation;
using Marketplace.Notifications;
using Marketplace.Operations;
using Marketplace.Planning;
using Marketplace.Pricing;
using Marketplace.Publishing;
using Marketplace.Ratings;
using Marketplace.Search;
using Marketplace.Sites;
using Marketplace.Storage;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Access;

public sealed partial class World
{
    private void Catalog()
    {
        using var db = Database.CreateDbContext();
        Organization home = db.Organizations.Single(o => o.Id == HomeId), other = db.Organizations.Single(o => o.Id == OtherId);
        var release = Database.Available(home, Private, "1.0.0", (Public, "[1.0,2.0)"));
        Database.Available(home, Private, "2.0.0");
        (ModuleId, Hash) = (release.ModuleId, release.PackageHash);
        var related = Database.Available(other, Public);
        Installed = Packages.HashOf(Sent);
        db.Releases.Where(r => r.Id == related.Id).ExecuteUpdate(set => set.SetProperty(r => r.PackageHash, Installed));
        db.Checks.Where(c => c.PackageHash == related.PackageHash).ExecuteUpdate(set => set.SetProperty(c => c.PackageHash, Installed));
        Database.Available(other, Public, "1.1.0");
        Database.Available(other, Spare);
        Database.Available(other, Sold);
        var sold = db.Modules.Single(m => m.PackageId == Sold);
        sold.PriceAt(new ListPrice(" one-time ", " basic ", 100, "EUR", "", 100));
        ApprovedReview = Approved(Private, "1.0.0", Hash);
        SuspendedReview = Approved(Public, "0.9.0", Database.Available(other, Public, "0.9.0").PackageHash);
        var submission = new Submission(HomeId, Owner, Private, "3.0.0", A.Hash(), 1000, A.Day);
        var review = new Review(HomeId, Private, "3.0.0", A.Hash(), "New", A.Day, A.Day);
        submission.EnterReview(review, A.Day);
        (Submission, OpenReview) = (Database.Saved(submission).Id, review.Id);
        Database.Save(new Submission(HomeId, Owner, Private, "4.0.0", A.Hash(), 1000, A.Day));
        Report = Database.Saved(new Report(ModuleId, "1.0.0", ReportKind.Other, "It does not start.", Colleague.UserId, A.Day)).Id;
        Rating = Rated(OtherId);
        HiddenRating = Rated(Database.Client().Id);
        db.Ratings.Single(r => r.Id == HiddenRating).Hide(new RatingHiding("Not about the module.", Owner.UserId, A.Day));
        db.Releases.Single(r => r.Version == "0.9.0").Suspend(new Suspension("Broken.", Owner.UserId, A.Day));
        var module = db.Modules.Include(m => m.Deprecations).Single(m => m.Id == ModuleId);
        module.Deprecations.Add(new Deprecation(ModuleId, "[0.1.0]", DeprecationReason.Legacy, "", null, Owner.UserId, A.Day));
        module.Hide(A.Day);
        const string Manifest = """{"capabilities":{"network":["home.example"]}}""";
        db.Releases.Where(r => r.Version == "2.0.0").ExecuteUpdate(set => set.SetProperty(r => r.ManifestJson, Manifest));
        db.Releases.Single(r => r.PackageHash == Hash).Images.Add(new ReleaseImage(0, Image, "image/png", "A picture"));
        db.SaveChanges();
        db.Modules.Where(m => m.Id == ModuleId).ExecuteUpdate(set => set.SetProperty(m => m.IconHash, Image));
        Database.Save(new ModuleLink(related.ModuleId, ModuleId, LinkKind.Alike, 1), Starter());
        Database.Save(new Follow(Owner.UserId, ModuleId, A.Day));
        Database.Save(new Preference(Owner.UserId, "grid.submissions", "{}"));
        Notification = Database.Saved(new Notification(Owner.UserId, "module/x", "New", A.Day)).Id;
        Database.Save(new Notification(Owner.UserId, "module/y", "Known", A.Day));
        db.Set<Notification>().Where(n => n.Text == "Known").ExecuteUpdate(set => set.SetProperty(n => n.ReadAt, A.Day));
        Database.Save(new SearchTally(DateOnly.FromDateTime(DateTime.UtcNow), "mail"));
        Search = Database.Saved(new SavedSearch(Owner.UserId, "q=mail", "{}", A.Day)).Id;
    }

    private void Installs()
    {
        var site = A.Site(HomeId);
        site.Activate(2);
        Site = Database.Saved(site).Id;
        Revision first = new(Site, 1, null, "2.0.0", null, A.Day), second = new(Site, 2, null, "2.0.0", null, A.Day);
        first.Modules.Add(new RevisionModule(Gone, "1.0.0", A.Hash()));
        second.Modules.Add(new RevisionModule(Public, "1.0.0", Installed));
        Database.Save(first, second, SiteToken.Create(Site, Owner.UserId, A.Day).Token);
        var busy = Database.Saved(A.Site(HomeId, "Busy")).Id;
        var waits = new Operation(Planned("waits", Site), Colleague.UserId, false, A.Day);
        waits.AwaitApproval();
        (Waiting, Queued) = (Database.Saved(waits).Id, Database.Saved(new Operation(Planned("queued", busy), Colleague.UserId, false, A.Day)).Id);
        Batch = Database.Saved(new Batch(HomeId, "Install", 1, 0, Colleague.UserId, A.Day)).Id;
        License = Database.Saved(new License(ModuleId, HomeId, null, OfferTier.Basic, 1, null, Owner.UserId, A.Day)).Id;
        var held = new License(ModuleId, HomeId, null, OfferTier.Basic, 1, A.Day.AddYears(50), Owner.UserId, A.Day);
        held.Suspend(Owner.UserId, "It was not paid.", A.Day);
        SuspendedLicense = Database.Saved(held).Id;
        var (installed, spare) = Database.Read(db => (
            db.Modules.Single(m => m.PackageId == Public).Id, db.Modules.Single(m => m.PackageId == Spare).Id));
        var taken = new License(spare, HomeId, null, OfferTier.Basic, 1, null, Owner.UserId, A.Day);
        taken.Revoke(Owner.UserId, "It was refunded.", A.Day);
        Database.Save(taken);
        Database.Save(new License(installed, HomeId, null, OfferTier.Basic, 1, null, Owner.UserId, A.Day));
        Activation = Database.Saved(new Activation(License, "till 1", "Till 1", A.Day)).Id;
        var restless = new Activation(License, "till 2", "Till 2", DateTime.UtcNow);
        for (var time = 0; time < LicenseAnomalies.MaxReturns; time++)
        {
            restless.Deactivate(null, DateTime.UtcNow);
            restless.Activate("Till 2", null, DateTime.UtcNow);
        }

        Database.Save(restless);
        var off = A.Site(HomeId, "Off");
        off.Activate(1);
        OffSite = Database.Saved(off).Id;
        var only = new Revision(OffSite, 1, null, "2.0.0", null, A.Day);
        only.Modules.Add(new RevisionModule(Public, "1.0.0", Installed));
        Database.Save(only, new DeactivatedModule(OffSite, Public, Owner.UserId, A.Day));
    }

    private async Task KeepAsync(byte[] content, CancellationToken cancel)
    {
        var file = Path.Combine(Database.Folder, "file");
        await File.WriteAllBytesAsync(file, content, cancel);
        await Get<IPackageStore>().KeepAsync(Packages.HashOf(content), file, cancel);
    }

    private Collection Starter()
    {
        var starter = new Collection("starter", "Starter", "", A.Day);
        starter.Modules.Add(new CollectionModule(ModuleId, 0));
        return starter;
    }

    private Plan Planned(string hash, long site)
    {
        var document = new PlanDocument(site, "2.0.0", 2, null, []).ToJson();
        return new(site, hash.PadRight(64, '0'), "Install", "", document, 2, Colleague.UserId, A.Day);
    }

    private long Approved(string id, string version, string hash)
    {
        var review = new Review(id == Private ? HomeId : OtherId, id, version, hash, "New", A.Day, A.Day);
        review.Decide(DecisionAction.Approve, Owner.UserId, "", "", A.Day);
        return Database.Saved(review).Id;
    }

    private long Rated(long organization) =>
        Database.Saved(new Rating(ModuleId, organization, Colleague.UserId, RatingText.Parse(5, "It does what it says.", "1.0.0")!, A.Day)).Id;
}
