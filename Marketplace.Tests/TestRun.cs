using Marketplace.Tests.Billing;
using Marketplace.Tests.Billing.Dunning;
using Marketplace.Tests.Billing.Subscriptions;
using Marketplace.Tests.Ledger;
using Marketplace.Tests.Operations;
using Marketplace.Tests.Sdk;
using Marketplace.Tests.Support.Stripe;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Marketplace.Tests;

/// <summary>Runs the tests or, started by one of them, the process that it kills; or the fake of Stripe alone.</summary>
internal static class TestRun
{
    public static Task<int> Main(string[] args) => args switch
    {
        [SiteWriter.Command, .. var rest] => SiteWriter.MainAsync(rest),
        [DyingWorker.Command, .. var rest] => DyingWorker.MainAsync(rest),
        [DyingPoster.Command, .. var rest] => DyingPoster.MainAsync(rest),
        [DyingBuyer.Command, .. var rest] => DyingBuyer.MainAsync(rest),
        [DyingRenewals.Command, .. var rest] => DyingRenewals.MainAsync(rest),
        [DyingDunning.Command, .. var rest] => DyingDunning.MainAsync(rest),
        [StripeServer.Command, .. var rest] => StripeServer.MainAsync(rest),
        _ when args.Contains("--server") || args.Contains("--internal-msbuild-node") =>
            TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
        _ => ConsoleRunner.Run(args),
    };
}
