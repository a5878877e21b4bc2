namespace Acme.ContactForm;

/// <summary>Takes a message for the owner of the site; offered to modules that need the contact form.</summary>
public interface IInbox
{
    Task ReceiveAsync(string sender, string message, CancellationToken cancel);
}

/// <summary>Keeps each message in a file of its own.</summary>
internal sealed class Inbox(string folder) : IInbox
{
    public async Task ReceiveAsync(string sender, string message, CancellationToken cancel)
    {
        var path = Path.Combine(folder, $"{DateTime.UtcNow:yyyyMMdd-HHmmssfff}-{Guid.NewGuid():N}.message");
        await File.WriteAllTextAsync(path + ".tmp", $"From: {sender.ReplaceLineEndings(" ")}\n\n{message}\n", cancel);
        File.Move(path + ".tmp", path);
    }
}
