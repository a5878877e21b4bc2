using Bunit;
using Marketplace.Accounts;
using Marketplace.Payments.Methods;
using Marketplace.Payments.Sandbox;
using Marketplace.Portal.Billing;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Billing;

public sealed class MethodListTests : PageTest
{
    private readonly Shop _shop;

    public MethodListTests()
        : this(new Shop())
    {
    }

    private MethodListTests(Shop shop)
        : base(shop.Portal)
    {
        _shop = shop;
        SignIn(shop.Owner);
    }

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_method_is_added_at_the_provider_preferred_and_removed()
    {
        await _shop.FillAsync();
        var page = Open();
        page.Says("Nothing is saved.");
        page.Press($"Add a payment method of {_shop.Globex.Name}");
        page.WaitForAssertion(() => Assert.StartsWith("sandbox/sbx_", Address, StringComparison.Ordinal));
        Assert.IsType<TillOutcome.Done>(await _shop.Get<SandboxTill>().PayAsync(Address["sandbox/".Length..], Shop.Good, Cancel));
        await AddAsync("5555555555554444");

        page = Open();
        page.WaitForAssertion(() => Assert.Equal(
            ["Visa •••• 4242 Default Sandbox", "Mastercard •••• 4444 Sandbox"], page.FindAll("tbody td:first-child").Select(Text)));
        page.Press("Make Mastercard •••• 4444 the default");
        Floating.Says("Mastercard •••• 4444 is the default now.");

        page.Press("Remove Visa •••• 4242");
        Floating.Says("the provider deletes it");
        Floating.Submit();
        Floating.Says("Visa •••• 4242 was removed.");
        page.WaitForAssertion(() => Assert.Equal(["Mastercard •••• 4444 Default Sandbox"], page.FindAll("tbody td:first-child").Select(Text)));
    }

    [Fact]
    public async Task Members_see_what_there_is_and_change_nothing()
    {
        await _shop.FillAsync();
        await AddAsync(Shop.Good);
        await _shop.Get<SavedMethods>().LookAsync(_shop.Owner, Cancel);
        SignIn(_shop.Member);

        var page = Open(isOwner: false);

        page.Says("Visa •••• 4242");
        Assert.Empty(page.FindAll("button"));
    }

    [Fact]
    public void Without_billing_details_it_says_what_is_needed()
    {
        var page = Open();

        page.Says("once billing details are entered");
        Assert.Empty(page.FindAll("button"));
    }

    private static string Text(AngleSharp.Dom.IElement cell) => string.Join(' ', cell.Children[0].Children.Select(child => child.TextContent.Trim()));

    private async Task AddAsync(string card)
    {
        var url = Assert.IsType<MethodOutcome.Done>(await _shop.Get<SavedMethods>().AddAsync(_shop.Owner, _shop.Globex.Id, null, Cancel)).Url!;
        Assert.IsType<TillOutcome.Done>(await _shop.Get<SandboxTill>().PayAsync(url["/sandbox/".Length..], card, Cancel));
    }

    private IRenderedComponent<MethodList> Open(bool isOwner = true) => Draw<MethodList>(list => list.Add(
        l => l.Organization, new(_shop.Globex.Id, _shop.Globex.Name, Publishes: false, IsClient: true, isOwner)));
}
