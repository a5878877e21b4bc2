using Bunit;
using Marketplace.Accounts;
using Marketplace.Billing.Credits;
using Marketplace.Billing.Invoices;
using Marketplace.Live;
using Marketplace.Portal.Billing;
using Marketplace.Portal.Billing.Credits;
using Marketplace.Portal.Payments;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Billing;

/// <summary>A credit above the limit is proposed in the dialog and approved on a page of its own.</summary>
public sealed class CreditProposalPageTests : PageTest
{
    private readonly Shop _shop;

    public CreditProposalPageTests()
        : this(Shop.OpenAsync(null, ("Credits:TwoPersonLimit", "10000")).GetAwaiter().GetResult())
    {
    }

    private CreditProposalPageTests(Shop shop)
        : base(shop.Portal) => _shop = shop;

    [Fact]
    public async Task Who_proposes_can_only_withdraw_it_and_another_operator_approves_it()
    {
        var second = _shop.Portal.Database.Staff(StaffRole.Operator);
        await BuyAsync();
        SignIn(_shop.Operator);
        var invoice = Draw<InvoicePage>(parameters => parameters.Add(page => page.Number, "M-2026-000001"));
        invoice.Press("Credit");
        Floating.WaitForElement("form");
        Floating.Field("Reason").Change("It did not work.");
        Floating.Submit();
        Floating.Says("This is more than the €100.00 of an invoice that one person may credit.");
        Floating.WaitForAssertion(() => Assert.Equal("Propose €119.00", Floating.Find("button[type=submit]").TextContent.Trim()));
        _shop.Advance(TimeSpan.FromSeconds(1));
        Floating.Submit();
        Floating.Says("Proposed. Another operator has to approve it.");
        invoice.Says("Review the proposal");

        var id = _shop.Read(db => db.CreditProposals.Single().Id);
        var own = Page(id);
        own.Says("Another operator has to approve it.");
        own.Says("Withdraw");
        Assert.DoesNotContain("Approve", own.Markup, StringComparison.Ordinal);
        SignIn(second);
        Draw<CreditProposalsPage>().Says("Awaiting approval");
        Draw<DisputesPage>().Says("Refund approvals");
        var page = Page(id);
        page.Says("€119.00 to Visa •••• 4242");
        page.Press("Approve");
        Floating.Submit();

        Floating.Says("Credit note M-C2026-000001 was issued.");
        Changed(LiveTopic.Payments);
        page.Says("Approved");
        Assert.Equal(CreditProposalState.Approved, _shop.Read(db => db.CreditProposals.Single().State));
    }

    [Fact]
    public async Task What_changed_since_is_said_and_leaves_only_declining()
    {
        await BuyAsync();
        var (invoice, cancel) = (_shop.Read(db => db.Invoices.Single().Id), Xunit.TestContext.Current.CancellationToken);
        var asked = new CreditWish(invoice, [new(0, new(9000, "EUR"))], "It did not work.", Revokes: false);
        var shown = Assert.IsType<CreditOutcome.Shown>(await _shop.Get<CreditNotes>().PreviewAsync(_shop.Operator, asked, cancel));
        await _shop.Get<CreditProposals>().ProposeAsync(_shop.Operator, asked, shown.Effect.Hash, cancel);
        await _shop.Get<CreditNotes>().IssueAsync(_shop.Operator, asked with { Parts = [new(0, new(500, "EUR"))] }, cancel);
        SignIn(_shop.Portal.Database.Staff(StaffRole.Operator));

        var page = Page(_shop.Read(db => db.CreditProposals.Single().Id));

        page.Says("was credited after this was proposed: M-C2026-000001.");
        Assert.DoesNotContain(page.FindAll("button"), button => button.TextContent.Trim() == "Approve");
        page.Press("Decline");
        Floating.Field("Reason").Change("Propose what is left.");
        Floating.Submit();
        Floating.Says("Declined.");
        page.Says("Propose what is left.");
    }

    private IRenderedComponent<CreditProposalPage> Page(long id) => Draw<CreditProposalPage>(parameters => parameters.Add(page => page.Id, id));

    private async Task BuyAsync()
    {
        var order = await _shop.PlaceAsync();
        await _shop.PayAtSandboxAsync(order, Shop.Good);
        await _shop.WorkAsync();
    }
}
