using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Licensing.Activations;
using Marketplace.Modules;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tests.Licensing.Activations;

/// <summary>Installations that a license key is used for. <c>MARKETPLACE_SEAT_ROUNDS</c> says how often fifty of them want ten places at once.</summary>
public sealed class KeyActivationTests : IAsyncDisposable
{
    private const int Places = 10, Machines = 50;
    private static readonly int Rounds = int.Parse(Environment.GetEnvironmentVariable("MARKETPLACE_SEAT_ROUNDS") ?? "5", CultureInfo.InvariantCulture);

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 15, 9, 0, 0, TimeSpan.Zero));
    private readonly PortalHost _portal;

    public KeyActivationTests() => _portal = new() { Clock = _clock };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_fifty_machines_at_once_exactly_ten_get_a_place()
    {
        var shop = await LicensedShop.OfAsync(_portal, Places, Cancel);
        for (var round = 0; round < Rounds; round++)
        {
            var answers = await Task.WhenAll(
                Enumerable.Range(0, Machines).Select(number => Task.Run(() => shop.ActivateAsync($"{round}/{number}", Cancel), Cancel)));

            Assert.Equal(Places, answers.Count(answer => answer.Verdict is LicenseVerdict.Valid));
            Assert.Equal([LicenseVerdict.Valid, LicenseVerdict.TooManySites], answers.Select(answer => answer.Verdict).Distinct().Order());
            Assert.Equal(Places, Active());

            foreach (var taken in answers.Where(answer => answer.Activation is not null))
            {
                await _portal.Get<KeyActivations>().DeactivateAsync(shop.Key, taken.Activation!.Fingerprint, Cancel);
            }

            Assert.Equal(0, Active());
        }
    }

    [Fact]
    public async Task Sites_and_machines_count_together()
    {
        var shop = await LicensedShop.OfAsync(_portal, 2, Cancel);
        await shop.InstalledAsync("Shop", Cancel);

        Assert.Equal(LicenseVerdict.Valid, (await shop.ActivateAsync("till 1", Cancel)).Verdict);
        Assert.Equal(LicenseVerdict.TooManySites, (await shop.ActivateAsync("till 2", Cancel)).Verdict);

        var other = await shop.Client.SiteAsync("Other", Cancel);
        Assert.Equal(
            "Your licenses of Acme.Shop count on 2 sites, and 2 have it.", await shop.ProblemAsync(other, ChangeRequest.Install(LicensedShop.Id), Cancel));
    }

    [Fact]
    public async Task The_same_machine_asks_as_often_as_it_likes_and_has_one_place()
    {
        var shop = await LicensedShop.OfAsync(_portal, 1, Cancel);

        var first = (await shop.ActivateAsync("till 1", Cancel)).Activation!;
        _clock.Advance(TimeSpan.FromHours(1));
        var again = (await shop.ActivateAsync("till 1", Cancel)).Activation!;

        Assert.Equal((first.Id, first.ActivatedAt), (again.Id, again.ActivatedAt));
        Assert.Equal(first.SeenAt.AddHours(1), again.SeenAt);
        Assert.Equal(1, Active());
    }

    [Fact]
    public async Task A_floating_place_is_free_when_its_lease_has_run_out()
    {
        var shop = await LicensedShop.OfAsync(_portal, 1, Cancel, leaseMinutes: 60);

        var first = await shop.ActivateAsync("till 1", Cancel);
        Assert.Equal(_clock.UtcNow.AddMinutes(60), first.Activation!.LeasedUntil);
        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(LicenseVerdict.TooManySites, (await shop.ActivateAsync("till 2", Cancel)).Verdict);
        Assert.Equal(_clock.UtcNow.AddMinutes(60), (await shop.ActivateAsync("till 1", Cancel)).Activation!.LeasedUntil);

        _clock.Advance(TimeSpan.FromMinutes(60));
        Assert.Equal(LicenseVerdict.Valid, (await shop.ActivateAsync("till 2", Cancel)).Verdict);
        Assert.Equal(LicenseVerdict.TooManySites, (await shop.ActivateAsync("till 1", Cancel)).Verdict);
    }

    [Fact]
    public async Task What_is_suspended_activates_nothing_new_and_keeps_what_there_is_until_it_is_off()
    {
        var shop = await LicensedShop.OfAsync(_portal, 5, Cancel);
        await shop.ActivateAsync("till 1", Cancel);

        Assert.IsType<LicenseOutcome.Done>(await _portal.Get<Licenses>().SuspendAsync(shop.Publisher, shop.License, "It was not paid.", Cancel));

        Assert.Equal(LicenseVerdict.Suspended, (await shop.ActivateAsync("till 2", Cancel)).Verdict);
        Assert.Equal(LicenseVerdict.Valid, (await shop.ActivateAsync("till 1", Cancel)).Verdict);
        _clock.Advance(TimeSpan.FromDays(EndSteps.Default.Disabled));
        Assert.Equal(LicenseVerdict.Suspended, (await shop.ActivateAsync("till 1", Cancel)).Verdict);
    }

    [Fact]
    public async Task A_member_deactivates_a_machine_that_will_not_ask_any_more_and_a_stranger_does_not()
    {
        var shop = await LicensedShop.OfAsync(_portal, 1, Cancel);
        var activation = (await shop.ActivateAsync("till 1", Cancel)).Activation!.Id;

        Assert.IsType<LicenseOutcome.NotFound>(await _portal.Get<KeyActivations>().DeactivateAsync(shop.Publisher, activation, Cancel));
        Assert.IsType<LicenseOutcome.Done>(await _portal.Get<KeyActivations>().DeactivateAsync(shop.Client.Actor, activation, Cancel));

        Assert.Equal(LicenseVerdict.Valid, (await shop.ActivateAsync("till 2", Cancel)).Verdict);
    }

    [Fact]
    public async Task A_program_activates_and_deactivates_over_HTTP_with_the_key_alone()
    {
        var shop = await LicensedShop.OfAsync(_portal, 1, Cancel);
        using var http = _portal.CreateClient();

        var first = await PostAsync(http, "activate", new { key = shop.Key, fingerprint = "till 1", name = "Till 1", module = LicensedShop.Id });
        Assert.Equal("Valid", first.GetProperty("verdict").GetString());
        Assert.Equal("Till 1", first.GetProperty("activation").GetProperty("name").GetString());
        var second = await PostAsync(http, "activate", new { key = shop.Key, fingerprint = "till 2" });
        Assert.Equal(("TooManySites", JsonValueKind.Null), (second.GetProperty("verdict").GetString(), second.GetProperty("activation").ValueKind));
        Assert.Equal("WrongModule", (await PostAsync(http, "activate", new { key = shop.Key, fingerprint = "till 1", module = "Acme.Base" }))
            .GetProperty("verdict").GetString());
        Assert.Equal("NotFound", (await PostAsync(http, "activate", new { key = "none", fingerprint = "till 1" })).GetProperty("verdict").GetString());

        var ended = await PostAsync(http, "deactivate", new { key = shop.Key, fingerprint = "till 1" });
        Assert.False(ended.GetProperty("activation").GetProperty("isActive").GetBoolean());
        Assert.Equal("NotFound", (await PostAsync(http, "deactivate", new { key = shop.Key, fingerprint = "till 9" })).GetProperty("verdict").GetString());
        Assert.Equal("Valid", (await PostAsync(http, "activate", new { key = shop.Key, fingerprint = "till 2" })).GetProperty("verdict").GetString());

        using var refused = await http.PostAsJsonAsync("/api/v1/licenses/activate", new { key = shop.Key, fingerprint = "" }, Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("fingerprint of 1 to 100 characters", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    private static async Task<JsonElement> PostAsync(HttpClient http, string what, object body)
    {
        using var answer = await http.PostAsJsonAsync($"/api/v1/licenses/{what}", body, Cancel);
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(Cancel))!;
    }

    private int Active() => _portal.Database.Read(db => db.Activations.Active(_clock.UtcNow).Count());

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
