using Marketplace.Data;

namespace Marketplace.Notifications;

/// <param name="MediaType">Such as <c>application/pdf</c>.</param>
public sealed record MailAttachment(string Name, string MediaType, byte[] Content);

/// <summary>Implemented by a slice whose documents go with mail: they are written when the mail leaves, so that none waits with it.</summary>
public interface IMailAttachments
{
    /// <param name="about">As the mail was queued with.</param>
    /// <returns>None where it is about something of another slice.</returns>
    Task<IReadOnlyList<MailAttachment>> ReadAsync(MarketplaceDb db, string about, CancellationToken cancel);

    /// <summary>False where whom it goes to may not have it any more: then it does not leave.</summary>
    Task<bool> MaySendAsync(MarketplaceDb db, string about, CancellationToken cancel) => Task.FromResult(true);
}
