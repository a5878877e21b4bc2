using Marketplace.Modules;
using Marketplace.Tests.Sdk.TestModules;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Marketplace.Tests.Sdk.Agent;

/// <summary>The agent of a running host, and a marketplace that a test holds in its hand.</summary>
public sealed class SiteAgentTests : IAsyncLifetime
{
    private static readonly ModulePackage Base = new("Acme.Base"), Plain = new("Test.Plain", Entry: typeof(Plain));

    private readonly FakeMarketplace _marketplace = new();
    private HostedSite _site = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _site = await HostedSite.StartAsync(Cancel);

    [Fact]
    public async Task A_revision_is_fetched_verified_switched_to_and_kept_and_each_step_is_told()
    {
        _marketplace.Offer(4, 0, null, Plain);

        Assert.True(await TurnAsync());

        Assert.Equal("plain 1.0.0", await _site.Http.GetStringAsync("/plain", Cancel));
        Assert.Equal((4, "operation-4"), (_site.Store.Current().Number, _site.Store.Current().OperationId));
        Assert.Equal((4, new AgentResult(null, null)), Assert.Single(_marketplace.Results));
        Assert.Equal(
            [AgentStepKind.Download, AgentStepKind.Verify, AgentStepKind.Stage, AgentStepKind.Write, AgentStepKind.Activate, AgentStepKind.Load, AgentStepKind.Health, AgentStepKind.Commit],
            _marketplace.Steps.Where(step => step.IsDone).Select(step => step.Kind));
        Assert.Empty(Directory.GetFiles(_site.Store.Layout.Agent, "*.part"));
    }

    [Fact]
    public async Task What_was_missed_is_taken_up_in_order_and_packages_that_are_there_are_not_fetched_again()
    {
        _marketplace.Offer(1, 0, null, Base);
        _marketplace.Offer(2, 1, null, Base, Plain);
        _marketplace.Offer(5, 2, 1, Base);

        Assert.True(await TurnAsync() && await TurnAsync() && await TurnAsync());

        Assert.Equal([5, 2, 1], _site.Store.Revisions());
        Assert.Equal((5, 1), (_site.Store.Current().Number, _site.Store.Current().RestoredFrom));
        Assert.Equal(2, _marketplace.AskedFrom.Count);
    }

    [Fact]
    public async Task A_lock_file_that_was_changed_is_refused()
    {
        _marketplace.Offer(1, 0, null, Base);
        var genuine = _marketplace.Offers.Dequeue();
        _marketplace.Offers.Enqueue(genuine with { Document = genuine.Document.Replace("Acme.Base", "Evil.Base", StringComparison.Ordinal) });

        await RefusesAsync(AgentFailure.BadSignature);
    }

    [Fact]
    public async Task A_lock_file_signed_with_a_key_that_is_not_trusted_is_refused_also_when_the_key_is_published()
    {
        await TurnAsync();
        _marketplace.Key = new TestKey();
        _marketplace.Offer(1, 0, null, Base);

        await RefusesAsync(AgentFailure.UnknownKey);
    }

    [Fact]
    public async Task A_lock_file_signed_with_a_key_that_a_trusted_one_endorsed_is_taken_also_if_that_one_is_revoked_then()
    {
        await TurnAsync();
        var first = _marketplace.Key;
        _marketplace.Key = new TestKey(first);
        _marketplace.Published.AddRange([_marketplace.Key.Public, first.Public with { IsRevoked = true }]);
        _marketplace.Offer(1, 0, null, Base);

        Assert.True(await TurnAsync());
        _marketplace.Offers.Enqueue(first.Sign(_marketplace.Offer(2, 1, null, Base, Plain)));
        _marketplace.Offers.Dequeue();
        Assert.False(await TurnAsync());
        Assert.Equal(AgentFailure.UnknownKey, _marketplace.Results[^1].Result.Failure);
    }

