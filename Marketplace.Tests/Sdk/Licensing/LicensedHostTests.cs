using System.Net;
using System.Text.Json;
using Marketplace.Modules;
using Marketplace.Tests.Sdk.Agent;
using Marketplace.Tests.Sdk.TestModules;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tests.Sdk.Licensing;

/// <summary>A host holds its modules to their licenses, without a restart and without a network.</summary>
public sealed class LicensedHostTests : IAsyncLifetime
{
    private static readonly ModulePackage Package = new("Test.Licensed", Entry: typeof(Licensed)) { Health = "/licensed/health" };

    private readonly TestKey _key = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private HostedSite? _site;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private HostedSite Site => _site!;

    private DateTime Now => _clock.GetUtcNow().UtcDateTime;

    public async ValueTask InitializeAsync() => _site = await HostedSite.StartAsync(Cancel, [Package], _clock);

    public ValueTask DisposeAsync() => Site.DisposeAsync();

    [Fact]
    public async Task A_feature_comes_and_goes_with_the_license_while_the_module_runs()
    {
        Assert.Equal("no export", await Site.Http.GetStringAsync("/licensed", Cancel));

        Put(Paid());
        Assert.Equal("export for 25", await Site.Http.GetStringAsync("/licensed", Cancel));

        _clock.Advance(TimeSpan.FromMinutes(1));
        Put(Paid() with { Features = [] });
        Assert.Equal("no export", await Site.Http.GetStringAsync("/licensed", Cancel));
        Assert.Empty(Site.Host.Banners);
    }

    [Fact]
    public async Task What_is_read_only_changes_nothing_and_what_is_turned_off_answers_nothing_but_its_health()
    {
        Put(Ending(30));
        Assert.Equal(HttpStatusCode.OK, (await Site.Http.GetAsync("/licensed", Cancel)).StatusCode);
        var refused = await Site.Http.PostAsync("/licensed", null, Cancel);
        Assert.Equal((HttpStatusCode.Forbidden, "urn:marketplace:license.read-only"), (refused.StatusCode, await TypeAsync(refused)));

        _clock.Advance(TimeSpan.FromMinutes(1));
        Put(Ending(60));
        var off = await Site.Http.GetAsync("/licensed", Cancel);
        Assert.Equal((HttpStatusCode.Forbidden, "urn:marketplace:license.disabled"), (off.StatusCode, await TypeAsync(off)));
        Assert.Equal("well", await Site.Http.GetStringAsync("/licensed/health", Cancel));
        Assert.Equal(["The license of Test.Licensed ended on 2 November 2025. It is turned off; its data is kept."], Site.Host.Banners);
    }

    [Fact]
    public async Task What_was_deactivated_on_this_site_is_off_at_once_and_on_again_with_the_next_file()
    {
        Put(Paid() with { DeactivatedAt = Now });

        Assert.Equal(HttpStatusCode.Forbidden, (await Site.Http.GetAsync("/licensed", Cancel)).StatusCode);
        Assert.Equal((LicenseVerdict.WrongSite, false), (Site.Host.License(Package.Id).Verdict, Site.Host.License(Package.Id).Has("export")));
        Assert.Equal(
            ["The license of Test.Licensed was deactivated on this site on 1 January 2026. It is turned off; its data is kept."], Site.Host.Banners);

        _clock.Advance(TimeSpan.FromMinutes(1));
        Put(Paid());
        Assert.Equal("export for 25", await Site.Http.GetStringAsync("/licensed", Cancel));
    }

