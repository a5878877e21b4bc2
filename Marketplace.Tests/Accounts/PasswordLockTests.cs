using System.Net;
using Marketplace.Accounts;
using Marketplace.Portal;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Accounts;

public sealed class PasswordLockTests : IAsyncDisposable
{
    private const string Password = "correct horse battery";
    private readonly Hasher _hasher = new();
    private readonly PortalHost _portal;
    private IPAddress _address = IPAddress.Parse("192.0.2.1");

    public PasswordLockTests() => _portal = new PortalHost
    {
        Replace = services => services.AddSingleton<IPasswordHasher<User>>(_hasher).AddSingleton<IStartupFilter>(new From(() => _address)),
    };

    [Fact]
    public async Task Five_wrong_passwords_shut_out_the_network_they_came_from_and_no_other()
    {
        var user = await UserAsync();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.Contains("do not match", await SignInAsync(user, "a wrong password"), StringComparison.Ordinal);
        }

        Assert.Contains("do not match", await SignInAsync(user, Password), StringComparison.Ordinal);
        var kept = _portal.Database.Read(db => db.Users.Single(u => u.Id == user.Id));
        Assert.Equal((0, null), (kept.AccessFailedCount, kept.LockoutEnd));
        _address = IPAddress.Parse("192.0.2.2");
        Assert.DoesNotContain("do not match", await SignInAsync(user, Password), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_addresses_of_one_IPv6_connection_are_one_network()
    {
        var user = await UserAsync();
        for (var attempt = 1; attempt <= 5; attempt++)
        {
            _address = IPAddress.Parse($"2001:db8::{attempt}");
            await SignInAsync(user, "a wrong password");
        }

        _address = IPAddress.Parse("2001:db8::99");
        Assert.Contains("do not match", await SignInAsync(user, Password), StringComparison.Ordinal);
        _address = IPAddress.Parse("2001:db8:0:1::1");
        Assert.DoesNotContain("do not match", await SignInAsync(user, Password), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_right_password_clears_the_count()
    {
        var user = await UserAsync();
        for (var round = 0; round < 3; round++)
        {
            for (var attempt = 0; attempt < 4; attempt++)
            {
                await SignInAsync(user, "a wrong password");
            }

            Assert.DoesNotContain("do not match", await SignInAsync(user, Password), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Everybody_costs_one_comparison_of_a_hash()
    {
        var (known, unconfirmed) = (await UserAsync(), await UserAsync(isConfirmed: false));
        var unknown = A.User();
        await SignInAsync(unknown, "the first makes the hash of nobody");

        foreach (var (who, password) in new[] { (unknown, Password), (known, "a wrong password"), (unconfirmed, "a wrong password"), (unconfirmed, Password) })
        {
            var before = (_hasher.Compared, _hasher.Made);
            await SignInAsync(who, password);
            Assert.Equal((before.Compared + 1, before.Made), (_hasher.Compared, _hasher.Made));
        }

        for (var attempt = 0; attempt < 6; attempt++)
        {
            await SignInAsync(known, "a wrong password");
        }

        var locked = _hasher.Compared;
        await SignInAsync(known, Password);
        Assert.Equal(locked + 1, _hasher.Compared);
    }

    private async Task<User> UserAsync(bool isConfirmed = true)
    {
        await using var scope = _portal.Services.CreateAsyncScope();
        var user = A.User();
        user.EmailConfirmed = isConfirmed;
        Assert.True((await scope.ServiceProvider.GetRequiredService<UserManager<User>>().CreateAsync(user, Password)).Succeeded);
        return user;
    }

    private async Task<string> SignInAsync(User user, string password)
    {
        using var client = _portal.Client();
        return await Form.PostAsync(client, PortalUrls.SignIn, "sign-in", ("Email", user.Email!), ("Password", password));
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    private sealed class Hasher : IPasswordHasher<User>
    {
        private readonly PasswordHasher<User> _real = new();

        public int Made { get; private set; }

        public int Compared { get; private set; }

        public string HashPassword(User user, string password)
        {
            Made++;
            return _real.HashPassword(user, password);
        }

        public PasswordVerificationResult VerifyHashedPassword(User user, string hashedPassword, string providedPassword)
        {
            Compared++;
            return _real.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }

    /// <summary>Lets requests come from an address, which the test server leaves out.</summary>
    private sealed class From(Func<IPAddress> address) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((HttpContext context, RequestDelegate following) =>
            {
                context.Connection.RemoteIpAddress = address();
                return following(context);
            });
            next(app);
        };
    }
}