    [Fact]
    public async Task An_older_revision_is_refused_however_genuine_its_lock_file_is()
    {
        _marketplace.Offer(1, 0, null, Base);
        _marketplace.Offer(2, 1, null, Base, Plain);
        var (first, second) = (_marketplace.Offers.Dequeue(), _marketplace.Offers.Dequeue());
        foreach (var offer in new[] { first, second, first, second })
        {
            _marketplace.Offers.Enqueue(offer);
        }

        Assert.True(await TurnAsync() && await TurnAsync());
        await RefusesAsync(AgentFailure.OlderRevision, stays: 2);
        await RefusesAsync(AgentFailure.OlderRevision, stays: 2);
    }

    [Fact]
    public async Task Going_back_needs_a_lock_file_that_says_so_and_has_a_new_number()
    {
        _marketplace.Offer(1, 0, null, Base);
        _marketplace.Offer(2, 1, null, Base, Plain);
        Assert.True(await TurnAsync() && await TurnAsync());

        // It would follow revision 1, in which the site is not any more.
        _marketplace.Offer(3, 1, null, Base);
        await RefusesAsync(AgentFailure.SiteMoved, stays: 2);
        _marketplace.Offer(3, 1, 1, Base);
        Assert.True(await TurnAsync());

        Assert.Equal(["Acme.Base"], _site.Store.Current().Modules.Select(module => module.Id));
        Assert.Equal(1, _site.Store.Current().RestoredFrom);
    }

    [Fact]
    public async Task A_lock_file_of_another_site_is_refused()
    {
        _marketplace.Site = 8;
        _marketplace.Offer(1, 0, null, Base);
        _marketplace.Site = 7;

        await RefusesAsync(AgentFailure.OtherSite);
    }

    [Fact]
    public async Task A_folder_that_is_another_sites_is_left_alone()
    {
        await TurnAsync();
        _marketplace.Site = 8;
        _marketplace.Offer(1, 0, null, Base);

        await Assert.ThrowsAsync<NotWelcomeException>(TurnAsync);

        Assert.Equal(0, _site.Store.Current().Number);
    }

    [Fact]
    public async Task A_package_that_is_not_the_file_that_was_signed_for_is_refused()
    {
        var hash = _marketplace.Offer(1, 0, null, Base).Modules[0].Sha256;
        _marketplace.Packages[hash][500] ^= 1;

        await RefusesAsync(AgentFailure.Verification);
        Assert.Empty(Directory.GetFiles(_site.Store.Layout.Agent, "*.part"));
    }

    [Fact]
    public async Task A_package_that_is_longer_than_the_file_that_was_signed_for_is_not_received_to_its_end()
    {
        var document = _marketplace.Offer(1, 0, null, Base);
        _marketplace.Packages[document.Modules[0].Sha256] = [.. _marketplace.Packages[document.Modules[0].Sha256], .. new byte[1000]];

        await RefusesAsync(AgentFailure.Verification);
    }

    [Fact]
    public async Task A_package_with_another_module_in_it_is_refused()
    {
        var document = _marketplace.Offer(1, 0, null, Base);
        _marketplace.Offers.Clear();
        _marketplace.Offers.Enqueue(_marketplace.Key.Sign(document with { Modules = [document.Modules[0] with { Id = "Acme.Other" }] }));

        await RefusesAsync(AgentFailure.Verification);
    }

    [Fact]
    public async Task A_package_that_is_not_handed_out_ends_the_attempt()
    {
        _marketplace.Offer(1, 0, null, Base);
        _marketplace.Packages.Clear();

        await RefusesAsync(AgentFailure.Verification);
    }

