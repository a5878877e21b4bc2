using System.Globalization;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Operations;
using Marketplace.Planning;
using Marketplace.Pricing;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Operations;

/// <summary>
/// Fifty sites at once want a license that counts on ten. <c>MARKETPLACE_SEAT_ROUNDS</c> says how often.
/// </summary>
public sealed class SeatRaceTests : IAsyncDisposable
{
    private const int Seats = 10, Sites = 50;
    private static readonly int Rounds = int.Parse(Environment.GetEnvironmentVariable("MARKETPLACE_SEAT_ROUNDS") ?? "5", CultureInfo.InvariantCulture);

    private readonly PortalHost _portal = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_fifty_sites_exactly_ten_get_a_license_for_ten()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var id = $"Acme.Seats{round}";
            var (operations, _) = await SoldAsync(id, SiteKind.Production);

            var taken = await TakeAsync(operations, id);

            Assert.Equal(Seats, taken.Count(problem => problem is null));
            Assert.Equal(
                [$"Your licenses of {id} count on 10 sites, and 10 have it."], taken.Where(problem => problem is not null).Distinct());
            Assert.Equal(Seats, _portal.Database.Read(db => db.LicenseSeats.Count(seat => seat.PackageId == id)));
        }
    }

    [Fact]
    public async Task Staging_and_development_sites_are_not_counted()
    {
        var (operations, license) = await SoldAsync("Acme.Staged", SiteKind.Staging);

        Assert.All(await TakeAsync(operations, "Acme.Staged"), Assert.Null);

        var (production, _) = await SoldAsync("Acme.Staged", SiteKind.Production, license);
        Assert.Equal(Seats, (await TakeAsync(production, "Acme.Staged")).Count(problem => problem is null));
    }

    private Task<string?[]> TakeAsync(IReadOnlyList<Operation> operations, string id) => Task.WhenAll(operations.Select(operation => Task.Run(
        () => _portal.Get<LicenseSeats>().TakeAsync(operation.Id, PlanDocument.Parse(operation.Plan.Json), Cancel), Cancel)));

    private async Task<(IReadOnlyList<Operation> Operations, License License)> SoldAsync(string id, SiteKind kind, License? license = null)
    {
        var database = _portal.Database;
        if (license is null)
        {
            var publisher = database.Publisher($"Publisher of {id}");
            var module = database.Available(publisher, id).Module;
            var owner = database.Member(publisher, MemberRole.Owner);
            Assert.IsType<ListingOutcome.Done>(await _portal.Get<Offers>().OfferAsync(
                owner, id, new(OfferTier.Basic, OfferModel.OneTime, Seats, [new(900, "EUR")]), Cancel));
            license = database.Saved(new License(module.Id, database.Client($"Client of {id}").Id, null, OfferTier.Basic, Seats, null, owner.UserId, A.Day));
        }

        var hash = database.Read(db => db.Releases.Where(r => r.ModuleId == license.ModuleId).Select(r => r.PackageHash).First());
        var operations = new List<Operation>();
        for (var number = 0; number < Sites; number++)
        {
            var site = A.Site(license.OrganizationId, $"{kind} {number}");
            site.Declare(kind);
            database.Save(site);
            var document = new PlanDocument(site.Id, "2.0.0", 0, null, [new(ChangeKind.Add, id, null, "1.0.0", "", hash, 1, [], [], [])]).ToJson();
            operations.Add(database.Saved(new Operation(
                new Plan(site.Id, A.Hash(), "Install", "", document, 0, license.IssuedById, A.Day), license.IssuedById, false, A.Day)));
        }

        return (operations, license);
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
