using System.Net;
using System.Net.Http.Json;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Delivery;
using Marketplace.Licensing;
using Marketplace.Modules;
using Marketplace.Operations;
using Marketplace.Portal;
using Marketplace.Pricing;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Delivery;

/// <summary>Sites get the signed license files of what they have.</summary>
public sealed class LicenseFileTests : IAsyncDisposable
{
    private const string Shop = "Acme.Shop";
    private readonly PortalHost _portal = new();
    private readonly Client _client;
    private readonly Actor _publisher;
    private readonly long _module;

    public LicenseFileTests()
    {
        _client = new Client(_portal);
        var (publisher, module) = _portal.Database.Read(db => db.Modules.Where(m => m.PackageId == Shop)
            .Select(m => new ValueTuple<Organization, long>(m.Publisher, m.Id)).Single());
        (_publisher, _module) = (_portal.Database.Member(publisher, MemberRole.Owner), module);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Licenses Licenses => _portal.Get<Licenses>();

    [Fact]
    public async Task A_folder_has_the_file_before_its_module_starts_and_another_when_the_license_changes()
    {
        var license = await SellAsync();
        var site = await _client.SiteAsync("Shop", Cancel);

        await site.DoneAsync(ChangeRequest.Install(Shop), Cancel);

        var file = await OpenAsync(await File.ReadAllTextAsync(PathOf(site), Cancel));
        Assert.Equal((license, site.Id, Shop, _client.Organization.Name, "Premium"), (file.License, file.Site, file.Module, file.Licensee, file.Tier));
        Assert.Equal([new LicensedFeature("export", null), new("users", 25)], file.Features);
        Assert.Equal((LicenseDocument.ValidFor, EndSteps.Default), (file.ValidUntil - file.IssuedAt, file.Life.Steps));

        Assert.IsType<LicenseOutcome.Done>(await Licenses.SuspendAsync(_publisher, license, "It was not paid.", Cancel));
        await _portal.Get<FolderLicenses>().WriteAllAsync(_client.Organization.Id, Cancel);
        Assert.NotNull((await OpenAsync(await File.ReadAllTextAsync(PathOf(site), Cancel))).Life.SuspendedAt);

        Assert.IsType<LicenseOutcome.Done>(await Licenses.ReinstateAsync(_publisher, license, "It was paid.", Cancel));
        await _portal.Get<FolderLicenses>().WriteAllAsync(null, Cancel);
        var right = await File.ReadAllTextAsync(PathOf(site), Cancel);
        Assert.Null((await OpenAsync(right)).Life.SuspendedAt);

        await _portal.Get<FolderLicenses>().WriteAllAsync(null, Cancel);
        Assert.Equal(right, await File.ReadAllTextAsync(PathOf(site), Cancel));
        await File.WriteAllTextAsync(PathOf(site), right.Replace("Premium", "Enterprise", StringComparison.Ordinal), Cancel);
        await _portal.Get<FolderLicenses>().WriteAllAsync(null, Cancel);
        Assert.Equal("Premium", (await OpenAsync(await File.ReadAllTextAsync(PathOf(site), Cancel))).Tier);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_keeps_no_other_from_its_file()
    {
        var license = await SellAsync();
        var (broken, whole) = (await _client.SiteAsync("Broken", Cancel), await _client.SiteAsync("Whole", Cancel));
        await broken.DoneAsync(ChangeRequest.Install(Shop), Cancel);
        await whole.DoneAsync(ChangeRequest.Install(Shop), Cancel);
        Directory.Delete(Path.GetDirectoryName(PathOf(broken))!, recursive: true);
        await File.WriteAllTextAsync(Path.GetDirectoryName(PathOf(broken))!, "in the way", Cancel);

        Assert.IsType<LicenseOutcome.Done>(await Licenses.RevokeAsync(_publisher, license, "It was refunded.", Cancel));
        await _portal.Get<FolderLicenses>().WriteAllAsync(null, Cancel);

        Assert.NotNull((await OpenAsync(await File.ReadAllTextAsync(PathOf(whole), Cancel))).Life.RevokedAt);
    }

    [Fact]
    public async Task Whatever_is_wrong_with_a_site_the_others_get_their_files()
    {
        var license = await SellAsync();
        var (broken, whole) = (await _client.SiteAsync("Broken", Cancel), await _client.SiteAsync("Whole", Cancel));
        await broken.DoneAsync(ChangeRequest.Install(Shop), Cancel);
        await whole.DoneAsync(ChangeRequest.Install(Shop), Cancel);
        // No path can have it, which is no fault of the disk.
        _portal.Database.Read(db => db.Sites.Where(s => s.Id == broken.Id).ExecuteUpdate(set => set.SetProperty(s => s.Folder, "a\0b")));

        Assert.IsType<LicenseOutcome.Done>(await Licenses.RevokeAsync(_publisher, license, "It was refunded.", Cancel));
        await _portal.Get<FolderLicenses>().WriteAllAsync(null, Cancel);

        Assert.NotNull((await OpenAsync(await File.ReadAllTextAsync(PathOf(whole), Cancel))).Life.RevokedAt);
    }

    [Fact]
    public async Task A_rollback_writes_the_file_of_what_comes_back()
    {
        var license = await SellAsync();
        var site = await _client.SiteAsync("Shop", Cancel);
        await site.DoneAsync(ChangeRequest.Install(Shop), Cancel);
        await site.DoneAsync(ChangeRequest.Uninstall(Shop), Cancel);
        Assert.IsType<LicenseOutcome.Done>(await Licenses.SuspendAsync(_publisher, license, "It was not paid.", Cancel));
        File.Delete(PathOf(site));

        await _portal.Get<OperationRunner>().RunAsync(await site.StartRollbackAsync(2, Cancel), Cancel);

        Assert.Contains("Acme.Shop 1.0.0", site.Modules);
        var file = await OpenAsync(await File.ReadAllTextAsync(PathOf(site), Cancel));
        Assert.Equal((license, true), (file.License, file.Life.SuspendedAt is not null));
    }

    [Fact]
    public async Task An_agent_gets_the_files_of_its_site_when_they_changed_and_each_day()
    {
        var license = await SellAsync();
        var site = await _client.SiteAsync("Shop", Cancel);
        await site.DoneAsync(ChangeRequest.Install(Shop), Cancel);
        using var agent = await AgentSite.OfAsync(_portal, _client.Actor, site.Id, Cancel);

        using var first = await AskAsync(agent, null);
        var file = await OpenAsync(Assert.Single((await first.Content.ReadFromJsonAsync<string[]>(Cancel))!));
        Assert.Equal((license, site.Id), (file.License, file.Site));
        using var same = await AskAsync(agent, $"{first.Headers.ETag}");
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);

        Assert.IsType<LicenseOutcome.Done>(await Licenses.RevokeAsync(_publisher, license, "It was refunded.", Cancel));
        using var changed = await AskAsync(agent, $"{first.Headers.ETag}");
        Assert.NotNull((await OpenAsync(Assert.Single((await changed.Content.ReadFromJsonAsync<string[]>(Cancel))!))).Life.RevokedAt);

        using var other = await AgentSite.OfAsync(_portal, _client, "Other", Cancel);
        using var none = await AskAsync(other, null);
        Assert.Empty((await none.Content.ReadFromJsonAsync<string[]>(Cancel))!);
    }

    [Fact]
    public async Task Of_several_licenses_the_one_that_counts_and_allows_most_is_written()
    {
        var premium = await SellAsync();
        var site = await _client.SiteAsync("Shop", Cancel);
        await site.DoneAsync(ChangeRequest.Install(Shop), Cancel);
        Issue(OfferTier.Basic, null);
        Issue(OfferTier.Enterprise, _portal.Database.Now.AddDays(-1));
        Assert.Equal(premium, (await DownloadAsync(site)).License);

        var enterprise = Issue(OfferTier.Enterprise, null);
        Assert.Equal(enterprise, (await DownloadAsync(site)).License);
    }

    [Fact]
    public async Task A_member_downloads_the_file_of_a_site_and_a_stranger_finds_none()
    {
        await SellAsync();
        var site = await _client.SiteAsync("Shop", Cancel);
        await site.DoneAsync(ChangeRequest.Install(Shop), Cancel);

        Assert.Equal(site.Id, (await DownloadAsync(site)).Site);
        Assert.Null(await _portal.Get<LicenseFiles>().DownloadAsync(_client.Actor, site.Id, "Acme.Base", Cancel));
        Assert.Null(await _portal.Get<LicenseFiles>().DownloadAsync(_publisher, site.Id, Shop, Cancel));
    }

    private async Task<LicenseDocument> DownloadAsync(ClientSite site) =>
        await OpenAsync((await _portal.Get<LicenseFiles>().DownloadAsync(_client.Actor, site.Id, Shop, Cancel))!.Text);

    private async Task<LicenseDocument> OpenAsync(string text)
    {
        var (file, keys) = (LicenseFile.Parse(text)!, await _portal.Get<SigningKeys>().PublicAsync(Cancel));
        Assert.True(file.IsSignedBy(KeyRing.Of([keys[0].Id], file.Keys)));
        return file.Document;
    }

    private static async Task<HttpResponseMessage> AskAsync(AgentSite agent, string? known)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{PortalUrls.Agent}/licenses");
        request.Headers.TryAddWithoutValidation("If-None-Match", known);
        return await agent.Http.SendAsync(request, Cancel);
    }

    private static string PathOf(ClientSite site) => Path.Combine(site.Store.Folder, "licenses", "acme.shop.license");

    private async Task<long> SellAsync()
    {
        var terms = new OfferTerms(OfferTier.Premium, OfferModel.Yearly, null, [new(9900, "EUR")])
        {
            Details = new() { Entitlements = [new("export", null), new("users", 25)] },
        };
        Assert.IsType<ListingOutcome.Done>(await _portal.Get<Offers>().OfferAsync(_publisher, Shop, terms, Cancel));
        await using var db = _portal.Database.CreateDbContext();
        var offer = await db.Offers.SingleAsync(Cancel);
        return (await db.LicenseAsync(
            new(_client.Organization.Id, offer.Id, offer.Tier, LicenseOrigin.Purchase, 1, null, _publisher.UserId), _portal.Database.Now, Cancel))[0].Id;
    }

    private long Issue(OfferTier tier, DateTime? until) =>
        _portal.Database.Saved(new License(_module, _client.Organization.Id, null, tier, null, until, _publisher.UserId, _portal.Database.Now.AddDays(-9))).Id;

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
