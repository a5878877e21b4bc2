using System.Net;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Notifications;
using Marketplace.Payments.Inbox;
using Marketplace.Payouts;
using Marketplace.Payouts.Accounts;
using Marketplace.Payouts.Connect;
using Marketplace.Portal;
using Marketplace.Portal.Payouts;
using Marketplace.Tests.Billing;
using Marketplace.Tests.Payments;
using Marketplace.Tests.Support;
using Marketplace.Tests.Support.Stripe;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Payouts;

/// <summary>A publisher's account at Stripe is opened once, filled in at Stripe, and is ever after what Stripe says it is.</summary>
public sealed class ConnectAccountTests : PageTest
{
    private readonly StripeShop _stripe;

    public ConnectAccountTests()
        : this(StripeShop.OpenLiveAsync().GetAwaiter().GetResult())
    {
    }

    private ConnectAccountTests(StripeShop stripe)
        : base(stripe.Shop.Portal) => _stripe = stripe;

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    private Shop Shop => _stripe.Shop;

    [Fact]
    public async Task An_owner_opens_it_once_whatever_becomes_of_the_answer()
    {
        Assert.Contains("billing details", Assert.IsType<ConnectOutcome.Refused>(await StartAsync()).Problem, StringComparison.Ordinal);
        await _stripe.DetailsAsync();
        foreach (var actor in new[] { Shop.Portal.Database.Member(Shop.Acme), Shop.Owner, Shop.Operator })
        {
            Assert.IsType<ConnectOutcome.NotFound>(await _stripe.Connect.StartAsync(actor, Shop.Acme.Id, Cancel));
        }

        _stripe.Fake.Faults.Next(StripeFault.AnswerLost, "Accounts.create");
        Assert.IsType<ConnectOutcome.Refused>(await StartAsync());
        var url = Assert.IsType<ConnectOutcome.Opened>(await StartAsync()).Url;
        Assert.NotEqual(url, Assert.IsType<ConnectOutcome.Opened>(await StartAsync()).Url);

        var account = Assert.Single(await _stripe.Fake.Client().V1.Accounts.ListAsync(cancellationToken: Cancel));
        Assert.Equal(("FR", "express", "inactive"), (account.Country, account.Controller.StripeDashboard.Type, account.Capabilities.Transfers));
        Assert.Equal((account.Id, ConnectState.Incomplete, ConnectTax.Unknown), (_stripe.Account.ProviderId, _stripe.Account.State, _stripe.Account.Tax));
        Assert.Contains(Shop.Read(db => db.AuditEntries.ToList()), entry => entry.Action == "payout-account.connect");
    }

