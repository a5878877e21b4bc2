using Marketplace.Accounts;
using Marketplace.Notifications;
using Marketplace.Pricing;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Tax;
using Marketplace.Tests.Support;
using Microsoft.Extensions.Options;

namespace Marketplace.Tests.Pricing.Parties;

public sealed class PartiesTests : IDisposable
{
    private static readonly PostalAddress Address = new(" Globex GmbH ", "Hauptstr. 1", "", "10115", "Berlin", "", "DE");
    private static readonly BillingDetails Details = new(Address, BuyerKind.Business, "de 136 695 976", "", null, "EUR");
    private static readonly SellerDetails Seller = new(
        Address with { Name = "Marketplace Europe B.V.", Country = "NL" }, [new("NL", "NL004495445B01", true), new("CH", "CHE-107.787.577 MWST", false)],
        "inv-", "NL91 ABNA 0417 1643 00", "ABNANL2A");

    private readonly TestDatabase _database = new();
    private readonly HttpClient _http = new();
    private readonly Organization _globex;
    private readonly Actor _owner, _operator;

    public PartiesTests()
    {
        _globex = _database.Client();
        (_owner, _operator) = (_database.Member(_globex, MemberRole.Owner), _database.Staff(StaffRole.Operator));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private BillingProfiles Profiles =>
        new(_database, new VatIds(_database, new Vies(_http, Options.Create(new TaxOptions())), _database.Clock), _database.Clock);

    private Exemptions Exemptions => new(_database, _database.Clock);

    private SellerEntities Sellers => new(_database, _database.Clock);

    [Fact]
    public async Task Owners_enter_billing_details_which_decide_the_tax()
    {
        Assert.IsType<PartyOutcome.Saved>(await Profiles.SaveAsync(_owner, _globex.Id, Details, Cancel));
        await Sellers.SaveAsync(_operator, Seller, Cancel);

        var profile = (await Profiles.ReadAsync(_owner, _globex.Id, Cancel))!;
        Assert.Equal(("Globex GmbH", "DE136695976", VatVerdict.WellFormed), (profile.Address.Name, profile.VatId, profile.Verdict));
        var sale = (await Sellers.ReadAsync(Cancel))!.CaseFor(profile, ProductClass.Electronic, "DE", _database.Now);
        Assert.Equal(new TaxEvidence("DE", "DE"), sale.Evidence);
        Assert.IsType<TaxDecision.ReverseCharge>(TaxRules.Decide(sale, new TaxTable([])));
        Assert.Equal(["EUR"], (await new CurrencyQueries(_database, Options.Create(new PricingOptions())).InUseAsync(Cancel)).Select(use => use.Currency));
    }

    public static TheoryData<BillingDetails, string, string> Bad => new()
    {
        { Details with { Address = Address with { Name = " " } }, "Name", "Enter the legal name." },
        { Details with { Address = Address with { Line1 = "" } }, "Line1", "Enter street and number." },
        { Details with { Address = Address with { City = "" } }, "City", "Enter the city." },
        { Details with { Address = Address with { Country = "" }, VatId = "" }, "Country", "Choose a country." },
        { Details with { Address = Address with { Country = "XX" }, VatId = "" }, "Country", "“XX” is no country" },
        { Details with { Address = Address with { Region = "ES-CN" } }, "Region", "“ES-CN” is no region of Germany" },
        { Details with { Address = Address with { City = new('x', 101) } }, "City", "At most 100 characters." },
        { Details with { VatId = "DE136695975" }, "VatId", "“DE136695975” is no VAT ID of Germany" },
        { Details with { VatId = "FR40303265045" }, "VatId", "“FR40303265045” is a VAT ID of France." },
        { Details with { Kind = BuyerKind.Consumer }, "VatId", "Consumers have no VAT ID." },
        { Details with { Currency = "BGN" }, "Currency", "“BGN” is no active currency" },
        { Details with { Currency = "" }, "Currency", "Choose a currency." },
        { Details with { ExemptUntil = new(2027, 1, 1) }, "ExemptionEvidence", "Name the document" },
        { Details with { ExemptionEvidence = new('x', 401) }, "ExemptionEvidence", "At most 400 characters." },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task What_is_wrong_stands_at_its_field_and_changes_nothing(BillingDetails details, string field, string problem)
    {
        var (key, said) = Assert.Single(Assert.IsType<PartyOutcome.Invalid>(await Profiles.SaveAsync(_owner, _globex.Id, details, Cancel)).Problems);

        Assert.Equal(field, key);
        Assert.StartsWith(problem, said, StringComparison.Ordinal);
        Assert.Equal(0, _database.Read(db => db.BillingProfiles.Count()));
    }

    [Fact]
    public async Task Nobody_but_owners_reads_or_changes_them()
    {
        await Profiles.SaveAsync(_owner, _globex.Id, Details, Cancel);

        var stranger = _database.Member(_database.Client("Other"), MemberRole.Owner);
        foreach (var other in new[] { _database.Member(_globex), stranger, _database.Stranger(), _operator })
        {
            Assert.Null(await Profiles.ReadAsync(other, _globex.Id, Cancel));
            Assert.IsType<PartyOutcome.NotAllowed>(await Profiles.SaveAsync(other, _globex.Id, Details, Cancel));
        }
    }

    [Fact]
    public async Task An_exemption_counts_once_an_operator_accepted_this_evidence()
    {
        var claim = Details with { ExemptionEvidence = "Certificate 12", ExemptUntil = new(2027, 12, 31) };
        await Profiles.SaveAsync(_owner, _globex.Id, claim, Cancel);
        await Profiles.SaveAsync(_owner, _globex.Id, claim, Cancel);
        Assert.Null((await Profiles.ReadAsync(_owner, _globex.Id, Cancel))!.Buyer.Exemption);
        Assert.Equal(1, Told(_operator, "says that it is exempt from tax: Certificate 12"));

        var row = Assert.Single(await Exemptions.ListAsync(_operator, Cancel));
        Assert.IsType<PartyOutcome.NotAllowed>(await Exemptions.AcceptAsync(_owner, row, Cancel));
        Assert.Empty(await Exemptions.ListAsync(_owner, Cancel));
        Assert.IsType<PartyOutcome.Saved>(await Exemptions.AcceptAsync(_operator, row, Cancel));
        Assert.Equal(new("Certificate 12", new(2027, 12, 31)), (await Profiles.ReadAsync(_owner, _globex.Id, Cancel))!.Buyer.Exemption);
        Assert.Equal(1, Told(_owner, "was accepted"));

        await Profiles.SaveAsync(_owner, _globex.Id, claim with { Currency = "USD" }, Cancel);
        Assert.NotNull((await Profiles.ReadAsync(_owner, _globex.Id, Cancel))!.Buyer.Exemption);
        await Profiles.SaveAsync(_owner, _globex.Id, claim with { ExemptionEvidence = "Certificate 13" }, Cancel);
        Assert.Null((await Profiles.ReadAsync(_owner, _globex.Id, Cancel))!.Buyer.Exemption);
        Assert.IsType<PartyOutcome.Changed>(await Exemptions.AcceptAsync(_operator, row, Cancel));

        Assert.IsType<PartyOutcome.Saved>(await Exemptions.DeclineAsync(_operator, row with { Evidence = "Certificate 13" }, Cancel));
        Assert.Empty(await Exemptions.ListAsync(_operator, Cancel));
    }

    [Fact]
    public async Task Operators_enter_the_seller_and_nobody_else()
    {
        Assert.Null(await Sellers.ReadAsync(Cancel));
        Assert.IsType<PartyOutcome.NotAllowed>(await Sellers.SaveAsync(_owner, Seller, Cancel));

        Assert.IsType<PartyOutcome.Saved>(await Sellers.SaveAsync(_operator, Seller, Cancel));
        Assert.IsType<PartyOutcome.Saved>(await Sellers.SaveAsync(_operator, Seller with { Registrations = [new("NL", "NL004495445B01", false)] }, Cancel));
        Assert.IsType<PartyOutcome.Saved>(await Sellers.SaveAsync(_operator, Seller, Cancel));

        var seller = (await Sellers.ReadAsync(Cancel))!;
        Assert.Equal(("INV-", "NL91ABNA0417164300", "ABNANL2A"), (seller.InvoicePrefix, seller.Iban, seller.Bic));
        Assert.Equal([("CH", "CHE107787577", false), ("NL", "NL004495445B01", true)], seller.Registrations.Select(r => (r.Country, r.Number, r.IsOneStopShop)));
    }

    public static TheoryData<SellerDetails, string, string> BadSellers => new()
    {
        { Seller with { InvoicePrefix = "" }, "InvoicePrefix", "Enter 1 to 12 capital letters" },
        { Seller with { InvoicePrefix = "INV/" }, "InvoicePrefix", "Enter 1 to 12 capital letters" },
        { Seller with { Iban = "NL91ABNA0417164301" }, "Iban", "The check digits of “NL91ABNA0417164301” do not fit." },
        { Seller with { Bic = "ABNA" }, "Bic", "“ABNA” is no BIC" },
        { Seller with { Registrations = [new("NL", "NL004495446B01", false)] }, "Registrations", "“NL004495446B01” is no VAT ID" },
        { Seller with { Registrations = [new("NL", "", false)] }, "Registrations", "Enter the VAT ID in Netherlands." },
        { Seller with { Registrations = [new("CH", "CHE107787577", true)] }, "Registrations", "Switzerland has no One-Stop-Shop" },
        { Seller with { Registrations = [new("NL", "NL004495445B01", false), new("NL", "NL123456789B13", true)] }, "Registrations", "There are two" },
    };

    [Theory]
    [MemberData(nameof(BadSellers))]
    public async Task What_is_wrong_with_the_seller_stands_at_its_field(SellerDetails details, string field, string problem)
    {
        var problems = Assert.IsType<PartyOutcome.Invalid>(await Sellers.SaveAsync(_operator, details, Cancel)).Problems;

        Assert.StartsWith(problem, Assert.Contains(field, problems), StringComparison.Ordinal);
        Assert.Null(await Sellers.ReadAsync(Cancel));
    }

    [Theory]
    [InlineData("DE89 3704 0044 0532 0130 00", null)]
    [InlineData("gb29 NWBK 6016 1331 9268 19", null)]
    [InlineData("NO93 8601 1117 947", null)]
    [InlineData("DE89 3704 0044 0532 0130 01", "do not fit")]
    [InlineData("DE98 3704 0044 0532 0130 00", "do not fit")]
    [InlineData("DE89 3704 0044 0532 0130", "an IBAN of Germany has 22")]
    [InlineData("Deutsche Bank", "is no IBAN")]
    [InlineData("", "is no IBAN")]
    public void An_iban_is_checked_by_its_length_and_digits(string text, string? problem)
    {
        var said = Iban.Problem(Iban.Normalize(text));

        Assert.True(problem is null ? said is null : said!.Contains(problem, StringComparison.Ordinal), said);
    }

    private int Told(Actor who, string text) => _database.Read(db => db.Set<Notification>().Count(n => n.UserId == who.UserId && n.Text.Contains(text)));

    public void Dispose()
    {
        _http.Dispose();
        _database.Dispose();
    }
}
