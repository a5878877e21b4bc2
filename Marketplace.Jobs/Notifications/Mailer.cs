using System.ComponentModel.DataAnnotations;
using MailKit.Net.Smtp;
using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Marketplace.Notifications;

/// <summary>How mail leaves: section <c>Mail</c>.</summary>
public sealed class MailOptions
{
    public const string Section = "Mail";

    /// <summary>The sender of all mail.</summary>
    [Required, EmailAddress]
    public string From { get; set; } = "marketplace@localhost.localdomain";

    /// <summary>Name of the SMTP server; empty writes mail as <c>.eml</c> files into the folder <c>mail</c> of the data folder instead.</summary>
    public string SmtpHost { get; set; } = "";

    /// <summary>Port of the SMTP server; TLS is used where the server offers it, and from the start on port 465.</summary>
    [Range(1, 65535)]
    public int SmtpPort { get; set; } = 587;

    /// <summary>Empty signs in to no account.</summary>
    public string SmtpUser { get; set; } = "";

    public string SmtpPassword { get; set; } = "";
}

/// <summary>A mail in plain text to one person.</summary>
public sealed record Letter(string To, string Subject, string Text, IReadOnlyList<MailAttachment> Files);

/// <summary>
/// Sends one mail. Throws when it cannot be handed over; <c>db.Mail</c> is for everybody who does not want to wait
/// for that.
/// </summary>
public interface IMailer
{
    Task SendAsync(Letter letter, CancellationToken cancel);
}

/// <summary>Writes mail where a person can read it: the default, which needs nothing.</summary>
internal sealed class FolderMailer(DataFolder folder, IOptions<MailOptions> options, TimeProvider clock) : IMailer
{
    public async Task SendAsync(Letter letter, CancellationToken cancel)
    {
        using var message = MailMessages.Write(options.Value.From, letter, clock.GetUtcNow());
        var file = Path.Combine(folder.Folder("mail"), $"{clock.UtcNow:yyyyMMdd-HHmmss-fff}-{Guid.NewGuid():N}.eml");
        await message.WriteToAsync(file, cancel);
    }
}

internal sealed class SmtpMailer(IOptions<MailOptions> options, TimeProvider clock) : IMailer
{
    public async Task SendAsync(Letter letter, CancellationToken cancel)
    {
        var settings = options.Value;
        using var message = MailMessages.Write(settings.From, letter, clock.GetUtcNow());
        using var smtp = new SmtpClient();
        await smtp.ConnectAsync(settings.SmtpHost, settings.SmtpPort, MailKit.Security.SecureSocketOptions.Auto, cancel);
        if (settings.SmtpUser != "")
        {
            await smtp.AuthenticateAsync(settings.SmtpUser, settings.SmtpPassword, cancel);
        }

        await smtp.SendAsync(message, cancel);
        await smtp.DisconnectAsync(quit: true, cancel);
    }
}

internal static class MailMessages
{
    public static MimeMessage Write(string from, Letter letter, DateTimeOffset now)
    {
        var body = new BodyBuilder { TextBody = letter.Text };
        foreach (var file in letter.Files)
        {
            // Text would be sent with other ends of lines than the file has.
            if (body.Attachments.Add(file.Name, file.Content, ContentType.Parse(file.MediaType)) is MimePart part)
            {
                part.ContentTransferEncoding = ContentEncoding.Base64;
            }
        }

        var message = new MimeMessage { Subject = letter.Subject, Date = now, Body = body.ToMessageBody() };
        message.From.Add(new MailboxAddress("Marketplace", from));
        message.To.Add(MailboxAddress.Parse(letter.To));
        return message;
    }
}

public static class NotificationsServices
{
    public static void AddNotifications(this IServiceCollection services)
    {
        services.AddOptions<MailOptions>().BindConfiguration(MailOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<PortalOptions>().BindConfiguration(PortalOptions.Section).ValidateDataAnnotations()
            .PostConfigure<IHostEnvironment, IConfiguration>(AssumeInDevelopment)
            .Validate(
                portal => portal.Address != "",
                "Portal:Address is required outside Development: the address at which people reach the portal, such as https://marketplace.example.")
            .ValidateOnStart();
        services.AddSingleton<Inbox>();
        services.AddSingleton<IInvitationMail, InvitationMail>();
        services.AddSingleton<NotificationMail>();
        services.AddSingleton<AuditReports>();
        services.AddSingleton<MailDelivery>();
        services.AddSingleton<FolderMailer>();
        services.AddSingleton<SmtpMailer>();
        services.AddSingleton<IMailer>(sp => sp.GetRequiredService<IOptions<MailOptions>>().Value.SmtpHost == ""
            ? sp.GetRequiredService<FolderMailer>()
            : sp.GetRequiredService<SmtpMailer>());
    }

    private static void AssumeInDevelopment(PortalOptions portal, IHostEnvironment environment, IConfiguration configuration)
    {
        if (portal.Address == "" && environment.IsDevelopment())
        {
            portal.Address = configuration["Urls"]?.Split(';')[0] ?? "http://localhost:5080";
        }
    }
}
