using System.Net;
using System.Net.Http.Headers;
using Marketplace.Data;
using Marketplace.Payments.Inbox;
using Marketplace.Portal;
using Marketplace.Pricing;
using Marketplace.Revenue.Metrics;
using Marketplace.Tests.Billing;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Marketplace.Tests.Billing.Subscriptions.Renewals;

namespace Marketplace.Tests.Revenue.Metrics;

/// <summary>What monitoring reads at /metrics.</summary>
public sealed class RevenueMetricsTests
{
    private const string Key = "a-key-of-more-than-thirty-two-characters";

    private static readonly OfferTerms Monthly = new(OfferTier.Basic, OfferModel.Monthly, 1, [new(10000, "EUR")]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Figures_are_OpenMetrics_by_the_grammar_and_those_of_the_rows()
    {
        using var shop = await Shop.OpenAsync(Monthly, ("Metrics:Key", Key));
        await BuyAsync(shop);
        shop.Advance(TimeSpan.FromDays(31));
        var families = await ReadAsync(shop);

        decimal One(string name) => Assert.Single(families.Single(family => family.Name == name).Samples).Value;
        Assert.Equal(("currency=\"EUR\"", 100m), Of(families, "marketplace_mrr"));
        Assert.Equal(("currency=\"EUR\"", 119m), Of(families, "marketplace_payments_collected"));
        Assert.Equal(
            (1, 1, 1, 0, 0, 0, 0),
            (One("marketplace_clients"), One("marketplace_payments_succeeded"), One("marketplace_renewals_due"), One("marketplace_renewals_overdue"),
                One("marketplace_payments_failed"), One("marketplace_dunning_cases"), One("marketplace_payout_runs_awaiting_approval")));
        Assert.Equal("seconds", families.Single(family => family.Name == "marketplace_provider_events_oldest_age_seconds").Unit);
        Assert.All(families, family => Assert.StartsWith("marketplace_", family.Name, StringComparison.Ordinal));

        shop.Advance(TimeSpan.FromHours(3));
        families = await ReadAsync(shop);
        Assert.Equal((1, 1), (One("marketplace_renewals_due"), One("marketplace_renewals_overdue")));
        await RenewAsync(shop);
        shop.Advance(RevenueMetrics.KeptFor);
        families = await ReadAsync(shop);
        Assert.Equal((0, 2), (One("marketplace_renewals_due"), One("marketplace_payments_succeeded")));
    }

    [Fact]
    public async Task What_waits_for_a_person_is_counted()
    {
        using var shop = await Shop.OpenAsync(Monthly, ("Metrics:Key", Key));
        await BuyAsync(shop);
        shop.Read(db => db.ProviderEvents.ExecuteUpdate(set => set.SetProperty(e => e.ProcessedAt, (DateTime?)null)
            .SetProperty(e => e.Attempts, ProviderEvent.MaxAttempts).SetProperty(e => e.ReceivedAt, shop.Now.AddMinutes(-2))));
        var waiting = shop.Read(db => db.ProviderEvents.Count());
        shop.Read(db => db.Set<Marketplace.Billing.Subscriptions.Subscription>()
            .ExecuteUpdate(set => set.SetProperty(s => s.ParkedAt, shop.Now).SetProperty(s => s.RenewsAt, (DateTime?)null)));
        var families = await ReadAsync(shop);

        decimal One(string name) => Assert.Single(families.Single(family => family.Name == name).Samples).Value;
        Assert.True(waiting > 0);
        Assert.Equal(
            (waiting, waiting, 120, 1),
            (One("marketplace_provider_events_unprocessed"), One("marketplace_provider_events_stuck"), One("marketplace_provider_events_oldest_age_seconds"),
                One("marketplace_subscriptions_parked")));
    }

    [Fact]
    public async Task They_are_read_once_in_some_seconds_however_often_they_are_asked_for()
    {
        using var shop = await Shop.OpenAsync(Monthly, ("Metrics:Key", Key));
        var first = await shop.Get<RevenueMetrics>().ReadAsync(Cancel);
        await BuyAsync(shop);

        Assert.All(
            await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => shop.Get<RevenueMetrics>().ReadAsync(Cancel))), families => Assert.Same(first, families));
        shop.Advance(RevenueMetrics.KeptFor);
        Assert.NotSame(first, await shop.Get<RevenueMetrics>().ReadAsync(Cancel));
    }

    [Fact]
    public async Task Nothing_is_there_without_a_key_and_for_who_does_not_know_it()
    {
        using (var off = new Shop())
        using (var client = off.Portal.Client())
        {
            client.DefaultRequestHeaders.Authorization = new("Bearer", "");
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(PortalUrls.Metrics, Cancel)).StatusCode);
        }

        using var shop = new Shop(("Metrics:Key", Key));
        foreach (var authorization in (AuthenticationHeaderValue?[])
            [null, new("Bearer", Key[..^1]), new("Bearer", $"{Key}x"), new("Basic", Key), new("Bearer")])
        {
            using var client = shop.Portal.Client();
            client.DefaultRequestHeaders.Authorization = authorization;
            var answer = await client.GetAsync(PortalUrls.Metrics, Cancel);
            Assert.Equal((HttpStatusCode.Unauthorized, "Bearer"), (answer.StatusCode, answer.Headers.WwwAuthenticate.ToString()));
            Assert.Equal("", await answer.Content.ReadAsStringAsync(Cancel));
        }

        // A session opens nothing here.
        using var staff = await shop.Portal.ClientAsync(shop.Operator);
        Assert.Equal(HttpStatusCode.Unauthorized, (await staff.GetAsync(PortalUrls.Metrics, Cancel)).StatusCode);
    }

    [Theory]
    [InlineData("application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5", true)]
    [InlineData("application/openmetrics-text", true)]
    [InlineData("application/openmetrics-text;q=0.4,text/plain;q=0.9", false)]
    [InlineData("application/openmetrics-text;q=0", false)]
    [InlineData("text/plain;version=0.0.4", false)]
    [InlineData("*/*", false)]
    public async Task The_format_is_the_one_that_is_asked_for(string accept, bool isOpen)
    {
        using var shop = new Shop(("Metrics:Key", Key));
        var answer = await AskAsync(shop, accept);

        Assert.Equal(isOpen ? MetricsText.OpenMetricsType : MetricsText.PrometheusType, answer.Content.Headers.ContentType!.ToString());
        Assert.Equal(("Accept", "no-store"), (answer.Headers.Vary.ToString(), answer.Headers.CacheControl!.ToString()));
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.Equal(isOpen, text.EndsWith("# EOF\n", StringComparison.Ordinal));
        Assert.Contains($"# TYPE marketplace_payments_succeeded{(isOpen ? "" : "_total")} counter\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_are_escaped_and_numbers_those_of_no_culture()
    {
        MetricFamily[] families =
        [
            new("a_b_seconds", MetricType.Gauge, "A \"quoted\" \\ text\nof two lines", [new(1234.5m, new("currency", "\"\\\n"))], "seconds"),
            new("c", MetricType.Counter, "None", []),
        ];

        var read = OpenMetricsParser.Parse(MetricsText.OpenMetrics(families));

        Assert.Equal("A \\\"quoted\\\" \\\\ text\\nof two lines", read[0].Help);
        Assert.Equal(("a_b_seconds", "currency=\"\\\"\\\\\\n\"", 1234.5m), Assert.Single(read[0].Samples));
        Assert.Equal(("c", "counter", 0), (read[1].Name, read[1].Type, read[1].Samples.Count));
        Assert.Contains("# HELP a_b_seconds A \"quoted\" \\\\ text\\nof two lines\n", MetricsText.Prometheus(families), StringComparison.Ordinal);
        Assert.ThrowsAny<Exception>(() => OpenMetricsParser.Parse("a 1\n# EOF\n"));
        Assert.ThrowsAny<Exception>(() => OpenMetricsParser.Parse("# TYPE a gauge\n# HELP a x\na 1"));
    }

    private static (string Labels, decimal Value) Of(IReadOnlyList<ReadFamily> families, string name) =>
        Assert.Single(families.Single(family => family.Name == name).Samples) is var sample ? (sample.Labels, sample.Value) : default;

    private static async Task<IReadOnlyList<ReadFamily>> ReadAsync(Shop shop) =>
        OpenMetricsParser.Parse(await (await AskAsync(shop, "application/openmetrics-text")).Content.ReadAsStringAsync(Cancel));

    private static async Task<HttpResponseMessage> AskAsync(Shop shop, string accept)
    {
        using var client = shop.Portal.Client();
        client.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        client.DefaultRequestHeaders.TryAddWithoutValidation("Accept", accept);
        var answer = await client.GetAsync(PortalUrls.Metrics, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return answer;
    }
}
