using Marketplace.Pricing.Tax;
using Marketplace.Tests.Support;
using Marketplace.Tests.Support.Stripe;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StripeTax = Marketplace.Pricing.Tax.StripeTax;

namespace Marketplace.Tests.Pricing.Tax;

/// <summary>Against the fake of Stripe, where every tax is 20%.</summary>
public sealed class StripeTaxTests : IDisposable
{
    private readonly TestDatabase _database = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_rate_is_what_Stripe_says_whatever_is_known_here()
    {
        await using var stripe = await StripeServer.StartAsync();

        var taxed = Assert.IsType<TaxDecision.Taxed>(await DecideAsync(stripe.ApiBase, stripe.ApiKey, Sale("US", "US-CA")));

        Assert.Equal(new AppliedRate("VAT", "US", "", 20), taxed.Rate);
    }

    [Fact]
    public async Task A_buyer_whose_exemption_counts_pays_nothing()
    {
        await using var stripe = await StripeServer.StartAsync();
        var sale = Sale("DE", "");
        var exempt = sale with { Buyer = sale.Buyer with { Exemption = new("Certificate 12", null) } };

        Assert.Empty((await DecideAsync(stripe.ApiBase, stripe.ApiKey, exempt)).Rates);
        Assert.Single((await DecideAsync(stripe.ApiBase, stripe.ApiKey, exempt with
        {
            Buyer = sale.Buyer with { Exemption = new("Certificate 12", new DateOnly(2020, 1, 1)) },
        })).Rates);
    }

    [Fact]
    public async Task Without_an_answer_nothing_is_decided_and_without_a_key_the_own_rates_count()
    {
        var gone = await StripeServer.StartAsync();
        await gone.DisposeAsync();

        var attention = Assert.IsType<TaxDecision.NeedsAttention>(await DecideAsync(gone.ApiBase, gone.ApiKey, Sale("DE", "")));
        Assert.Contains("Try again", attention.Problem, StringComparison.Ordinal);
        var own = Assert.IsType<TaxDecision.NeedsAttention>(await DecideAsync(gone.ApiBase, "", Sale("DE", "")));
        Assert.Contains("No rate of tax", own.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_contradicts_itself_is_refused_before_anybody_is_asked()
    {
        var gone = await StripeServer.StartAsync();
        await gone.DisposeAsync();
        var sale = Sale("DE", "") with { Evidence = new("DE", "FR") };

        var attention = Assert.IsType<TaxDecision.NeedsAttention>(await DecideAsync(gone.ApiBase, gone.ApiKey, sale));

        Assert.Contains("France", attention.Problem, StringComparison.Ordinal);
    }

    public void Dispose() => _database.Dispose();

    private static TaxCase Sale(string country, string region) => new(
        "DE", [new("DE", "DE136695976", false), new("US", "12-3456789", false)], new(country, region, BuyerKind.Consumer), new(country, null),
        ProductClass.Electronic, new DateTime(2026, 3, 2, 9, 0, 0, DateTimeKind.Utc));

    private Task<TaxDecision> DecideAsync(string address, string key, TaxCase sale)
    {
        var stripe = new StripeTax(Options.Create(new TaxOptions { StripeTaxKey = key, StripeTaxBase = address }), NullLogger<StripeTax>.Instance);
        return new TaxDecisions(new TaxRateQueries(_database, _database.Clock), stripe)
            .DecideAsync(sale, new("1 Main Street", "Springfield", "90210"), "EUR", Cancel);
    }
}
