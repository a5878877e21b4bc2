using Bunit;
using Marketplace.Accounts;
using Marketplace.Portal;
using Marketplace.Portal.Pricing.Tax;
using Marketplace.Pricing;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Tax;
using Marketplace.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Marketplace.Tests.Pricing.Tax;

public sealed class SellerLogoFormTests : PageTest
{
    private readonly Actor _operator;

    public SellerLogoFormTests()
    {
        Services.AddPricing();
        Services.AddSingleton(Options.Create(new PricingOptions()));
        Services.AddSingleton(Options.Create(new TaxOptions()));
        _operator = Database.Staff(StaffRole.Operator);
        SignIn(_operator);
    }

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public void There_is_no_logo_of_a_seller_who_is_not_known() => Assert.Equal("", Draw<SellerLogoForm>().Markup.Trim());

    [Fact]
    public async Task A_logo_is_shown_changed_and_removed_by_the_endpoint_that_takes_it()
    {
        await SellAsync();
        var form = Draw<SellerLogoForm>();
        form.WaitForAssertion(() => Assert.Equal(["Add the logo"], Buttons(form)));
        Assert.Empty(form.FindAll("img"));
        Assert.Equal((PortalUrls.SellerLogoForm, "multipart/form-data"),
            (form.Find("form").GetAttribute("action"), form.Find("form").GetAttribute("enctype")));
        form.Says("32 to 2,000 pixels wide and high, at most");

        await Services.GetRequiredService<SellerLogos>().SetAsync(_operator, Pictures.Png(300, 100), Cancel);
        var hash = (await Services.GetRequiredService<SellerLogos>().ReadAsync(Cancel))!.Hash;
        form = Draw<SellerLogoForm>();

        form.WaitForAssertion(() => Assert.Equal(["Change the logo", "Remove the logo"], Buttons(form)));
        Assert.Equal(PortalUrls.SellerLogo(hash), form.Find("img").GetAttribute("src"));
        Assert.Equal(("remove", "true", true), form.Button("Remove the logo") is var remove
            ? (remove.GetAttribute("name"), remove.GetAttribute("value"), remove.HasAttribute("formnovalidate")) : default);
    }

    [Fact]
    public async Task A_file_that_was_refused_says_so_beside_the_form()
    {
        await SellAsync();

        Draw<SellerLogoForm>(form => form.Add(f => f.IsRefused, true)).Says("That file isn’t a supported image. The logo hasn’t changed.");
    }

    private static IEnumerable<string> Buttons(IRenderedComponent<SellerLogoForm> form) => form.FindAll("button").Select(button => button.TextContent.Trim());

    private async Task SellAsync() => Assert.IsType<PartyOutcome.Saved>(await Services.GetRequiredService<SellerEntities>().SaveAsync(
        _operator, new(new("Market GmbH", "Hauptstraße 1", "", "10115", "Berlin", "", "DE"), [new("DE", "DE136695976", false)], "M-", "", ""), Cancel));
}
