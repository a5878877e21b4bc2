using System.Net;
using System.Net.Http.Json;
using Marketplace.Modules;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Sdk;

public class ModuleHostTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_installed_at_the_start_answers_the_first_request()
    {
        await using var site = await HostedSite.StartAsync(Cancel, [Plain("1.0.0")]);

        Assert.Equal("plain 1.0.0", await site.Http.GetStringAsync("/plain", Cancel));
        Assert.Equal((1, true), (site.Status.Revision, site.Status.IsHealthy));
        Assert.True(site.Status.IsRunning(DateTime.UtcNow));
        Assert.Equal("Plain 1.0.0", Assert.Single(site.Host.Pages()).Title);
    }

    [Fact]
    public async Task An_installation_appears_without_a_restart_and_a_rollback_takes_it_away()
    {
        await using var site = await HostedSite.StartAsync(Cancel);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Http.GetAsync("/plain", Cancel)).StatusCode);

        await site.InstallAsync(Cancel, Plain("1.0.0"));
        await site.SwitchedAsync(Cancel);
        Assert.Equal("plain 1.0.0", await site.Http.GetStringAsync("/plain", Cancel));

        site.Store.Rollback("back", 0);
        await site.SwitchedAsync(Cancel);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Http.GetAsync("/plain", Cancel)).StatusCode);
        Assert.Empty(site.Host.Pages());
    }

    [Fact]
    public async Task An_update_answers_every_request_while_it_happens()
    {
        await using var site = await HostedSite.StartAsync(Cancel, [Plain("1.0.0")]);
        using var done = new CancellationTokenSource();
        var first = new TaskCompletionSource();
        var answers = Task.Run(async () =>
        {
            var seen = new List<string>();
            bool last;
            do
            {
                // Looked at before the request, so that the last one is asked when the update is through.
                last = done.IsCancellationRequested;
                seen.Add(await site.Http.GetStringAsync("/plain", Cancel));
                first.TrySetResult();
            }
            while (!last);

            return seen;
        }, Cancel);
        await await Task.WhenAny(first.Task, answers);

        await site.InstallAsync(Cancel, Plain("2.0.0"));
        await site.SwitchedAsync(Cancel);
        await Eventually.TrueAsync(async () => await site.Http.GetStringAsync("/plain", Cancel) is "plain 2.0.0", "the update answers", Cancel);
        await done.CancelAsync();

        Assert.Equal(["plain 1.0.0", "plain 2.0.0"], (await answers).Distinct());
    }

    [Fact]
    public async Task A_request_in_flight_is_answered_by_the_module_that_it_reached()
    {
        await using var site = await HostedSite.StartAsync(Cancel, [Plain("1.0.0")]);
        using var answer = await site.Http.GetAsync("/plain/slow", HttpCompletionOption.ResponseHeadersRead, Cancel);

        await site.InstallAsync(Cancel, Plain("2.0.0"));
        await site.SwitchedAsync(Cancel);
        Assert.Equal("plain 2.0.0", await site.Http.GetStringAsync("/plain", Cancel));
        Assert.Equal(LeavingState.Draining, Assert.Single(site.Status.Leaving).State);
        await File.WriteAllTextAsync(site.Data("test.plain", "go"), "", Cancel);

        Assert.Equal("begun, ended by 1.0.0", await answer.Content.ReadAsStringAsync(Cancel));
        await site.LeftAsync(LeavingState.Unloaded, Cancel);
    }

    [Fact]
    public async Task A_module_that_left_is_disposed_of_and_gone_from_memory()
    {
        var module = new ModulePackage("Test.Gone", "1.0.0", typeof(TestModules.Plain));
        var speaking = new ModulePackage("Test.Speaking", "1.0.0", typeof(TestModules.Speaking));
        await using var site = await HostedSite.StartAsync(Cancel, [module, speaking]);
        await site.Http.GetStringAsync("/plain", Cancel);
        await site.Http.GetFromJsonAsync<TestModules.Answer>("/json", Cancel);
        Assert.True(HostedSite.InMemory("Test.Gone 1.0.0"));

        await site.InstallAsync(Cancel);
        await site.LeftAsync(LeavingState.Unloaded, Cancel);

        Assert.False(HostedSite.InMemory("Test.Gone 1.0.0") || HostedSite.InMemory("Test.Speaking 1.0.0"));
        Assert.Equal("1.0.0 ", await File.ReadAllTextAsync(site.Data("test.gone", "disposed"), Cancel));
    }

    [Fact]
    public async Task Ten_updates_leave_one_module_in_memory()
    {
        await using var site = await HostedSite.StartAsync(Cancel);
        for (var version = 1; version <= 10; version++)
        {
            await site.InstallAsync(Cancel, new ModulePackage("Test.Ten", $"1.0.{version}", typeof(TestModules.Plain)));
            await site.SwitchedAsync(Cancel);
            Assert.Equal($"plain 1.0.{version}", await site.Http.GetStringAsync("/plain", Cancel));
        }

        await site.LeftAsync(LeavingState.Unloaded, Cancel);

        Assert.Equal([10], Enumerable.Range(1, 10).Where(version => HostedSite.InMemory($"Test.Ten 1.0.{version}")));
    }

    [Fact]
    public async Task Settings_of_the_site_reach_their_module()
    {
        await using var site = await HostedSite.StartAsync(Cancel, [new ModulePackage("Test.Speaking", "1.0.0", typeof(TestModules.Speaking))]);

        Assert.Equal(new TestModules.Answer("1.0.0", "hello"), await site.Http.GetFromJsonAsync<TestModules.Answer>("/json", Cancel));
    }

    private static ModulePackage Plain(string version) => new("Test.Plain", version, typeof(TestModules.Plain));
}