    [Fact]
    public async Task A_download_goes_on_where_it_broke_also_in_another_process_and_also_over_damaged_bytes()
    {
        var document = _marketplace.Offer(1, 0, null, Base);
        _marketplace.Offers.Enqueue(_marketplace.Key.Sign(document));
        _marketplace.Offers.Enqueue(_marketplace.Key.Sign(document));
        _marketplace.Breaks.Enqueue(300);
        _marketplace.Breaks.Enqueue(200);

        await Assert.ThrowsAsync<HttpRequestException>(TurnAsync);
        await Assert.ThrowsAsync<HttpRequestException>(TurnAsync);
        Assert.Equal([0, 300], _marketplace.AskedFrom);
        var part = Assert.Single(Directory.GetFiles(_site.Store.Layout.Agent, "*.part"));
        var bytes = await File.ReadAllBytesAsync(part, Cancel);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(part, bytes, Cancel);

        Assert.True(await TurnAsync());
        Assert.Equal([0, 300, 500, 0], _marketplace.AskedFrom);
    }

    [Fact]
    public async Task A_revoked_token_changes_nothing_on_the_site()
    {
        _marketplace.Offer(1, 0, null, Base);
        Assert.True(await TurnAsync());
        _marketplace.IsTokenRevoked = true;
        _marketplace.Offer(2, 1, null, Base, Plain);

        await Assert.ThrowsAsync<NotWelcomeException>(TurnAsync);

        Assert.Equal(1, _site.Store.Current().Number);
        Assert.Single(_marketplace.Results);
    }

    [Fact]
    public async Task A_module_that_is_not_well_puts_the_site_back()
    {
        _marketplace.Offer(1, 0, null, Base);
        Assert.True(await TurnAsync());
        _marketplace.Offer(2, 1, null, Base, new ModulePackage("Test.Unwell", Entry: typeof(Unwell)) { Health = "/unwell/health" });

        await RefusesAsync(AgentFailure.HealthCheck, stays: 1);

        Assert.Contains("Test.Unwell is not well: it answered 503.", _marketplace.Results[^1].Result.Sentence, StringComparison.Ordinal);
        Assert.False(File.Exists(_site.Store.Layout.Journal) || Directory.Exists(_site.Store.Layout.Incoming));
    }

    [Fact]
    public async Task A_module_that_cannot_start_puts_the_site_back()
    {
        _marketplace.Offer(1, 0, null, new ModulePackage("Test.Unstartable", Entry: typeof(Unstartable)));

        await RefusesAsync(AgentFailure.HealthCheck);

        Assert.Contains("No coffee.", _marketplace.Results[^1].Result.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revision_that_is_taken_back_before_the_switch_is_not_taken_up()
    {
        _marketplace.IsWithdrawn = true;
        _marketplace.Offer(1, 0, null, Base);

        Assert.False(await TurnAsync());

        Assert.Equal(0, _site.Store.Current().Number);
        Assert.Empty(_marketplace.Results);
        Assert.False(File.Exists(_site.Store.Layout.Journal) || Directory.Exists(_site.Store.Layout.Incoming));
    }

    private async Task RefusesAsync(AgentFailure failure, int stays = 0)
    {
        Assert.False(await TurnAsync());

        Assert.Equal(failure, _marketplace.Results[^1].Result.Failure);
        Assert.Equal(stays, _site.Store.Current().Number);
        Assert.False(File.Exists(_site.Store.Layout.Journal) || Directory.Exists(_site.Store.Layout.Incoming));
    }

    // A new agent each time, as after a restart: it knows only what lies in the folder.
    private async Task<bool> TurnAsync()
    {
        var options = new SiteAgentOptions { Address = new Uri("https://marketplace.example"), Token = "mst_test", HealthWithin = TimeSpan.FromSeconds(20) };
        await using var services = new ServiceCollection().AddSingleton(new MarketplaceClient(options, _marketplace)).BuildServiceProvider();
        using var agent = new SiteAgent(Options.Create(options), Options.Create(new ModuleHostOptions { HostVersion = SiteChange.HostVersion }), _site.Host, services, NullLogger<SiteAgent>.Instance);
        return await agent.TurnAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        _marketplace.Dispose();
    }
}
