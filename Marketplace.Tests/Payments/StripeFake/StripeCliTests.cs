using System.Diagnostics;
using Marketplace.Tests.Support;
using Marketplace.Tests.Support.Stripe;

namespace Marketplace.Tests.Payments.StripeFake;

/// <summary>
/// Stripe's own command line triggers events against the fake, where <c>STRIPE_CLI</c> names the program
/// (<c>npm install @stripe/cli</c>, then <c>node_modules/.bin/stripe</c>).
/// </summary>
public class StripeCliTests : StripeFakeTest
{
    private static readonly string? Program = Environment.GetEnvironmentVariable("STRIPE_CLI");

    // Its triggers still send parameters that this version no longer knows; these take them out and say what is asked for instead.
    private static readonly string[] Newer =
    [
        "--remove", "payment_intent:payment_method_types", "--remove", "setup_intent:payment_method_types", "--remove", "checkout_session:payment_method_types",
        "--add", "payment_intent:automatic_payment_methods[enabled]=true", "--add", "payment_intent:automatic_payment_methods[allow_redirects]=never",
        "--add", "setup_intent:automatic_payment_methods[enabled]=true", "--add", "setup_intent:automatic_payment_methods[allow_redirects]=never",
    ];

    [Theory]
    [InlineData("charge.captured")]
    [InlineData("charge.dispute.closed")]
    [InlineData("charge.dispute.created")]
    [InlineData("charge.dispute.updated")]
    [InlineData("charge.failed")]
    [InlineData("charge.refund.updated")]
    [InlineData("charge.refunded")]
    [InlineData("charge.succeeded")]
    [InlineData("checkout.session.expired")]
    [InlineData("customer.created")]
    [InlineData("customer.deleted")]
    [InlineData("customer.updated")]
    [InlineData("payment_intent.amount_capturable_updated")]
    [InlineData("payment_intent.canceled")]
    [InlineData("payment_intent.created")]
    [InlineData("payment_intent.payment_failed")]
    [InlineData("payment_intent.processing")]
    [InlineData("payment_intent.requires_action")]
    [InlineData("payment_intent.succeeded")]
    [InlineData("payment_method.attached")]
    [InlineData("payment_method.detached")]
    [InlineData("payment_method.updated")]
    [InlineData("payout.created")]
    [InlineData("payout.updated")]
    [InlineData("price.created")]
    [InlineData("price.updated")]
    [InlineData("product.created")]
    [InlineData("product.updated")]
    [InlineData("setup_intent.canceled")]
    [InlineData("setup_intent.created")]
    [InlineData("setup_intent.requires_action")]
    [InlineData("setup_intent.setup_failed")]
    [InlineData("setup_intent.succeeded")]
    [InlineData("test_helpers.test_clock.ready")]
    public async Task A_trigger_of_the_command_line_brings_its_event(string type)
    {
        Assert.SkipWhen(string.IsNullOrEmpty(Program), "STRIPE_CLI names no Stripe command line.");
        using var home = new TemporaryFolder();
        var start = new ProcessStartInfo(Program, ["trigger", type, "--api-base", Fake.ApiBase, "--api-key", Fake.ApiKey, .. Newer])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["HOME"] = home.Path, ["XDG_CONFIG_HOME"] = home.Path },
        };

        using var run = Process.Start(start)!;
        var said = await run.StandardOutput.ReadToEndAsync(Cancel) + await run.StandardError.ReadToEndAsync(Cancel);
        await run.WaitForExitAsync(Cancel);

        Assert.True(run.ExitCode is 0, said);
        Assert.Contains(type, await EventsAsync());
    }
}
