using Marketplace.Modules;
using Marketplace.Resolution;
using Marketplace.Tests.Sdk.TestModules;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tests.Sdk.Agent;

/// <summary>What the agent of a running host does, and what it leaves when something breaks.</summary>
public sealed class SiteAgentTests : RunningAgent
{
    [Fact]
    public async Task A_revision_is_fetched_verified_switched_to_and_kept_and_each_step_is_told()
    {
        Marketplace.Offer(4, 0, null, Plain);

        Assert.True(await TurnAsync());

        Assert.Equal("plain 1.0.0", await Site.Http.GetStringAsync("/plain", Cancel));
        Assert.Equal((4, "operation-4"), (Site.Store.Current().Number, Site.Store.Current().OperationId));
        Assert.Equal((4, new AgentResult(null, null)), Assert.Single(Marketplace.Results));
        Assert.Equal(
            [AgentStepKind.Download, AgentStepKind.Verify, AgentStepKind.Unpack, AgentStepKind.Write,
                AgentStepKind.Activate, AgentStepKind.Load, AgentStepKind.Health, AgentStepKind.Commit],
            Marketplace.Steps.Where(step => step.State is AgentStepState.Done).Select(step => step.Kind));
        Assert.Empty(Directory.GetFiles(Site.Store.Layout.Agent, "*.part"));
    }

    [Fact]
    public async Task What_was_missed_is_taken_up_in_order_and_packages_that_are_there_are_not_fetched_again()
    {
        Marketplace.Offer(1, 0, null, Base);
        Marketplace.Offer(2, 1, null, Base, Plain);
        Marketplace.Offer(5, 2, 1, Base);

        Assert.True(await TurnAsync() && await TurnAsync() && await TurnAsync());

        Assert.Equal([5, 2, 1], Site.Store.Revisions());
        Assert.Equal((5, 1), (Site.Store.Current().Number, Site.Store.Current().RestoredFrom));
        Assert.Equal(2, Marketplace.AskedFrom.Count);
    }

    [Fact]
    public async Task A_download_goes_on_where_it_broke_also_in_another_process_and_also_over_damaged_bytes()
    {
        var document = Marketplace.Offer(1, 0, null, Base);
        Marketplace.Offers.Enqueue(Marketplace.Key.Sign(document));
        Marketplace.Offers.Enqueue(Marketplace.Key.Sign(document));
        Marketplace.Breaks.Enqueue(300);
        Marketplace.Breaks.Enqueue(200);

        await Assert.ThrowsAsync<HttpRequestException>(TurnAsync);
        await Assert.ThrowsAsync<HttpRequestException>(TurnAsync);
        Assert.Equal([0, 300], Marketplace.AskedFrom);
        var part = Assert.Single(Directory.GetFiles(Site.Store.Layout.Agent, "*.part"));
        var bytes = await File.ReadAllBytesAsync(part, Cancel);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(part, bytes, Cancel);

        Assert.True(await TurnAsync());
        Assert.Equal([0, 300, 500, 0], Marketplace.AskedFrom);
    }

    [Fact]
    public async Task A_module_that_is_not_well_puts_the_site_back()
    {
        Marketplace.Offer(1, 0, null, Base);
        Assert.True(await TurnAsync());
        Marketplace.Offer(2, 1, null, Base, new ModulePackage("Test.Unwell", Entry: typeof(Unwell)) { Health = "/unwell/health" });

        await RefusesAsync(AgentFailure.HealthCheck, stays: 1);

        Assert.Contains("Test.Unwell fails its health check: it answered 503.", Marketplace.Results[^1].Result.Sentence, StringComparison.Ordinal);
        Assert.False(File.Exists(Site.Store.Layout.Journal) || Directory.Exists(Site.Store.Layout.Incoming));
    }

    [Fact]
    public async Task A_module_that_cannot_start_puts_the_site_back()
    {
        Marketplace.Offer(1, 0, null, new ModulePackage("Test.Unstartable", Entry: typeof(Unstartable)));

        await RefusesAsync(AgentFailure.HealthCheck);

        Assert.Contains("No coffee.", Marketplace.Results[^1].Result.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revision_that_would_not_fit_on_the_disk_is_not_begun()
    {
        var document = Marketplace.Offer(1, 0, null, Base);
        Marketplace.Offers.Clear();
        Marketplace.Offers.Enqueue(Marketplace.Key.Sign(document with { Modules = [document.Modules[0] with { Size = long.MaxValue }] }));

        await RefusesAsync(AgentFailure.Disk);

        Assert.Empty(Marketplace.AskedFrom);
        Assert.Matches("The module folder has [0-9,.]+ [MG]B free, and this needs [0-9,.]+ GB.", Marketplace.Results[^1].Result.Sentence);
    }

    [Fact]
    public async Task How_far_a_download_has_come_is_told_each_second()
    {
        var clock = new FakeTimeProvider();
        using var client = new MarketplaceClient(new SiteAgentOptions { Address = new Uri("https://marketplace.example"), Token = "mst_test" }, Marketplace);
        var report = new AgentReport(client, 1, clock);

        await report.BeginAsync(AgentStepKind.Download, "Acme.Base", Cancel);
        await report.ProgressAsync("Acme.Base", 100, Cancel);
        clock.Advance(TimeSpan.FromSeconds(1));
        await report.ProgressAsync("Acme.Base", 200, Cancel);
        await report.ProgressAsync("Acme.Base", 300, Cancel);

        Assert.Equal([null, 200], Marketplace.Steps.Select(step => step.Bytes));
    }

    [Fact]
    public async Task A_revision_that_is_taken_back_before_the_switch_is_not_taken_up()
    {
        Marketplace.IsWithdrawn = true;
        Marketplace.Offer(1, 0, null, Base);

        Assert.False(await TurnAsync());

        Assert.Equal(0, Site.Store.Current().Number);
        Assert.Empty(Marketplace.Results);
        Assert.False(File.Exists(Site.Store.Layout.Journal) || Directory.Exists(Site.Store.Layout.Incoming));
    }
}
