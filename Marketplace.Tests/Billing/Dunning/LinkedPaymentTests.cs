using System.Net;
using Marketplace.Billing.Dunning;
using Marketplace.Billing.Orders;
using Marketplace.Data;
using Marketplace.Payments.Sandbox;
using Marketplace.Portal;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using static Marketplace.Tests.Billing.Dunning.Failures;
using static Marketplace.Tests.Billing.Subscriptions.Renewals;

namespace Marketplace.Tests.Billing.Dunning;

/// <summary>The link of a mail pays one failed payment, for a while, without signing in; and is good for nothing else.</summary>
public sealed class LinkedPaymentTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_shows_the_amount_and_the_last_digits_leads_to_the_provider_and_is_dead_once_paid()
    {
        using var shop = await FailedAsync();
        var (links, token) = (shop.Get<LinkedPayments>(), Token(shop));
        Assert.Equal(new LinkedPayment(new(11900, "EUR"), "Visa •••• 0341"), await links.ReadAsync(token, Cancel));

        var paying = Assert.IsType<PayOutcome.Underway>(await links.PayAsync(token, Cancel));
        Assert.Equal(paying, await links.PayAsync(token, Cancel));
        await shop.Get<SandboxTill>().PayAsync($"sbx_{paying.PaymentId:N}", German, Cancel);

        Assert.Equal(new LinkedPayment(null, null), await links.ReadAsync(token, Cancel));
        Assert.IsType<PayOutcome.NotFound>(await links.PayAsync(token, Cancel));
        Assert.Equal((DunningState.Recovered, true), (Case(shop).State, Last(shop).PaidAt is not null));
        // What was entered is what is charged from now on.
        shop.Advance(TimeSpan.FromDays(31));
        await WorkAsync(shop);
        Assert.Equal((2, true), (Last(shop).Number, Last(shop).PaidAt is not null));
        Assert.Single(Letters(shop));
    }

    [Fact]
    public async Task A_link_that_was_changed_is_too_old_or_of_another_purpose_is_not_valid()
    {
        using var shop = await FailedAsync();
        var (links, token, period) = (shop.Get<LinkedPayments>(), Token(shop), Last(shop).Id);
        var bytes = WebEncoders.Base64UrlDecode(token);
        for (var at = 0; at < bytes.Length; at += 5)
        {
            byte[] other = [.. bytes];
            other[at] ^= 1;
            Assert.Null(await links.ReadAsync(WebEncoders.Base64UrlEncode(other), Cancel));
        }

        var elsewhere = shop.Get<IDataProtectionProvider>().CreateProtector("Marketplace.Registration").Protect(period.ToByteArray());
        foreach (var none in (string?[])[null, "", "none", "%", period.ToString("N"), WebEncoders.Base64UrlEncode(elsewhere)])
        {
            Assert.Null(await links.ReadAsync(none, Cancel));
            Assert.IsType<PayOutcome.NotFound>(await links.PayAsync(none, Cancel));
        }

        Assert.NotNull(await links.ReadAsync(token, Cancel));
        shop.Advance(TimeSpan.FromHours(72));
        Assert.Null(await links.ReadAsync(token, Cancel));
        Assert.IsType<PayOutcome.NotFound>(await links.PayAsync(token, Cancel));
    }

    [Fact]
    public async Task It_pays_nothing_that_ended_or_was_written_off_and_only_so_often()
    {
        using var shop = await FailedAsync();
        var (links, token) = (shop.Get<LinkedPayments>(), Token(shop));
        for (var time = 0; time < 10; time++)
        {
            Assert.IsType<PayOutcome.Underway>(await links.PayAsync(token, Cancel));
        }

        Assert.Equal(new PayOutcome.Refused("Too many attempts with this link. Try again in an hour."), await links.PayAsync(token, Cancel));
        shop.Read(db =>
        {
            var one = db.DunningCases.Single();
            one.Close(DunningState.WrittenOff, 0, shop.Now);
            return db.SaveChanges();
        });
        Assert.Null(await links.ReadAsync(token, Cancel));
        Assert.IsType<PayOutcome.NotFound>(await links.PayAsync(token, Cancel));
    }

    [Fact]
    public async Task Its_page_names_neither_the_client_nor_what_it_bought_and_is_slowed_down()
    {
        using var shop = await FailedAsync();
        using var client = shop.Portal.Client();
        var page = WebUtility.HtmlDecode(await client.GetStringAsync(PortalUrls.PayLink(Token(shop)), Cancel));
        Assert.Contains("Pay €119.00", page, StringComparison.Ordinal);
        Assert.Contains("Visa •••• 0341 could not be charged.", page, StringComparison.Ordinal);
        foreach (var secret in (string[])["Globex", "Acme", shop.Read(db => db.Set<Marketplace.Accounts.User>().First().Email!)])
        {
            Assert.DoesNotContain(secret, page, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Contains("This link is no longer valid", await client.GetStringAsync(PortalUrls.PayLink("none"), Cancel), StringComparison.Ordinal);
        var answers = new List<HttpStatusCode>();
        for (var time = 0; time < 30; time++)
        {
            using var answer = await client.GetAsync(PortalUrls.PayLink("none"), Cancel);
            answers.Add(answer.StatusCode);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
    }
}
