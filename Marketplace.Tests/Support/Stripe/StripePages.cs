using System.Net;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Tests.Support.Stripe;

/// <summary>The pages that people see at Stripe: checkout, the bank's authentication, the form of a connected account.</summary>
internal sealed class StripePages(StripeBackend stripe)
{
    private const string Style =
        "body { font: 16px sans-serif; max-width: 32rem; margin: 3rem auto; padding: 0 1rem } button, input { font: inherit; padding: .5rem 1rem }";

    public async Task AnswerAsync(HttpContext http)
    {
        var form = http.Request.Method is "POST" ? await http.Request.ReadFormAsync() : null;
        var parts = http.Request.Path.Value!.Trim('/').Split('/');
        var page = stripe.Act(() => parts switch
        {
            ["checkout", var id] when stripe.State.Find(id) is { Resource: "checkout.session" } session => Checkout(session, form),
            ["authenticate", var id] when stripe.State.Find(id) is { } intent => Authentication(intent, form),
            ["onboarding", var id, var link] when stripe.State.Find(id) is { Resource: "account" } account => Onboarding(account, link, form),
            _ => new Page(404, "Not found", "<p>There is nothing here.</p>"),
        });
        if (page.Leave is { } address)
        {
            http.Response.Redirect(address);
            return;
        }

        (http.Response.StatusCode, http.Response.ContentType) = (page.Status, "text/html; charset=utf-8");
        await http.Response.WriteAsync($"""
            <!doctype html><html lang="en"><head><title>{page.Title}</title><meta name="viewport" content="width=device-width">
            <style>{Style}</style>
            </head><body><p><strong>Fake of Stripe</strong> (tests)</p><h1>{page.Title}</h1>{page.Body}</body></html>
            """);
    }

    /// <summary>What the customer did on the bank's page: the refusal of the payment, or null.</summary>
    public StripeFailure? Authenticate(StripeObject intent, bool succeeds)
    {
        if (intent.Known<StripeObject>("session") is { } session)
        {
            return stripe.Checkout.Authenticate(session, succeeds);
        }

        try
        {
            if (intent.Resource is "setup_intent")
            {
                stripe.Setups.Authenticate(intent, succeeds);
            }
            else
            {
                stripe.Payments.Attempts.Authenticate(intent, succeeds);
            }

            return null;
        }
        catch (StripeFailure refusal)
        {
            return refusal;
        }
    }

    private Page Checkout(StripeObject session, IFormCollection? form)
    {
        if (form is not null && form["act"] == "cancel" && session.Text("cancel_url") is { } back)
        {
            return Page.To(back);
        }

        StripeFailure? refusal = null;
        if (form is not null && session.Text("status") is "open")
        {
            try
            {
                refusal = $"{form["act"]}" switch
                {
                    "pay" => stripe.Checkout.Pay(session, StripePaymentMethods.ByNumber($"{form["number"]}".Replace(" ", "", StringComparison.Ordinal)),
                        form["keep"] == "on"),
                    "complete" => stripe.Checkout.Authenticate(session, true),
                    "fail" => stripe.Checkout.Authenticate(session, false),
                    _ => null,
                };
            }
            catch (StripeFailure unknown)
            {
                refusal = unknown;
            }
        }

        if (session.Text("status") is "complete")
        {
            return Page.To((session.Text("success_url") ?? session.Text("return_url")!).Replace("{CHECKOUT_SESSION_ID}", session.Id, StringComparison.Ordinal));
        }

        if (session.Text("status") is not "open")
        {
            return new Page(200, "This checkout has expired", "<p>Go back to the shop and start again.</p>");
        }

        var intent = stripe.State.Find(session.Text("payment_intent") ?? session.Text("setup_intent") ?? "");
        return intent?.Text("status") is "requires_action" ? Bank() : new Page(200, "Pay", $"""
            <p>{StripeAmounts.Words(session.Number("amount_total"), session.Text("currency") ?? "")}</p>
            {(refusal is null ? "" : $"<p role=\"alert\">{WebUtility.HtmlEncode(refusal.Message)}</p>")}
            <form method="post"><label>Card number <input name="number" value="4242424242424242" list="cards"></label>
            <datalist id="cards">{string.Concat(StripeCards.All.Select(card => $"<option value=\"{card.Number}\">{card.Names[0]}</option>"))}</datalist>
            <p><label><input type="checkbox" name="keep"> Save for later purchases</label></p>
            <button name="act" value="pay">Pay</button> <button name="act" value="cancel">Cancel</button></form>
            """);
    }

    private Page Authentication(StripeObject intent, IFormCollection? form)
    {
        var back = (string?)intent["next_action"]?["redirect_to_url"]?["return_url"];
        if (form is null || intent.Text("status") is not "requires_action" || back is null)
        {
            return intent.Text("status") is "requires_action" ? Bank()
                : new Page(200, "Nothing to authenticate", $"<p>The payment is {intent.Text("status")}.</p>");
        }

        Authenticate(intent, form["act"] == "complete");
        var name = intent.Resource;
        var separator = back.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        var status = intent.Text("status") is "requires_payment_method" ? "failed" : "succeeded";
        return Page.To($"{back}{separator}{name}={intent.Id}&{name}_client_secret={intent.Text("client_secret")}&redirect_status={status}");
    }

    private Page Onboarding(StripeObject account, string link, IFormCollection? form)
    {
        if (account.Known<string>("link") != link)
        {
            return Page.To(account.Known<string>("refresh_url") ?? stripe.Base);
        }

        if (form is null)
        {
            return new Page(200, "Your details", "<form method=\"post\"><button>Submit</button></form>");
        }

        account.Hidden.Remove("link");
        stripe.Accounts.Onboard(account);
        return Page.To(account.Known<string>("return_url")!);
    }

    private static Page Bank() => new(200, "Your bank asks", """
        <form method="post"><p>3-D Secure</p><button name="act" value="complete">Complete</button> <button name="act" value="fail">Fail</button></form>
        """);

    private sealed record Page(int Status, string Title, string Body, string? Leave = null)
    {
        public static Page To(string address) => new(302, "", "", address);
    }
}
