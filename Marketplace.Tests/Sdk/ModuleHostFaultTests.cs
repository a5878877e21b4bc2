using System.Net;
using Marketplace.Modules;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tests.Sdk;

public class ModuleHostFaultTests
{
    private static readonly ModulePackage Plain = new("Test.Plain", "1.0.0", typeof(TestModules.Plain));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_module_that_fails_is_reported_with_those_that_need_it_and_the_others_run()
    {
        var failing = new ModulePackage("Test.Unstartable", "1.0.0", typeof(TestModules.Unstartable));
        var needing = new ModulePackage("Test.Needing", "1.0.0", typeof(TestModules.Imitation)) { Needs = ["Test.Unstartable"] };
        var modern = new ModulePackage("Test.Modern", "1.0.0", typeof(TestModules.Imitation)) { Host = "[8.0,)" };
        var lonely = new ModulePackage("Test.Lonely", "1.0.0", typeof(TestModules.Imitation)) { Needs = ["Test.Absent"] };

        await using var site = await HostedSite.StartAsync(Cancel, [failing, needing, modern, lonely, Plain]);

        Assert.Equal("plain 1.0.0", await site.Http.GetStringAsync("/plain", Cancel));
        Assert.Equal(HttpStatusCode.NotFound, (await site.Http.GetAsync("/unstartable", Cancel)).StatusCode);
        Assert.False(site.Status.IsHealthy);
        Assert.Equal("InvalidOperationException: No coffee.", Error(site, "Test.Unstartable"));
        Assert.Equal("It needs Test.Unstartable, which failed.", Error(site, "Test.Needing"));
        Assert.StartsWith("It runs on host [8.0.0, ), but this is 2.0.0.", Error(site, "Test.Modern"), StringComparison.Ordinal);
        Assert.StartsWith("It needs Test.Absent, which is not installed", Error(site, "Test.Lonely"), StringComparison.Ordinal);
        Assert.Null(Error(site, "Test.Plain"));
    }

    [Fact]
    public async Task Of_two_modules_with_one_route_the_second_is_refused()
    {
        var imitation = new ModulePackage("Test.ZImitation", "1.0.0", typeof(TestModules.Imitation));

        await using var site = await HostedSite.StartAsync(Cancel, [imitation, Plain]);

        Assert.Equal("plain 1.0.0", await site.Http.GetStringAsync("/plain", Cancel));
        Assert.Contains("which another module serves already", Error(site, "Test.ZImitation"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_module_that_answers_badly_for_its_health_is_reported_unwell()
    {
        var unwell = new ModulePackage("Test.Unwell", "1.0.0", typeof(TestModules.Unwell)) { Health = "/unwell/health" };
        var silent = new ModulePackage("Test.Silent", "1.0.0", typeof(TestModules.Imitation)) { Health = "/silent/health" };

        await using var site = await HostedSite.StartAsync(Cancel, [unwell, silent]);

        Assert.False(site.Status.IsHealthy);
        Assert.Equal(503, site.Status.Modules.Single(module => module.Id == "Test.Unwell").Health!.StatusCode);
        Assert.Equal("It maps no endpoint at /silent/health.", site.Status.Modules.Single(module => module.Id == "Test.Silent").Health!.Error);
    }

    [Fact]
    public async Task A_module_that_cannot_be_unloaded_is_reported_as_stuck()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var site = await HostedSite.StartAsync(Cancel, [new ModulePackage("Test.Clinging", "1.0.0", typeof(TestModules.Clinging)), Plain], clock);
        Assert.Equal("here", await site.Http.GetStringAsync("/clinging", Cancel));
        await site.InstallAsync(Cancel);
        await site.SwitchedAsync(Cancel);

        clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.TrueAsync(
            () => State(site, "Test.Clinging") is LeavingState.Unloading && State(site, "Test.Plain") is LeavingState.Unloaded,
            "one is gone, the other not", Cancel);
        clock.Advance(TimeSpan.FromSeconds(31));

        await Eventually.TrueAsync(() => State(site, "Test.Clinging") is LeavingState.Stuck, "the clinging one is stuck", Cancel);
        Assert.True(HostedSite.InMemory("Test.Clinging 1.0.0"));
    }

    [Fact]
    public async Task A_host_goes_on_serving_when_its_folder_is_damaged_and_says_why()
    {
        await using var site = await HostedSite.StartAsync(Cancel, [Plain]);

        // In one step, as a store writes it: the host reads at any time, also half a file.
        await File.WriteAllTextAsync(Path.Combine(site.Store.Folder, "current.new"), "{ \"revision\": 9, \"highest\": 9 }", Cancel);
        File.Move(Path.Combine(site.Store.Folder, "current.new"), Path.Combine(site.Store.Folder, "current"), overwrite: true);
        await Eventually.TrueAsync(() => site.Status.Problem is not null, "the host has a problem", Cancel);

        Assert.Contains("000009.json is missing. Restore the file from a backup.", site.Status.Problem, StringComparison.Ordinal);
        Assert.Equal("plain 1.0.0", await site.Http.GetStringAsync("/plain", Cancel));
    }

    [Fact]
    public async Task A_host_undoes_at_its_start_what_a_killed_operation_left()
    {
        await using var site = await HostedSite.StartAsync(Cancel, [Plain], before: async folder =>
        {
            Assert.Equal(0, await SiteWriter.RunAsync("install", [(folder, 20)], Cancel));
            Assert.True(File.Exists(Path.Combine(folder, "journal")));
        });

        SiteFolder.AssertWhole(site.Store);
        Assert.Equal("plain 1.0.0", await site.Http.GetStringAsync("/plain", Cancel));
    }

    [Fact]
    public async Task A_host_that_stops_in_good_order_says_so()
    {
        await using var site = await HostedSite.StartAsync(Cancel, [Plain]);

        await site.StopAsync(Cancel);

        Assert.NotNull(site.Status.StoppedAt);
        Assert.False(site.Status.IsRunning(DateTime.UtcNow));
        Assert.Equal("1.0.0 ", await File.ReadAllTextAsync(site.Data("test.plain", "disposed"), Cancel));
    }

    private static string? Error(HostedSite site, string id) => site.Status.Modules.Single(module => module.Id == id).Error;

    private static LeavingState State(HostedSite site, string id) => site.Status.Leaving.Single(module => module.Id == id).State;
}
