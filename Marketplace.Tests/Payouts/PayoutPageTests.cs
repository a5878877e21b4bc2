using Marketplace.Accounts;
using Marketplace.Portal;
using Marketplace.Portal.Payouts;
using Marketplace.Tests.Billing;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Payouts;

/// <summary>Operators follow runs and payouts on their pages; a publisher sees its own once it was sent.</summary>
public sealed class PayoutPageTests : PageTest
{
    private readonly Shop _shop;

    public PayoutPageTests()
        : this(Shop.OpenAsync().GetAwaiter().GetResult())
    {
    }

    private PayoutPageTests(Shop shop)
        : base(shop.Portal) => _shop = shop;

    [Fact]
    public async Task A_run_says_who_has_to_approve_it_and_a_payout_what_it_pays()
    {
        await _shop.OpenAccountAsync();
        await _shop.EarnAsync(200_000);
        await _shop.PassAsync(14);
        SignIn(_shop.Operator);
        Navigation.NavigateTo(PortalUrls.PayoutsIn("due"));
        Draw<PayoutsPage>().Says("Ready to pay");
        var run = await _shop.PrepareAsync();
        Navigation.NavigateTo(PortalUrls.Payouts);
        Draw<PayoutsPage>().Says("0 of 2");

        var page = Draw<RunPage>(parameters => parameters.Add(p => p.Id, run.Id));
        page.Says("2 people have to approve it.");
        await _shop.ApproveAsync(run);
        Draw<RunPage>(parameters => parameters.Add(p => p.Id, run.Id)).Says("Another person has to approve it.");
        await _shop.ApproveAsync(run, _shop.Portal.Database.Staff(StaffRole.Operator));
        await _shop.SendAsync(run);
        Draw<RunPage>(parameters => parameters.Add(p => p.Id, run.Id)).Says("Upload the file at the bank, then import its statement.");

        var payout = run.Payouts.Single();
        Draw<PayoutPage>(parameters => parameters.Add(p => p.Id, payout.Id)).Says("FR76 3000 6000 0112 3456 7890 189");
        SignIn(_shop.Seller);
        Draw<PayoutPage>(parameters => parameters.Add(p => p.Id, payout.Id)).Says("FR•• •••• 0189");
        SignIn(_shop.Owner);
        Draw<PayoutPage>(parameters => parameters.Add(p => p.Id, payout.Id)).Says("There is no such payout of a publisher of yours.");
    }
}
