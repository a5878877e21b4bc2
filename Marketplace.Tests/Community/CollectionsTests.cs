using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Community;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Community;

public sealed class CollectionsTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly Actor _staff;

    public CollectionsTests()
    {
        var acme = _database.Publisher();
        _database.Available(acme, "Acme.Shop");
        _database.Available(acme, "Acme.Mail");
        _staff = _database.Staff(StaffRole.Moderator);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Collections Collections => new(_database, _database.Clock);

    [Fact]
    public async Task Staff_put_modules_together_in_an_order_of_their_own()
    {
        Assert.IsType<ListingOutcome.Done>(await SaveAsync(_staff, true, "acme.shop", "Acme.Mail"));
        Assert.IsType<ListingOutcome.Done>(await SaveAsync(_staff, true, "Acme.Mail", "Acme.Shop"));

        var collection = await Collections.ReadAsync(null, "shop-starter", Cancel);
        Assert.Equal(["Acme.Mail", "Acme.Shop"], collection!.Modules.Select(m => m.PackageId));
        Assert.Equal([new CollectionRow("shop-starter", "Shop starter", "To begin with.", true, 2)], await Collections.ListAsync(onlyFeatured: true, Cancel));
    }

    [Fact]
    public async Task What_is_private_stays_out_of_sight()
    {
        await SaveAsync(_staff, false, "Acme.Shop", "Acme.Mail");
        using (var db = _database.CreateDbContext())
        {
            db.Modules.Single(m => m.PackageId == "Acme.Shop").Hide(A.Day);
            db.SaveChanges();
        }

        Assert.Equal(["Acme.Mail"], (await Collections.ReadAsync(_database.Stranger(), "shop-starter", Cancel))!.Modules.Select(m => m.PackageId));
        Assert.Empty(await Collections.ListAsync(onlyFeatured: true, Cancel));
        Assert.Equal(["Acme.Shop", "Acme.Mail"], (await Collections.TermsAsync(_staff, "shop-starter", Cancel))!.Modules);
        Assert.Null(await Collections.TermsAsync(_database.Stranger(), "shop-starter", Cancel));
    }

    [Fact]
    public async Task Nobody_else_may_and_nonsense_is_refused_by_name()
    {
        var stranger = _database.Stranger();
        Assert.IsType<ListingOutcome.NotFound>(await SaveAsync(stranger, true, "Acme.Shop"));
        Assert.Contains("acme.nothing", Assert.IsType<ListingOutcome.Invalid>(await SaveAsync(_staff, true, "Acme.Nothing")).Problem, StringComparison.Ordinal);
        Assert.IsType<ListingOutcome.Invalid>(await Collections.SaveAsync(_staff, new("Shop Starter", "x", "", false, []), Cancel));

        await SaveAsync(_staff, true, "Acme.Shop");
        Assert.IsType<ListingOutcome.NotFound>(await Collections.DeleteAsync(stranger, "shop-starter", Cancel));
        Assert.IsType<ListingOutcome.Done>(await Collections.DeleteAsync(_staff, "shop-starter", Cancel));
        Assert.Null(await Collections.ReadAsync(null, "shop-starter", Cancel));
        Assert.Equal(["collection.save", "collection.delete"], _database.Read(db => db.AuditEntries.OrderBy(e => e.Id).Select(e => e.Action).ToList()));
    }

    private Task<ListingOutcome> SaveAsync(Actor actor, bool featured, params string[] modules) =>
        Collections.SaveAsync(actor, new("shop-starter", "Shop starter", "To begin with.", featured, modules), Cancel);

    public void Dispose() => _database.Dispose();
}
