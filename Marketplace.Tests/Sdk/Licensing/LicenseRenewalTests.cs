using Marketplace.Modules;
using Marketplace.Tests.Sdk.Agent;
using Marketplace.Tests.Sdk.TestModules;

namespace Marketplace.Tests.Sdk.Licensing;

/// <summary>The agent of a site fetches its license files.</summary>
public sealed class LicenseRenewalTests : RunningAgent
{
    private static readonly ModulePackage Package = new("Test.Licensed", Entry: typeof(Licensed));

    private readonly DateTime _start = DateTime.UtcNow;

    [Fact]
    public async Task A_license_is_there_before_its_module_starts_and_a_revoked_one_soon_after()
    {
        Marketplace.Licenses = [File(0, null)];
        Marketplace.Offer(1, 0, null, Package);
        Assert.True(await TurnAsync());
        await Site.SwitchedAsync(Cancel);
        Assert.Equal("export for 25", await Site.Http.GetStringAsync("/licensed", Cancel));

        Marketplace.Licenses = [File(1, _start.AddDays(-60))];
        Assert.True(await TurnAsync());

        Assert.Equal(LicenseState.Revoked, Site.Host.License(Package.Id).State);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await Site.Http.GetAsync("/licensed", Cancel)).StatusCode);
    }

    [Fact]
    public async Task A_marketplace_that_signs_no_licenses_or_wrong_ones_stops_nothing()
    {
        Assert.True(await TurnAsync());
        Marketplace.Licenses = ["rubbish", LicenseFile.Sign(Document(0, null), [new TestKey().Public], new TestKey().Private)];

        Assert.True(await TurnAsync());

        Assert.Equal(LicenseVerdict.NotFound, Site.Host.License(Package.Id).Verdict);
    }

    [Fact]
    public async Task An_older_file_does_not_take_the_place_of_a_newer_one()
    {
        Marketplace.Licenses = [File(1, null)];
        Assert.True(await TurnAsync());
        Marketplace.Licenses = [File(0, _start.AddDays(-60))];

        Assert.True(await TurnAsync());

        Assert.Equal(LicenseState.Active, Site.Host.License(Package.Id).State);
        Assert.Equal(2, Marketplace.LicensesSent);
    }

    private string File(int minute, DateTime? revokedAt) => LicenseFile.Sign(Document(minute, revokedAt), [Marketplace.Key.Public], Marketplace.Key.Private);

    private LicenseDocument Document(int minute, DateTime? revokedAt) => new(
        12, Marketplace.Site, Package.Id, "Wide World Importers", "Premium", new(false, _start.AddDays(-100), null, null, revokedAt, EndSteps.Default), null,
        [new("export", null), new("users", 25)], false, _start.AddMinutes(minute), _start + LicenseDocument.ValidFor);
}
