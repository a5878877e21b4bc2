using Bunit;
using Marketplace.Accounts;
using Marketplace.Portal.Pricing.Promotions;
using Marketplace.Pricing;
using Marketplace.Pricing.Promotions;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MudBlazor;

namespace Marketplace.Tests.Pricing.Promotions;

public sealed class PromotionPagesTests : PageTest
{
    private readonly Organization _acme;
    private readonly Actor _owner;

    public PromotionPagesTests()
    {
        Services.AddCatalogSlices();
        Services.AddSiteSlices();
        Services.AddPricing();
        Services.AddSingleton(Options.Create(new PricingOptions()));
        _acme = Database.Publisher();
        _owner = Database.Member(_acme, MemberRole.Owner);
        Database.Available(_acme, "Acme.Mail");
        SignIn(_owner);
    }

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    private PromotionTerms Terms => new("Spring", new(new PercentOff(12.5m), new() { Modules = ["acme.mail"] }), new(Database.Now, null, "UTC"));

    [Fact]
    public void A_promotion_is_made_of_what_was_typed()
    {
        var page = Draw<NewPromotionPage>();
        page.Field("Name").Change("Spring");
        page.Field("Percentage").Input("12.5");
        Choose(page, CodeKind.Shared);
        page.Field("Text of the code").Change("spring-26");
        page.Field("Uses in all").Change("50");
        page.InvokeAsync(() => page.FindComponents<MudAutocomplete<string>>()
            .First(field => field.Instance.Label == "Countries").Instance.ValueChanged.InvokeAsync("DE"));
        page.Says("Germany");
        page.Submit();

        Floating.Says("Spring was created.");
        Assert.Equal("publisher/promotions", Address);
        var made = Database.Read(db => db.Promotions.Single());
        Assert.Equal(("Spring", 50, CodeKind.Shared, "UTC", Database.Now.Date), (made.Name, made.MaxUses, made.CodeKind, made.TimeZone, made.StartsAt));
        Assert.Equal(new PromotionRule(new PercentOff(12.5m), new() { Countries = ["DE"] }).ToJson(), made.Rule.ToJson());
        Assert.Equal("SPRING26", Database.Read(db => db.PromotionCodes.Single().Code));
    }

    [Fact]
    public void What_is_missing_stands_at_its_field_and_what_is_wrong_above_the_form()
    {
        var page = Draw<NewPromotionPage>();
        page.Submit();
        page.Says("Enter a name.");
        page.Says("Enter a percentage.");

        Database.Clock.Advance(TimeSpan.FromSeconds(1));
        page.Field("Name").Change("Spring");
        page.Field("Percentage").Input("12.345");
        page.Submit();
        page.Says("A percentage has at most two decimals.");
        Assert.Equal(0, Database.Read(db => db.Promotions.Count()));
    }

    [Fact]
    public void What_is_typed_is_simulated_before_it_is_made()
    {
        var page = Draw<NewPromotionPage>();
        page.Press("Simulate");
        page.Says("A percentage is more than 0 and at most 100.");

        page.Field("Percentage").Input("20");
        page.Press("Simulate");
        page.Says("There are no orders of your modules in February 2026.");
    }

    [Fact]
    public async Task The_list_says_what_each_gives_and_how_often_it_was_used()
    {
        var promotions = Services.GetRequiredService<PublisherPromotions>();
        await promotions.MakeAsync(_owner, _acme.Id, Terms with { CodeKind = CodeKind.Many, Codes = 500 }, Cancel);
        await promotions.MakeAsync(
            _owner, _acme.Id, new("Later", new(new FreeMonths(2), PromotionConditions.None), new(Database.Now.AddDays(7), null, "UTC")), Cancel);

        var page = Draw<PromotionsPage>();

        page.WaitForAssertion(() => Assert.Equal(
            ["Later 2 months free Automatic Planned Mar 9, 2026, 9:00 AM UTC No end 0",
                "Spring acme.mail 12.5% off the first payment 500 single codes Open Mar 2, 2026, 9:00 AM UTC No end 0 of 500"],
            Rows(page)));
        Assert.EndsWith("/codes.csv", page.Button("Codes of Spring as CSV").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_promotion_is_simulated_and_ended_from_the_list()
    {
        await Services.GetRequiredService<PublisherPromotions>().MakeAsync(_owner, _acme.Id, Terms, Cancel);
        var page = Draw<PromotionsPage>();
        page.Press("Simulate Spring");
        Floating.Says("There are no orders of your modules in February 2026.");
        Floating.Press("Close");

        page.Press("End Spring");
        Floating.Says("It cannot be opened again.");
        Floating.Submit();

        Floating.Says("Spring has ended.");
        page.Says("Ended");
        page.WaitForAssertion(() => Assert.DoesNotContain(page.FindAll("button"), button => button.GetAttribute("aria-label") == "End Spring"));
        Assert.Equal(Database.Now, Database.Read(db => db.Promotions.Single().EndedAt));
    }

    [Fact]
    public void Members_who_are_no_owners_are_told_to_ask_one()
    {
        SignIn(Database.Member(_acme));

        Draw<PromotionsPage>().Says("Ask an owner of your publisher: only owners decide on promotions.");
        Draw<NewPromotionPage>().Says("Ask an owner of your publisher: only owners decide on promotions.");
    }

    [Fact]
    public void Staff_choose_among_publishers()
    {
        Database.Publisher("Rival");
        SignIn(Database.Staff(StaffRole.Moderator));

        Assert.NotNull(Draw<NewPromotionPage>().Field("Publisher"));
    }

    private static void Choose(IRenderedComponent<NewPromotionPage> page, CodeKind kind) =>
        page.InvokeAsync(() => page.FindComponent<MudSelect<CodeKind>>().Instance.ValueChanged.InvokeAsync(kind));

    private static string[] Rows(IRenderedComponent<PromotionsPage> page) =>
        [.. page.FindAll("tbody tr").Select(row => string.Join(' ', row.QuerySelectorAll("td:not(.actions)").Select(Text).Where(text => text != "")))];

    private static string Text(AngleSharp.Dom.IElement cell) =>
        string.Join(' ', cell.InnerHtml.Split('<', '>').Where((_, part) => part % 2 == 0).Select(text => text.Trim()).Where(text => text != ""))
            .Replace('\u202f', ' ');
}
