using System.Text.RegularExpressions;
using Marketplace.Accounts;
using Marketplace.Notifications;
using Marketplace.Portal;
using Marketplace.Tests.Support;
using MimeKit;

namespace Marketplace.Tests.Accounts;

public sealed partial class RegistrationTests : IAsyncDisposable
{
    private const string Email = "ida@example.com";
    private const string Password = "correct horse battery";
    private readonly PortalHost _portal = new();

    [Fact]
    public async Task Somebody_registers_confirms_by_the_link_and_signs_in()
    {
        using var client = _portal.CreateClient();
        Assert.Contains("We sent a mail", await RegisterAsync(client), StringComparison.Ordinal);
        Assert.Contains("do not match", await SignInAsync(client, Password), StringComparison.Ordinal);

        Assert.Contains("Your address is confirmed", await Form.PostAsync(client, Link(await LastMailAsync()), "confirm"), StringComparison.Ordinal);

        Assert.DoesNotContain("do not match", await SignInAsync(client, Password), StringComparison.Ordinal);
        Assert.Equal(MemberRole.Owner, _portal.Database.Read(db => db.Memberships.Single(m => m.Organization.Name == "Ida's Works").Role));
    }

    [Fact]
    public async Task An_address_that_has_an_account_gets_the_same_answer_and_a_mail_that_says_so()
    {
        using var client = _portal.CreateClient();
        var first = await RegisterAsync(client);

        var second = await RegisterAsync(client, organization: "");

        Assert.Equal(Notice().Match(first).Value, Notice().Match(second).Value);
        Assert.Contains("already", (await LastMailAsync()).Subject, StringComparison.Ordinal);
        Assert.Equal(1, _portal.Database.Read(db => db.Users.Count()));
    }

    [Theory]
    [InlineData("short", "Ida's Works", "at least 12")]
    [InlineData(Password, "Taken Inc", "already")]
    public async Task Bad_input_is_named_and_adds_nobody(string password, string organization, string problem)
    {
        _portal.Database.Save(new Organization("Taken Inc", publishes: true, isClient: false, A.Day));
        using var client = _portal.CreateClient();

        Assert.Contains(problem, await RegisterAsync(client, password, organization), StringComparison.OrdinalIgnoreCase);

        Assert.Equal(0, _portal.Database.Read(db => db.Users.Count()));
        Assert.Empty(_portal.Database.Read(db => db.Set<OutgoingMail>().ToList()));
    }

    [Fact]
    public async Task A_forgotten_password_is_set_anew_once_by_the_link()
    {
        using var client = _portal.CreateClient();
        await RegisterAsync(client);
        await Form.PostAsync(client, Link(await LastMailAsync()), "confirm");
        await Form.PostAsync(client, PortalUrls.ForgotPassword, "forgot", ("Email", Email));
        var link = Link(await LastMailAsync());

        Assert.Contains("The new password is set", await Form.PostAsync(client, link, "reset", ("Password", "another horse battery")), StringComparison.Ordinal);

        Assert.Contains("not valid any more", await Form.PostAsync(client, link, "reset", ("Password", "a third horse battery")), StringComparison.Ordinal);
        Assert.Contains("do not match", await SignInAsync(client, Password), StringComparison.Ordinal);
        Assert.DoesNotContain("do not match", await SignInAsync(client, "another horse battery"), StringComparison.Ordinal);
        Assert.Equal(1, _portal.Database.Read(db => db.AuditEntries.Count(e => e.Action == "password.reset")));
    }

    [Fact]
    public async Task An_unknown_address_gets_no_link_and_the_same_answer()
    {
        using var client = _portal.CreateClient();

        Assert.Contains("If nobody@example.com has an account", await Form.PostAsync(client, PortalUrls.ForgotPassword, "forgot", ("Email", "nobody@example.com")), StringComparison.Ordinal);

        Assert.Empty(_portal.Database.Read(db => db.Set<OutgoingMail>().ToList()));
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_for_the_right_one_too()
    {
        using var client = _portal.CreateClient();
        await RegisterAsync(client);
        await Form.PostAsync(client, Link(await LastMailAsync()), "confirm");
        for (var attempt = 0; attempt < 5; attempt++)
        {
            await SignInAsync(client, "a wrong password");
        }

        Assert.Contains("do not match", await SignInAsync(client, Password), StringComparison.Ordinal);
    }

    private static Task<string> RegisterAsync(HttpClient client, string password = Password, string organization = "Ida's Works") => Form.PostAsync(
        client, PortalUrls.Register, "register", ("Name", "Ida"), ("Email", Email), ("Password", password), ("Organization", organization), ("Publishes", "true"), ("IsClient", "false"));

    private static Task<string> SignInAsync(HttpClient client, string password) =>
        Form.PostAsync(client, PortalUrls.SignIn, "sign-in", ("Email", Email), ("Password", password));

    private async Task<MimeMessage> LastMailAsync()
    {
        await _portal.Get<MailDelivery>().SendAsync(TestContext.Current.CancellationToken);
        return await MimeMessage.LoadAsync(new DirectoryInfo(Path.Combine(_portal.Database.Folder, "mail")).GetFiles().MaxBy(file => file.Name)!.FullName, TestContext.Current.CancellationToken);
    }

    private static string Link(MimeMessage mail) => new Uri(Address().Match(mail.TextBody!).Value).PathAndQuery;

    [GeneratedRegex("http[^\\s]+")]
    private static partial Regex Address();

    [GeneratedRegex("We sent a mail[^<]*")]
    private static partial Regex Notice();

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
