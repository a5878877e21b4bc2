using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Tax;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Portal.Demo;

/// <summary>A client of the two years.</summary>
internal sealed record DemoClient(long Id, string Name, string Currency, Actor Owner);

/// <summary>
/// Forty companies that bought in the past two years, each with billing details of its country. Nobody signs in as their owners: they are no people of the
/// demo.
/// </summary>
internal static class DemoClients
{
    private static readonly (string Name, string Street, string PostalCode, string City, string Country, string Currency)[] All =
    [
        ("Bergmann Optik", "Lindenstraße 4", "10969", "Berlin", "DE", "EUR"), ("Maison Lavande", "12 rue des Lilas", "69003", "Lyon", "FR", "EUR"),
        ("Harbor Light Hotels", "88 Pier Avenue", "02110", "Boston", "US", "USD"),
        ("De Groene Kas", "Prinsengracht 210", "1016 HD", "Amsterdam", "NL", "EUR"),
        ("Oakfield Dental", "5 Mill Lane", "LS1 4DL", "Leeds", "GB", "GBP"),
        ("Sonnentor Reisen", "Mariahilfer Straße 31", "1060", "Vienna", "AT", "EUR"),
        ("Alpenblick Touren", "Seestrasse 19", "6004", "Lucerne", "CH", "CHF"),
        ("Norrsken Design", "Storgatan 7", "411 38", "Gothenburg", "SE", "SEK"),
        ("Riverbend Clinics", "410 Elm Street", "97204", "Portland", "US", "USD"),
        ("Cantina del Colle", "Via Roma 15", "53100", "Siena", "IT", "EUR"),
        ("Hansen Segel", "Hafenweg 3", "24103", "Kiel", "DE", "EUR"), ("Puerto Azul", "Calle del Mar 22", "08003", "Barcelona", "ES", "EUR"),
        ("Whitmore & Daughters", "31 Castle Street", "BS1 3XD", "Bristol", "GB", "GBP"),
        ("Prairie Seed Company", "77 Grain Road", "68508", "Lincoln", "US", "USD"),
        ("Atelier Brun", "3 place Bellecour", "33000", "Bordeaux", "FR", "EUR"), ("Kovács Bútor", "Andrássy út 40", "1061", "Budapest", "HU", "EUR"),
        ("Zürcher Feinmechanik", "Hardstrasse 201", "8005", "Zurich", "CH", "CHF"),
        ("Lumo Lighting", "Mannerheimintie 12", "00100", "Helsinki", "FI", "EUR"),
        ("Copper Kettle Bakeries", "19 Market Square", "80202", "Denver", "US", "USD"),
        ("Fjällnära Gård", "Kungsgatan 2", "903 25", "Umeå", "SE", "SEK"),
        ("Rosengarten Verlag", "Marktplatz 8", "70173", "Stuttgart", "DE", "EUR"),
        ("Quinta do Vale", "Rua das Flores 60", "4050-262", "Porto", "PT", "EUR"),
        ("Thornbury Cycles", "2 Station Road", "M1 2PB", "Manchester", "GB", "GBP"), ("Blauwe Molen", "Markt 11", "2611 GP", "Delft", "NL", "EUR"),
        ("Tatra Outdoor", "Hlavná 27", "040 01", "Košice", "SK", "EUR"),
        ("Redwood Veterinary", "640 Bay Street", "94133", "San Francisco", "US", "USD"),
        ("Clos Saint-Paul", "9 avenue Foch", "51100", "Reims", "FR", "EUR"),
        ("Hafenkontor Sievers", "Am Sandtorkai 50", "20457", "Hamburg", "DE", "EUR"),
        ("Glacier Sport", "Bahnhofplatz 6", "3011", "Bern", "CH", "CHF"), ("Trattoria Belvedere", "Via Dante 3", "20121", "Milan", "IT", "EUR"),
        ("Kilbride Woollens", "14 Quay Street", "H91 X2E4", "Galway", "IE", "EUR"),
        ("Silver Birch Schools", "45 College Road", "EH1 1AB", "Edinburgh", "GB", "GBP"),
        ("Mesa Verde Solar", "900 Sunset Drive", "85004", "Phoenix", "US", "USD"), ("Winzer am Rhein", "Rheinufer 21", "55116", "Mainz", "DE", "EUR"),
        ("Brouwerij de Valk", "Korenmarkt 4", "9000", "Ghent", "BE", "EUR"), ("Østergaard Møbler", "Havnegade 18", "8000", "Aarhus", "DK", "EUR"),
        ("Skånes Rosteri", "Södergatan 9", "211 34", "Malmö", "SE", "SEK"), ("Papelería Cervantes", "Gran Vía 55", "28013", "Madrid", "ES", "EUR"),
        ("Lakeshore Legal", "233 Wacker Drive", "60606", "Chicago", "US", "USD"),
        ("Stadtwerk Digital", "Ringstraße 70", "04109", "Leipzig", "DE", "EUR"),
    ];

    /// <summary>Adds those that are not there, as of now, in the order of the list.</summary>
    public static async Task<IReadOnlyList<DemoClient>> EnsureAsync(DemoPast past, CancellationToken cancel)
    {
        var clients = new List<DemoClient>();
        foreach (var (name, street, postalCode, city, country, currency) in All)
        {
            var client = await AddAsync(past, name, currency, cancel);
            clients.Add(client);
            await using var db = await past.OpenAsync(cancel);
            if (!await db.BillingProfiles.AnyAsync(p => p.OrganizationId == client.Id, cancel))
            {
                var address = new PostalAddress(name, street, "", postalCode, city, "", country);
                _ = (PartyOutcome.Saved)await past.Get<BillingProfiles>().SaveAsync(
                    client.Owner, client.Id, new(address, BuyerKind.Business, "", "", null, currency), cancel);
            }
        }

        return clients;
    }

    private static Task<DemoClient> AddAsync(DemoPast past, string name, string currency, CancellationToken cancel) =>
        past.Databases.TransactAsync(async db =>
        {
            var email = $"owner@{string.Concat(name.Where(char.IsAsciiLetter)).ToLowerInvariant()}.example";
            if (await db.Users.FirstOrDefaultAsync(u => u.Email == email, cancel) is { } owner)
            {
                var own = await db.Memberships.Where(m => m.UserId == owner.Id).Select(m => m.OrganizationId).SingleAsync(cancel);
                return new DemoClient(own, name, currency, new Actor(owner.Id, HasSecondFactor: true));
            }

            var user = new User
            {
                DisplayName = $"Owner of {name}", UserName = email, NormalizedUserName = email.ToUpperInvariant(), Email = email,
                NormalizedEmail = email.ToUpperInvariant(), EmailConfirmed = true, SecurityStamp = Guid.NewGuid().ToString("N"), CreatedAt = past.Now,
            };
            var organization = new Organization(name, publishes: false, isClient: true, past.Now);
            db.AddRange(user, organization);
            await db.SaveChangesAsync(cancel);
            db.Add(new Membership(organization.Id, user.Id, MemberRole.Owner, past.Now));
            await db.SaveChangesAsync(cancel);
            return new DemoClient(organization.Id, name, currency, new Actor(user.Id, HasSecondFactor: true));
        }, cancel);
}
