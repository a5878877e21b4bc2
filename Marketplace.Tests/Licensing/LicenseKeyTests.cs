using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Accounts;
using Marketplace.Licensing;
using Marketplace.Modules;
using Marketplace.Pricing;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Licensing;

/// <summary>Keys of licenses: how they look, who sees them, and what they tell.</summary>
public sealed class LicenseKeyTests : IAsyncDisposable
{
    private const string Letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private readonly PortalHost _portal = new();
    private readonly Organization _client;
    private readonly Actor _owner, _publisher;
    private readonly long _license;

    public LicenseKeyTests()
    {
        var publisher = _portal.Database.Publisher();
        _client = _portal.Database.Client();
        (_owner, _publisher) = (_portal.Database.Member(_client, MemberRole.Owner), _portal.Database.Member(publisher, MemberRole.Owner));
        var module = _portal.Database.Available(publisher, "Acme.Mail").Module;
        _license = _portal.Database.Saved(new License(module.Id, _client.Id, null, OfferTier.Premium, 2, null, _publisher.UserId, A.Day)
        {
            Features = [new("export", null)], UpdatesUntil = A.Day.AddYears(-100),
        }).Id;
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private LicenseKeys Keys => _portal.Get<LicenseKeys>();

    [Fact]
    public void A_key_survives_how_people_write_it_and_no_slip()
    {
        for (var number = 0; number < 50; number++)
        {
            var key = KeyText.New();
            Assert.Matches("^([0-9A-HJKMNP-TV-Z]{5}-){4}[0-9A-HJKMNP-TV-Z]{5}$", key);
            var plain = KeyText.Normalize(key)!;
            Assert.Equal(plain, KeyText.Normalize(key.ToLowerInvariant().Replace('-', ' ').Replace('0', 'o').Replace('1', 'l')));
            for (var at = 0; at < plain.Length; at++)
            {
                Assert.All(Letters.Where(letter => letter != plain[at]), letter => Assert.Null(KeyText.Normalize(plain[..at] + letter + plain[(at + 1)..])));
            }

            for (var at = 0; at < plain.Length - 1; at++)
            {
                var swapped = plain[..at] + plain[at + 1] + plain[at] + plain[(at + 2)..];
                Assert.Equal(swapped == plain, KeyText.Normalize(swapped) is not null);
            }
        }
    }

    [Fact]
    public async Task Its_owners_see_a_key_that_stays_and_nobody_else_does()
    {
        var shown = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Keys.ShowAsync(_owner, _license, Cancel), Cancel)));

        Assert.Single(shown.Distinct());
        Assert.Null(await Keys.ShowAsync(_publisher, _license, Cancel));
        Assert.Null(await Keys.ShowAsync(_portal.Database.Member(_client), _license, Cancel));
        var kept = _portal.Database.Read(db => db.LicenseKeys.Single());
        Assert.DoesNotContain(shown[0]!, kept.Secret, StringComparison.Ordinal);
        Assert.Equal(KeyText.HashOf(KeyText.Normalize(shown[0]!)!), kept.Hash);
    }

    [Fact]
    public async Task A_key_tells_how_its_license_stands_and_what_it_allows()
    {
        var key = (await Keys.ShowAsync(_owner, _license, Cancel))!;

        var valid = await AskAsync(new { key = key.ToLowerInvariant(), module = "acme.mail" });

        Assert.Equal("Valid", Verdict(valid));
        var facts = valid.GetProperty("license");
        Assert.Equal("export", facts.GetProperty("features")[0].GetProperty("name").GetString());
        Assert.Equal(("Acme.Mail", "Premium", "Active", 2), (
            facts.GetProperty("license").GetProperty("module").GetString(), facts.GetProperty("license").GetProperty("tier").GetString(),
            facts.GetProperty("license").GetProperty("state").GetString(), facts.GetProperty("license").GetProperty("sites").GetInt32()));
        Assert.Equal("WrongModule", Verdict(await AskAsync(new { key, module = "Acme.Shop" })));
        Assert.Equal("OutsideReleaseWindow", Verdict(await AskAsync(new { key, version = "1.0.0" })));
        Assert.Equal("NotFound", Verdict(await AskAsync(new { key = KeyText.New() })));
        Assert.Equal("NotFound", Verdict(await AskAsync(new { key = "rubbish" })));

        Assert.IsType<LicenseOutcome.Done>(await _portal.Get<Licenses>().RevokeAsync(_publisher, _license, "It was refunded.", Cancel));
        Assert.Equal(LicenseVerdict.Valid, (await Keys.ValidateAsync(new(key, null, null), Cancel)).Verdict);
        _portal.Database.Read(db =>
        {
            db.Licenses.Single().Revoke(_publisher.UserId, "It was refunded.", _portal.Database.Now.AddDays(-60));
            return db.SaveChanges();
        });
        Assert.Equal("Revoked", Verdict(await AskAsync(new { key })));
    }

    private static string? Verdict(JsonElement answer) => answer.GetProperty("verdict").GetString();

    private async Task<JsonElement> AskAsync(object body)
    {
        using var answer = await _portal.Client().PostAsJsonAsync("/api/v1/licenses/validate", body, Cancel);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).Clone();
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