    [Fact]
    public async Task A_year_without_a_network_goes_through_each_state_on_its_day()
    {
        var seen = new HashSet<LicenseState>();
        for (var day = 0; day < 365; day++, _clock.Advance(TimeSpan.FromDays(1)))
        {
            switch (day)
            {
                case 0: Put(Paid()); break;
                case 120: Put(Paid() with { Life = new(true, Now, Now.AddDays(20), null, null, EndSteps.OfTrial) }); break;
                case 180: Put(Paid() with { Life = Paid().Life with { SuspendedAt = Now } }); break;
                case 200: Put(Paid()); break;
                case 210: Put(Paid() with { Life = Paid().Life with { RevokedAt = Now } }); break;
                case 300: Put(Paid()); break;
            }

            var license = Site.Host.License(Package.Id);
            var (reads, writes) = ((await Site.Http.GetAsync("/licensed", Cancel)).IsSuccessStatusCode,
                (await Site.Http.PostAsync("/licensed", null, Cancel)).IsSuccessStatusCode);
            seen.Add(license.State);

            Assert.Equal((day, Expected(day)), (day, (license.State, license.Stage)));
            Assert.Equal((day, license.Stage < LicenseStage.Disabled, license.Stage < LicenseStage.ReadOnly), (day, reads, writes));
            Assert.Equal((day, Telling(day)), (day, license.Banner is not null));
        }

        Assert.Equal(Enum.GetValues<LicenseState>().Except([LicenseState.None]).Order(), seen.Order());
    }

    // A file is good for 30 days; then, as after any end, updates go on day 7, activations on day 14, writing on day 30 and all on day 60.
    private static (LicenseState State, LicenseStage Stage) Expected(int day) => day switch
    {
        < 30 => (LicenseState.Active, LicenseStage.Full),
        < 37 => (LicenseState.Grace, LicenseStage.Banner),
        < 44 => (LicenseState.Grace, LicenseStage.NoUpdates),
        < 60 => (LicenseState.Grace, LicenseStage.NoActivations),
        < 90 => (LicenseState.Grace, LicenseStage.ReadOnly),
        < 120 => (LicenseState.Expired, LicenseStage.Disabled),
        < 140 => (LicenseState.Trial, LicenseStage.Full),
        < 147 => (LicenseState.Grace, LicenseStage.NoActivations),
        < 154 => (LicenseState.Grace, LicenseStage.ReadOnly),
        < 180 => (LicenseState.Expired, LicenseStage.Disabled),
        < 200 => (LicenseState.Suspended, LicenseStage.NoActivations),
        < 210 => (LicenseState.Active, LicenseStage.Full),
        < 240 => (LicenseState.Revoked, LicenseStage.NoActivations),
        < 270 => (LicenseState.Revoked, LicenseStage.ReadOnly),
        < 300 => (LicenseState.Revoked, LicenseStage.Disabled),
        < 330 => (LicenseState.Active, LicenseStage.Full),
        < 337 => (LicenseState.Grace, LicenseStage.Banner),
        < 344 => (LicenseState.Grace, LicenseStage.NoUpdates),
        < 360 => (LicenseState.Grace, LicenseStage.NoActivations),
        _ => (LicenseState.Grace, LicenseStage.ReadOnly),
    };

    private static bool Telling(int day) => Expected(day).Stage > LicenseStage.Full || day is >= 133 and < 140;

    private LicenseDocument Paid() => new(
        12, 7, Package.Id, "Wide World Importers", "Premium", new(false, Now.AddDays(-100), null, null, null, EndSteps.Default), null,
        [new("export", null), new("users", 25)], false, Now, Now + LicenseDocument.ValidFor);

    private LicenseDocument Ending(int daysAgo) => Paid() with { Life = Paid().Life with { EndsAt = Now.AddDays(-daysAgo) } };

    private static async Task<string?> TypeAsync(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement.GetProperty("type").GetString();

    // As a person lays it there; the host looks again within a second, which a test does not wait for.
    private void Put(LicenseDocument document)
    {
        Directory.CreateDirectory(Site.Store.Layout.Licenses);
        File.WriteAllText(
            Path.Combine(Site.Store.Layout.Licenses, "test.licensed.license"), LicenseFile.Sign(document, [_key.Public], _key.Private));
        Site.Host.Licenses.Forget();
    }
}
