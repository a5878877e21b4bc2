using System.Text.RegularExpressions;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Notifications;
using Marketplace.Portal;
using Marketplace.Portal.Accounts;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace Marketplace.Tests.Accounts;

public sealed partial class RegistrationTests : IAsyncDisposable
{
    private const string Email = "ida@example.com";
    private const string Password = "correct horse battery";
    private readonly PortalHost _portal = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Somebody_registers_by_the_link_in_a_mail_and_signs_in()
    {
        using var client = _portal.CreateClient();
        Assert.Contains("We sent a mail", await RegisterAsync(client), StringComparison.Ordinal);
        Assert.Equal(0, _portal.Database.Read(db => db.Users.Count() + db.Organizations.Count()));

        Assert.Contains("Your account is ready", await ConfirmAsync(client, Link(await LastMailAsync())), StringComparison.Ordinal);

        Assert.DoesNotContain("do not match", await SignInAsync(client, Password), StringComparison.Ordinal);
        Assert.Equal(MemberRole.Owner, _portal.Database.Read(db => db.Memberships.Single(m => m.Organization.Name == "Ida's Works").Role));
    }

    [Fact]
    public async Task Nothing_that_is_typed_with_an_address_outlasts_the_mail_to_it()
    {
        using var attacker = _portal.CreateClient();
        await Form.PostAsync(attacker, PortalUrls.Register, "register", ("Email", Email), ("Name", "Win at evil.example"), ("Password", "the attacker's own"));
        var mail = await LastMailAsync();
        Assert.DoesNotContain("evil.example", mail.TextBody, StringComparison.Ordinal);

        using var victim = _portal.CreateClient();
        await ConfirmAsync(victim, Link(mail));

        Assert.Contains("do not match", await SignInAsync(attacker, "the attacker's own"), StringComparison.Ordinal);
        Assert.DoesNotContain("do not match", await SignInAsync(victim, Password), StringComparison.Ordinal);
        Assert.Equal("Ida", _portal.Database.Read(db => db.Users.Single().DisplayName));
    }

