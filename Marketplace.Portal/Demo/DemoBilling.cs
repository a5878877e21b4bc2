using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Tax;

namespace Marketplace.Portal.Demo;

/// <summary>Who sells in the demo, and to whom its clients have documents made out: five countries, four currencies.</summary>
internal sealed class DemoBilling(DemoPeople people, SellerEntities sellers, SellerLogos logos, BillingProfiles profiles)
{
    private static readonly SellerDetails Seller = new(
        new("Marketplace Europe B.V.", "Keizersgracht 100", "", "1015 CN", "Amsterdam", "", "NL"),
        [new("NL", "NL004495445B01", IsOneStopShop: true)], "MKT-", "NL91 ABNA 0417 1643 00", "ABNANL2A");

    // The portal's own mark.
    private const string Logo =
        "#2554D0 M9.1 7.2H5.1V11.1H6.3 A6.3 12.8 1.7 -90 90 M6.3 14.5H5.1V18.4H9V17.2 A10.7 17.2 1.7 180 360 "
        + "M12.4 18.4H16.3V14.4H17.5 A17.5 12.8 1.6 90 -90 M17.5 11.2H16.3V7.2H12.3V6 A10.7 6 1.6 0 -180 M9.1 6V7.2";

    private static readonly (string Organization, BillingDetails Details)[] Buyers =
    [
        ("Wide World Importers", Business(
            new("Wide World Importers GmbH", "Speicherstraße 12", "", "20457", "Hamburg", "", "DE"), "DE136695976", "EUR")),
        ("Coho Winery", Business(new("Coho Winery Inc.", "400 Vineyard Road", "", "94558", "Napa", "US-CA", "US"), "", "USD")),
        ("Trey Research", Business(
            new("Trey Research SAS", "8 rue de la Paix", "", "75002", "Paris", "", "FR"), "FR40303265045", "EUR",
            "Certificate of exemption 2026-114", new(2027, 12, 31))),
        ("Brightwell Books", Business(new("Brightwell Books Ltd", "22 King Street", "", "EC2V 8EA", "London", "", "GB"), "GB980780684", "GBP")),
        ("Keller Photography", new(
            new("Luca Keller", "Bahnhofstrasse 3", "", "7500", "St. Moritz", "", "CH"), BuyerKind.Consumer, "", "", null, "CHF")),
    ];

    /// <summary>Does nothing where a seller was entered.</summary>
    public async Task EnsureAsync(CancellationToken cancel)
    {
        if (await sellers.ReadAsync(cancel) is not null)
        {
            return;
        }

        var staff = await people.ActorAsync(DemoPeople.Operator, cancel);
        await sellers.SaveAsync(staff, Seller, cancel);
        await logos.SetAsync(staff, DemoIcon.Png(Logo), cancel);
        foreach (var (name, details) in Buyers)
        {
            var owner = await people.ActorAsync(DemoPeople.All.Single(person => person.Organization == name), cancel);
            await profiles.SaveAsync(owner, await people.OrganizationAsync(name, cancel), details, cancel);
        }
    }

    private static BillingDetails Business(PostalAddress address, string vatId, string currency, string exemption = "", DateOnly? until = null) =>
        new(address, BuyerKind.Business, vatId, exemption, until, currency);
}
