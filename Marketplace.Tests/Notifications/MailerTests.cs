using System.Text;
using Marketplace.Notifications;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Notifications;

public sealed class MailerTests : IAsyncDisposable
{
    private readonly PortalHost _portal = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task By_default_mail_is_written_into_the_data_folder()
    {
        await _portal.Get<IMailer>().SendAsync(new("ida@example.com", "Hello", "Read this.", []), Cancel);

        var file = Assert.Single(Directory.GetFiles(Path.Combine(_portal.Database.Folder, "mail")));
        Assert.Contains("Read this.", await File.ReadAllTextAsync(file, Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_server_named_mail_goes_there_signed_in()
    {
        using var server = new SmtpServer();
        _portal.With("Mail:SmtpHost", "127.0.0.1")
            .With("Mail:SmtpPort", $"{server.Port}")
            .With("Mail:From", "market@example.com")
            .With("Mail:SmtpUser", "market")
            .With("Mail:SmtpPassword", "secret");

        await _portal.Get<IMailer>().SendAsync(new("ida@example.com", "Hello", "Read this.", []), Cancel);

        var said = await server.Conversation.WaitAsync(TimeSpan.FromSeconds(10), Cancel);
        Assert.Contains($"AUTH PLAIN {Convert.ToBase64String(Encoding.UTF8.GetBytes("\0market\0secret"))}", said);
        Assert.Contains(said, line => line.StartsWith("MAIL FROM:<market@example.com>", StringComparison.Ordinal));
        Assert.Contains(said, line => line.StartsWith("RCPT TO:<ida@example.com>", StringComparison.Ordinal));
        Assert.Contains("Subject: Hello", said);
        Assert.Contains("Read this.", said);
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
