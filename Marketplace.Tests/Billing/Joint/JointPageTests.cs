using System.Text.Json;
using Bunit;
using Marketplace.Portal.Billing;
using Marketplace.Portal.Billing.Subscriptions;
using Marketplace.Portal.Pricing.Tax;
using Marketplace.Pricing.Parties;
using Marketplace.Tests.Support;
using static Marketplace.Tests.Billing.Joint.Joined;

namespace Marketplace.Tests.Billing.Joint;

/// <summary>What belongs together, on the pages of the invoice and of its subscriptions, and for programs; and where it is switched on.</summary>
public sealed class JointPageTests : PageTest
{
    private readonly Shop _shop;

    public JointPageTests()
        : this(OpenAsync(2).GetAwaiter().GetResult())
    {
    }

    private JointPageTests(Shop shop)
        : base(shop.Portal) => _shop = shop;

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_invoice_names_each_subscription_above_its_lines_and_each_subscription_the_others()
    {
        await MonthAsync(_shop);
        var invoice = Joined.Last(_shop);
        var periods = On(_shop, invoice);
        SignIn(_shop.Member);

        var page = Draw<InvoicePage>(parameters => parameters.Add(p => p.Number, invoice.Number));

        page.Says("€238.00");
        Assert.Equal(
            periods.Select(period => $"/subscriptions/{period.SubscriptionId:D}"),
            page.FindAll("th[scope=colgroup] a").Select(link => link.GetAttribute("href")));
        var subscription = Draw<SubscriptionPage>(parameters => parameters.Add(p => p.Id, periods[1].SubscriptionId));
        subscription.Says("€119.00");
        subscription.WaitForElement($"td a[href='/subscriptions/{periods[0].SubscriptionId:D}']");

        using var client = await _shop.Portal.ClientAsync(_shop.Member);
        using var facts = JsonDocument.Parse(await client.GetStringAsync($"/api/v1/invoices/{invoice.Number}", Cancel));
        Assert.Equal(
            periods.Select(period => (period.SubscriptionId, period.InvoiceLine)),
            facts.RootElement.GetProperty("subscriptions").EnumerateArray()
                .Select(one => (one.GetProperty("id").GetGuid(), one.GetProperty("line").GetInt32())));
        using var read = JsonDocument.Parse(await client.GetStringAsync($"/api/v1/subscriptions/{periods[1].SubscriptionId:D}", Cancel));
        var last = read.RootElement.GetProperty("periods")[0];
        Assert.Equal((11900, periods[0].SubscriptionId), (last.GetProperty("amount").GetInt32(), last.GetProperty("with")[0].GetGuid()));
    }

    [Fact]
    public async Task An_owner_switches_it_off_in_the_billing_details()
    {
        SignIn(_shop.Owner);
        var profile = await _shop.Get<BillingProfiles>().ReadAsync(_shop.Owner, _shop.Globex.Id, Cancel);
        var form = Draw<BillingForm>(parameters => parameters.Add(p => p.Organization, _shop.Globex.Id).Add(p => p.Name, "Globex")
            .Add(p => p.Profile, profile));
        var box = form.Find("input[type=checkbox]");
        Assert.True(box.HasAttribute("checked") || box.GetAttribute("aria-checked") == "true");

        box.Change(false);
        form.Submit();

        form.WaitForAssertion(() => Assert.False(_shop.Read(db => db.BillingProfiles.Single(p => p.OrganizationId == _shop.Globex.Id).JoinsInvoices)));
    }
}