    [Theory]
    [InlineData("o'brien@example.com")]
    [InlineData("a/b!#$%&*+=?^_`{|}~-@example.com")]
    [InlineData("j\u00f6rg@example.com")]
    public async Task Any_address_that_mail_allows_registers_and_signs_in(string email)
    {
        using var client = _portal.CreateClient();
        await RegisterAsync(client, email);
        Assert.Contains("Your account is ready", await ConfirmAsync(client, Link(await LastMailAsync())), StringComparison.Ordinal);

        Assert.DoesNotContain(
            "do not match",
            await Form.PostAsync(client, PortalUrls.SignIn, "sign-in", ("Email", email), ("Password", Password)),
            StringComparison.Ordinal);

        await RegisterAsync(client, email.ToUpperInvariant());
        Assert.Contains("already", (await LastMailAsync()).Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_works_once_and_not_if_it_is_another_or_a_day_old()
    {
        using var client = _portal.CreateClient();
        await RegisterAsync(client);
        var link = Link(await LastMailAsync());
        Assert.Contains("no longer valid", await client.GetStringAsync(link + "x", Cancel), StringComparison.Ordinal);
        Assert.Contains("no longer valid", await client.GetStringAsync(PortalUrls.ConfirmFor(Old()), Cancel), StringComparison.Ordinal);

        await ConfirmAsync(client, link);

        Assert.Contains("has an account already", await ConfirmAsync(client, link, "Other Works"), StringComparison.Ordinal);
        Assert.Equal(1, _portal.Database.Read(db => db.Users.Count()));
        Assert.Equal(1, _portal.Database.Read(db => db.Organizations.Count()));
    }

    [Fact]
    public async Task Links_opened_twice_at_once_make_one_account_and_one_organization()
    {
        await using var scope = _portal.Services.CreateAsyncScope();
        var token = scope.ServiceProvider.GetRequiredService<RegistrationLink>().Make(Email);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            await using var own = _portal.Services.CreateAsyncScope();
            return await own.ServiceProvider.GetRequiredService<Registration>().ConfirmAsync(token, Ida(), Cancel);
        }, Cancel)));

        Assert.Single(outcomes, problems => problems.Count == 0);
        Assert.Equal((1, 1), _portal.Database.Read(db => (db.Users.Count(), db.Organizations.Count())));
    }

    [Fact]
    public async Task A_fault_that_passes_costs_nobody_the_name()
    {
        var fault = new FailingOnce();
        await using var portal = new PortalHost { Replace = services => services.ConfigureDbContext<SqliteMarketplaceDb>(fault.Add) };
        await using var scope = portal.Services.CreateAsyncScope();
        var token = scope.ServiceProvider.GetRequiredService<RegistrationLink>().Make(Email);
        fault.IsDue = true;

        Assert.Empty(await scope.ServiceProvider.GetRequiredService<Registration>().ConfirmAsync(token, Ida(), Cancel));

        Assert.False(fault.IsDue);
        Assert.Equal((1, 1, 1), portal.Database.Read(db => (db.Users.Count(), db.Organizations.Count(), db.Memberships.Count())));
    }

    [Fact]
    public async Task An_address_that_has_an_account_gets_the_same_answer_and_a_mail_that_says_so()
    {
        using var client = _portal.CreateClient();
        var first = await RegisterAsync(client);
        await ConfirmAsync(client, Link(await LastMailAsync()));

        var second = await RegisterAsync(client);

        Assert.Equal(Notice().Match(first).Value, Notice().Match(second).Value);
        Assert.Contains("already", (await LastMailAsync()).Subject, StringComparison.Ordinal);
        Assert.Equal(1, _portal.Database.Read(db => db.Users.Count()));
    }

    [Theory]
    [InlineData(Email)]
    [InlineData("nobody@example.com")]
    public async Task One_address_gets_only_so_many_mails_with_an_account_or_without(string email)
    {
        _portal.Database.Save(WithAddress(Email));
        using var client = _portal.CreateClient();
        for (var mail = 0; mail < AttemptLimit.Mails.Max; mail++)
        {
            Assert.Contains("If ", await Form.PostAsync(client, PortalUrls.ForgotPassword, "forgot", ("Email", email)), StringComparison.Ordinal);
        }

        var before = _portal.Database.Read(db => db.Set<OutgoingMail>().Count());
        Assert.Contains("several mails", await Form.PostAsync(client, PortalUrls.ForgotPassword, "forgot", ("Email", email)), StringComparison.Ordinal);
        Assert.Contains("several mails", await Form.PostAsync(client, PortalUrls.Register, "register", ("Email", email)), StringComparison.Ordinal);
        Assert.Equal(before, _portal.Database.Read(db => db.Set<OutgoingMail>().Count()));
    }

    [Theory]
    [InlineData("too-brief", "Ida's Works", "at least 12")]
    [InlineData(Password, "Taken Inc", "too like")]
    [InlineData(Password, "\u0422aken lnc.", "too like")]
    [InlineData(Password, "Ida\u200bWorks", "invisible")]
    [InlineData(Password, "http://evil.example", "no links")]
    public async Task Bad_input_is_named_and_adds_nobody(string password, string organization, string problem)
    {
        _portal.Database.Save(new Organization("Taken Inc", publishes: true, isClient: false, A.Day));
        using var client = _portal.CreateClient();
        await RegisterAsync(client);

        var answer = await ConfirmAsync(client, Link(await LastMailAsync()), organization, password);

        Assert.Contains(problem, answer, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(password, answer, StringComparison.Ordinal);
        Assert.Equal((0, 1), _portal.Database.Read(db => (db.Users.Count(), db.Organizations.Count())));
    }

    [Fact]
    public async Task A_forgotten_password_is_set_anew_once_by_the_link()
    {
        using var client = _portal.CreateClient();
        await RegisterAsync(client);
        await ConfirmAsync(client, Link(await LastMailAsync()));
        await Form.PostAsync(client, PortalUrls.ForgotPassword, "forgot", ("Email", Email));
        var link = Link(await LastMailAsync());

        Assert.Contains(
            "The new password is set",
            await Form.PostAsync(client, link, "reset", ("Password", "another horse battery")),
            StringComparison.Ordinal);

        Assert.Contains("no longer valid", await Form.PostAsync(client, link, "reset", ("Password", "a third horse battery")), StringComparison.Ordinal);
        Assert.Contains("do not match", await SignInAsync(client, Password), StringComparison.Ordinal);
        Assert.DoesNotContain("do not match", await SignInAsync(client, "another horse battery"), StringComparison.Ordinal);
        Assert.Equal(1, _portal.Database.Read(db => db.AuditEntries.Count(e => e.Action == "password.reset")));
    }

    [Fact]
    public async Task An_unknown_address_gets_no_link_and_the_same_answer()
    {
        using var client = _portal.CreateClient();

        Assert.Contains(
            "If nobody@example.com has an account",
            await Form.PostAsync(client, PortalUrls.ForgotPassword, "forgot", ("Email", "nobody@example.com")),
            StringComparison.Ordinal);

        Assert.Empty(_portal.Database.Read(db => db.Set<OutgoingMail>().ToList()));
    }

    private static Task<string> RegisterAsync(HttpClient client, string email = Email) =>
        Form.PostAsync(client, PortalUrls.Register, "register", ("Email", email));

    private static Task<string> ConfirmAsync(HttpClient client, string link, string organization = "Ida's Works", string password = Password) => Form.PostAsync(
        client, link, "confirm", ("Name", "Ida"), ("Password", password), ("Organization", organization), ("Publishes", "true"), ("IsClient", "false"));

    private static Newcomer Ida() => new() { Name = "Ida", Password = Password, Organization = "Ida's Works", Publishes = true };

    private string Old() => _portal.Get<IDataProtectionProvider>().CreateProtector("Marketplace.Registration").ToTimeLimitedDataProtector()
        .Protect(Email, DateTimeOffset.UtcNow.AddSeconds(-1));

    private static User WithAddress(string email)
    {
        var user = A.User();
        (user.Email, user.NormalizedEmail) = (email, User.NormalizeEmail(email));
        return user;
    }

    private static Task<string> SignInAsync(HttpClient client, string password) =>
        Form.PostAsync(client, PortalUrls.SignIn, "sign-in", ("Email", Email), ("Password", password));

    private async Task<MimeMessage> LastMailAsync()
    {
        await _portal.Get<MailDelivery>().SendAsync(Cancel);
        return await MimeMessage.LoadAsync(
            new DirectoryInfo(Path.Combine(_portal.Database.Folder, "mail")).GetFiles().MaxBy(file => file.Name)!.FullName, Cancel);
    }

    private static string Link(MimeMessage mail) => new Uri(Address().Match(mail.TextBody!).Value).PathAndQuery;

    [GeneratedRegex("http[^\\s]+")]
    private static partial Regex Address();

    [GeneratedRegex("We sent a mail[^<]*")]
    private static partial Regex Notice();

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
