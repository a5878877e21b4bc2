using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Pricing;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Portal.Demo;

/// <summary>A price that no offer states: a client of the demo asked for it, and the publisher's quote waits for the answer.</summary>
internal sealed class DemoCustomQuote(
    IDbContextFactory<MarketplaceDb> databases, DemoPeople people, LicenseRequests requests, CustomQuotes quotes, TimeProvider clock)
{
    private const int Sites = 12;
    private static readonly DemoPerson Publisher = DemoPeople.All.Single(person => person.Organization == "Adatum");

    /// <summary>Does nothing where a quote was made.</summary>
    public async Task EnsureAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.CustomQuotes.AnyAsync(cancel))
        {
            return;
        }

        var client = await people.OrganizationAsync(DemoPeople.Client.Organization!, cancel);
        var offer = await db.Offers.Open().Where(o => o.Module.PackageId == "Adatum.Budget" && o.Tier == OfferTier.Custom)
            .Select(o => o.Id).SingleAsync(cancel);
        await requests.AskAsync(
            await people.ActorAsync(DemoPeople.Client, cancel), client, offer, "For all of our branches, with one plan of accounts.", Sites, cancel);
        var request = await db.LicenseRequests.Where(r => r.OfferId == offer && r.OrganizationId == client).Select(r => r.Id).SingleAsync(cancel);
        await quotes.AnswerAsync(await people.ActorAsync(Publisher, cancel), request, new(
            "EUR",
            [new("Budget for 12 branches", OfferModel.Yearly, Sites, 288_000), new("Import of the plan of accounts", OfferModel.OneTime, Sites, 95_000)],
            DateOnly.FromDateTime(clock.UtcNow).AddDays(30)), cancel);
    }
}