    [Fact]
    public async Task An_owner_comes_back_from_Stripe_and_chooses_to_be_paid_there()
    {
        await _stripe.DetailsAsync();
        await StartAsync();
        Assert.IsType<AccountOutcome.Invalid>(await _stripe.Connect.UseAsync(Shop.Seller, Shop.Acme.Id, Cancel));
        using var client = await Shop.Portal.ClientAsync(Shop.Seller);
        using var again = await client.GetAsync($"/publisher/earnings/stripe/{Shop.Acme.Id}/again", Cancel);
        Assert.StartsWith($"{_stripe.Fake.ApiBase}/onboarding/", again.Headers.Location!.OriginalString, StringComparison.Ordinal);
        using var stranger = await Shop.Portal.ClientAsync(Shop.Owner);
        using var refused = await stranger.GetAsync($"/publisher/earnings/stripe/{Shop.Acme.Id}/again", Cancel);
        Assert.StartsWith(PortalUrls.Earnings, refused.Headers.Location!.OriginalString, StringComparison.Ordinal);

        _stripe.Fake.Onboard(_stripe.Account.ProviderId!);
        using var strangers = await stranger.GetAsync($"/publisher/earnings/stripe/{Shop.Acme.Id}/done", Cancel);
        Assert.Equal(ConnectState.Incomplete, _stripe.Account.State);
        using var done = await client.GetAsync($"/publisher/earnings/stripe/{Shop.Acme.Id}/done", Cancel);

        Assert.Equal((HttpStatusCode.Found, PortalUrls.EarningsIn("account", Shop.Acme.Id)), (done.StatusCode, done.Headers.Location!.OriginalString));
        Assert.Equal((ConnectState.Ready, ConnectTax.Complete), (_stripe.Account.State, _stripe.Account.Tax));
        Assert.IsType<ConnectOutcome.NotFound>(await _stripe.Connect.DashboardAsync(Shop.Owner, Shop.Acme.Id, Cancel));
        Assert.Contains("/dashboard/", Assert.IsType<ConnectOutcome.Opened>(
            await _stripe.Connect.DashboardAsync(Shop.Seller, Shop.Acme.Id, Cancel)).Url.AbsolutePath, StringComparison.Ordinal);
        Assert.IsType<AccountOutcome.NotFound>(await _stripe.Connect.UseAsync(Shop.Owner, Shop.Acme.Id, Cancel));
        Assert.IsType<AccountOutcome.Saved>(await _stripe.Connect.UseAsync(Shop.Seller, Shop.Acme.Id, Cancel));
        var used = Shop.Read(db => db.CurrentPayoutAccounts().Single());
        Assert.Equal((PayoutMethod.Connect, $"Stripe •••• {_stripe.Account.ProviderId![^4..]}"), (used.Method, used.Masked));
        Assert.Contains(Texts(Shop.Seller), text => text.StartsWith($"Payouts go to {used.Masked} of Acme", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_Stripe_says_of_an_account_wakes_a_fresh_read_and_nothing_of_the_person_is_kept()
    {
        await _stripe.ConnectAsync();
        await Shop.EarnAsync(10_000);
        _stripe.Advance(TimeSpan.FromDays(14));
        await Shop.PassAsync(0);
        await _stripe.DeliverAsync();

        _stripe.Fake.Restrict(_stripe.Account.ProviderId!, "requirements.past_due", "individual.id_number", "individual.verification.document");
        await _stripe.DeliverAsync();

        Assert.Equal((ConnectState.InformationNeeded, ConnectTax.Missing, false), (_stripe.Account.State, _stripe.Account.Tax, _stripe.Account.PaysOut));
        Assert.Contains("Stripe needs more information before it pays to your account.", Texts(Shop.Seller));
        Assert.Equal(CarryReason.NotReady, Assert.Single((await Shop.Get<PayoutPreparation>().DueAsync(Shop.Operator, Cancel))!).Reason);
        _stripe.Fake.Restrict(_stripe.Account.ProviderId!, "requirements.pending_verification", "individual.verification.document?");
        await _stripe.DeliverAsync();
        Assert.Equal(ConnectState.Checking, _stripe.Account.State);
        _stripe.Fake.Onboard(_stripe.Account.ProviderId!);
        await _stripe.DeliverAsync();
        Assert.Equal(ConnectState.Ready, _stripe.Account.State);
        _stripe.Fake.Restrict(_stripe.Account.ProviderId!, "rejected.fraud");
        // The event does not arrive: Stripe is asked once a day.
        _stripe.Fake.Webhooks.Take();
        await Shop.Get<ConnectReads>().RunAsync(Cancel);
        Assert.Equal(ConnectState.Ready, _stripe.Account.State);
        _stripe.Advance(TimeSpan.FromDays(1));
        await Shop.Get<ConnectReads>().RunAsync(Cancel);
        Assert.Equal(ConnectState.Rejected, _stripe.Account.State);
        var events = Shop.Read(db => db.ProviderEvents.Where(e => e.Type == "account.updated").ToList());
        Assert.All(events, one => Assert.DoesNotContain("requirements", one.Body, StringComparison.Ordinal));
        Assert.All(events, one => Assert.NotNull(one.ProcessedAt));
    }

    [Fact]
    public async Task Owner_and_operator_read_in_words_how_it_stands()
    {
        await _stripe.ConnectAsync();
        SignIn(Shop.Seller);
        Navigation.NavigateTo(PortalUrls.EarningsIn("account"));
        var page = Draw<EarningsPage>();
        page.Says("Go to this account");
        page.Says("Nothing is missing");
        page.Says($"Stripe •••• {_stripe.Account.ProviderId![^4..]}");

        _stripe.Fake.Restrict(
            _stripe.Account.ProviderId!, "requirements.past_due", "external_account", "company.tax_id", "representative.verification.document");
        await _stripe.DeliverAsync();

        page = Draw<EarningsPage>();
        page.Says("Stripe is missing information that is due.");
        page.Says("Bank account, Tax ID, Proof of identity");
        page.Says("Missing: Proof of identity");
        page.Says("Continue at Stripe");
        SignIn(Shop.Operator);
        Navigation.NavigateTo(PortalUrls.PayoutsIn("stripe"));
        var list = Draw<PayoutsPage>();
        list.Says("Information needed");
        list.Says("Tax ID missing");
    }

    private Task<ConnectOutcome> StartAsync() => _stripe.Connect.StartAsync(Shop.Seller, Shop.Acme.Id, Cancel);

    private List<string> Texts(Actor actor) => Shop.Read(db => db.Set<Notification>().Where(n => n.UserId == actor.UserId).Select(n => n.Text).ToList());
}
