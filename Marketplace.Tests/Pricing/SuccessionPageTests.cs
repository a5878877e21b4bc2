using Bunit;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Portal.Pricing.Offering;
using Marketplace.Pricing;
using Marketplace.Pricing.Rates;
using Marketplace.Pricing.Succession;
using Marketplace.Pricing.Tax;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MudBlazor;

namespace Marketplace.Tests.Pricing;

public sealed class SuccessionPageTests : PageTest
{
    private readonly Actor _publisher;
    private readonly long _module, _old, _new;

    public SuccessionPageTests()
    {
        Services.AddCatalogSlices();
        Services.AddSiteSlices();
        Services.AddPricing();
        Services.AddSingleton<Attempts>();
        Services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        Services.AddLicensing();
        Services.AddSingleton(Options.Create(new PricingOptions()));
        Services.AddSingleton(Options.Create(new RatesOptions()));
        Services.AddSingleton(Options.Create(new TaxOptions()));
        var acme = Database.Publisher();
        _publisher = Database.Member(acme, MemberRole.Owner);
        _module = Database.Available(acme, "Acme.Mail").ModuleId;
        (_old, _new) = (Offer(OfferTier.Basic, OfferModel.Monthly, 1200), Offer(OfferTier.Premium, OfferModel.Monthly, 1500));
        Offer(OfferTier.Premium, OfferModel.Yearly, 9900);
        SignIn(_publisher);
    }

    [Fact]
    public void Who_pays_more_is_shown_before_it_is_announced_to_them()
    {
        var client = Database.Client("Globex");
        Database.Save(new License(_module, client.Id, _old, OfferTier.Basic, 3, Database.Now.AddYears(1), _publisher.UserId, A.Day));
        var page = Page();
        page.Says("Choose a successor to see who is affected");
        Assert.True(page.Button("Announce to 0 clients").HasAttribute("disabled"));

        Choose(page, _new);

        page.WaitForAssertion(() => Assert.Equal(
            [client.Name, "3", "€36.00 / month", "€45.00 / month", "+€9.00"],
            page.FindAll("section[aria-labelledby=affected] tbody td").Select(cell => cell.TextContent.Trim())));
        page.Button("Announce to 1 client");
        page.Submit();
        Floating.Says("The successor was announced to 1 client.");
        Assert.Equal("modules/Acme.Mail/offers", Address, ignoreCase: true);
        Assert.Equal((_old, _new), Database.Read(db => db.Successions.Select(s => ValueTuple.Create(s.OfferId, s.SuccessorId)).Single()));
    }

    [Fact]
    public void Nobody_is_told_where_nobody_holds_the_offer()
    {
        var page = Page();

        Choose(page, _new);

        page.Says("No client holds this offer");
        page.Submit();
        page.Says("No client holds this offer");
        Assert.Equal(0, Database.Read(db => db.Successions.Count()));
    }

    [Fact]
    public void Only_offers_paid_in_the_same_way_can_follow()
    {
        var page = Page();

        page.WaitForAssertion(() => Assert.Equal(
            [_new], page.FindComponent<MudSelect<long?>>().FindComponents<MudSelectItem<long?>>().Select(item => item.Instance.Value!.Value).Distinct()));
    }

    [Fact]
    public void Those_who_do_not_manage_the_module_find_nothing()
    {
        SignIn(Database.Member(Database.Publisher("Rival"), MemberRole.Owner));

        Page().Says("There is no such offer of your organization.");
    }

    private long Offer(OfferTier tier, OfferModel model, long minor) => Database.Saved(
        new Offer(_module, tier, model, 1, _publisher.UserId, A.Day) { Prices = { new OfferPrice("EUR", minor) } }).Id;

    private static void Choose(IRenderedComponent<SuccessionPage> page, long offer) =>
        page.InvokeAsync(() => page.FindComponent<MudSelect<long?>>().Instance.ValueChanged.InvokeAsync(offer));

    private IRenderedComponent<SuccessionPage> Page() =>
        Draw<SuccessionPage>(page => page.Add(p => p.Id, "acme.mail").Add(p => p.Offer, _old));
}
