using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Marketplace.Accounts;
using Marketplace.Portal;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Accounts;

public sealed partial class AccountPageTests : IAsyncDisposable
{
    private const string Password = "correct horse battery";
    private readonly PortalHost _portal = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_factor_is_turned_on_by_a_code_and_then_asked_for()
    {
        var user = await UserAsync();
        using var client = await _portal.ClientAsync(new Actor(user.Id));
        var page = await Form.PostAsync(client, PortalUrls.Account, "set-up");
        var key = Key().Match(page).Groups[1].Value;
        Assert.Contains("<svg class=\"qr\"", page, StringComparison.Ordinal);

        Assert.Contains("This code is not right", await Form.PostAsync(client, PortalUrls.Account, "on", ("Code", "000000")), StringComparison.Ordinal);
        Assert.Contains("Keep these recovery codes", await Form.PostAsync(client, PortalUrls.Account, "on", ("Code", Totp(key))), StringComparison.Ordinal);

        using var stranger = _portal.CreateClient();
        Assert.Contains(
            "Second factor",
            await Form.PostAsync(stranger, PortalUrls.SignIn, "sign-in", ("Email", user.Email!), ("Password", Password)),
            StringComparison.Ordinal);
        Assert.Equal(1, _portal.Database.Read(db => db.AuditEntries.Count(e => e.Action == "two-factor.on")));

        Assert.Contains(
            "This code is not right",
            await Form.PostAsync(stranger, PortalUrls.TwoFactor, "two-factor", ("Code", "000000")),
            StringComparison.Ordinal);
        Assert.Equal(1, _portal.Database.Read(db => db.AuditEntries.Count(e => e.Action == "sign-in.fail")));

        Assert.Contains("This code is not right", await Form.PostAsync(client, PortalUrls.Account, "off", ("Code", "000000")), StringComparison.Ordinal);
        Assert.True(_portal.Database.Read(db => db.Users.Single(u => u.Id == user.Id).TwoFactorEnabled));
        Assert.Contains("The second factor is off", await Form.PostAsync(client, PortalUrls.Account, "off", ("Code", Totp(key))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Opening_the_account_and_setting_up_an_app_end_no_session()
    {
        var user = await UserAsync();
        using var client = await _portal.ClientAsync(new Actor(user.Id));
        var before = Stamp(user);

        Assert.DoesNotContain("class=\"qr\"", await client.GetStringAsync(PortalUrls.Account, Cancel), StringComparison.Ordinal);
        await client.GetStringAsync(PortalUrls.Account, Cancel);
        var page = await Form.PostAsync(client, PortalUrls.Account, "set-up");

        Assert.Equal(before, Stamp(user));
        Assert.Contains(Key().Match(page).Groups[1].Value, await client.GetStringAsync(PortalUrls.Account, Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_that_a_person_does_on_the_account_page_ends_their_own_session_and_new_locks_end_the_others()
    {
        // The stamp is compared at each request, instead of once a minute.
        await using var portal = new PortalHost
        {
            Replace = services => services.Configure<SecurityStampValidatorOptions>(stamp => stamp.ValidationInterval = TimeSpan.Zero),
        };
        var user = await UserAsync(portal);
        using var here = await SignInAsync(portal, user);
        foreach (var change in new Func<Task<string>>[] { SetUpAsync, TurnOnAsync, TurnOffAsync, ChangePasswordAsync })
        {
            using var there = await portal.ClientAsync(new Actor(user.Id));
            var answer = await change();

            Assert.Equal(HttpStatusCode.OK, await StatusAsync(here));
            Assert.Equal(change == SetUpAsync ? HttpStatusCode.OK : HttpStatusCode.Redirect, await StatusAsync(there));
            Assert.DoesNotContain("not right", answer, StringComparison.Ordinal);
        }

        Task<string> SetUpAsync() => Form.PostAsync(here, PortalUrls.Account, "set-up");
        async Task<string> TurnOnAsync() => await Form.PostAsync(here, PortalUrls.Account, "on", ("Code", Totp(await KeyAsync())));
        async Task<string> TurnOffAsync()
        {
            var key = portal.Database.Read(db => db.Set<IdentityUserToken<long>>().Single(t => t.Name == "AuthenticatorKey").Value!);
            return await Form.PostAsync(here, PortalUrls.Account, "off", ("Code", Totp(key.ToLowerInvariant())));
        }

        Task<string> ChangePasswordAsync() => Form.PostAsync(here, PortalUrls.Account, "password", ("Current", Password), ("New", "another horse battery"));
        async Task<string> KeyAsync() => Key().Match(await here.GetStringAsync(PortalUrls.Account, Cancel)).Groups[1].Value;
    }

    [Fact]
    public async Task A_password_is_changed_only_with_the_current_one()
    {
        var user = await UserAsync();
        using var client = await _portal.ClientAsync(new Actor(user.Id));

        Assert.Contains(
            "Incorrect password",
            await Form.PostAsync(client, PortalUrls.Account, "password", ("Current", "wrong"), ("New", "another horse battery")),
            StringComparison.Ordinal);
        Assert.Contains(
            "The password is changed",
            await Form.PostAsync(client, PortalUrls.Account, "password", ("Current", Password), ("New", "another horse battery")),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_everywhere_changes_the_stamp_that_every_session_carries()
    {
        var user = await UserAsync();
        using var client = await _portal.ClientAsync(new Actor(user.Id));
        var before = _portal.Database.Read(db => db.Users.Single(u => u.Id == user.Id).SecurityStamp);

        await Form.PostAsync(client, PortalUrls.Account, "everywhere");

        Assert.NotEqual(before, _portal.Database.Read(db => db.Users.Single(u => u.Id == user.Id).SecurityStamp));
    }

    [Fact]
    public async Task Staff_without_a_second_factor_are_kept_out_outside_the_demo()
    {
        var user = await UserAsync();
        _portal.Database.Save(new StaffGrant(user.Id, StaffRole.Moderator, A.Day));
        using var client = await _portal.ClientAsync(new Actor(user.Id));

        using var answer = await client.GetAsync(PortalUrls.Queue, Cancel);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Contains(PortalUrls.NoAccess, answer.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_session_that_proved_the_second_factor_does_the_work_of_staff()
    {
        var user = await UserAsync();
        _portal.Database.Save(new StaffGrant(user.Id, StaffRole.Moderator, A.Day));
        using var other = await _portal.ClientAsync(new Actor(user.Id));
        using var here = _portal.Client();
        await Form.PostAsync(here, PortalUrls.SignIn, "sign-in", ("Email", user.Email!), ("Password", Password));
        Assert.Equal(HttpStatusCode.Redirect, await QueueAsync(here));

        var key = Key().Match(await Form.PostAsync(here, PortalUrls.Account, "set-up")).Groups[1].Value;
        await Form.PostAsync(here, PortalUrls.Account, "on", ("Code", Totp(key)));

        Assert.Equal(HttpStatusCode.OK, await QueueAsync(here));
        Assert.Equal(HttpStatusCode.Redirect, await QueueAsync(other));
    }

    private static async Task<HttpStatusCode> QueueAsync(HttpClient client)
    {
        using var answer = await client.GetAsync(PortalUrls.Queue, Cancel);
        return answer.StatusCode;
    }

    /// <summary>Signed in by the form, with a cookie that the portal may renew.</summary>
    private static async Task<HttpClient> SignInAsync(PortalHost portal, User user)
    {
        var client = portal.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        await Form.PostAsync(client, PortalUrls.SignIn, "sign-in", ("Email", user.Email!), ("Password", Password));
        return client;
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var answer = await client.GetAsync(PortalUrls.Account, Cancel);
        return answer.StatusCode;
    }

    private string? Stamp(User user) => _portal.Database.Read(db => db.Users.Single(u => u.Id == user.Id).SecurityStamp);

    private Task<User> UserAsync() => UserAsync(_portal);

    private static async Task<User> UserAsync(PortalHost portal)
    {
        await using var scope = portal.Services.CreateAsyncScope();
        var user = A.User();
        Assert.True((await scope.ServiceProvider.GetRequiredService<UserManager<User>>().CreateAsync(user, Password)).Succeeded);
        return user;
    }

    // RFC 6238 with SHA-1, 30 seconds and six digits, as authenticator apps do it.
    private static string Totp(string key)
    {
        const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
        var bits = string.Concat(key.Replace(" ", "", StringComparison.Ordinal)
            .Select(c => Convert.ToString(Alphabet.IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var secret = Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2)).ToArray();
        var counter = BitConverter.GetBytes(DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 30).Reverse().ToArray();
#pragma warning disable CA5350 // The standard's own algorithm.
        var hash = HMACSHA1.HashData(secret, counter);
#pragma warning restore CA5350
        var at = hash[^1] & 15;
        var number = ((hash[at] & 127) << 24) | (hash[at + 1] << 16) | (hash[at + 2] << 8) | hash[at + 3];
        return (number % 1_000_000).ToString("000000", CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("class=\"mono key\"[^>]*>([a-z2-7 ]+)<")]
    private static partial Regex Key();

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
