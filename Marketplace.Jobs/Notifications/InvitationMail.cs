using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.Extensions.Options;

namespace Marketplace.Notifications;

/// <summary>Mails invitations, through the outbox.</summary>
internal sealed class InvitationMail(IOptions<PortalOptions> portal) : IInvitationMail
{
    public void Write(MarketplaceDb db, InvitationLetter letter, DateTime now) => db.Mail(
        letter.To,
        $"Invitation to {letter.Organization}",
        $"{letter.Inviter} invites you to {letter.Organization} on the marketplace.\n\nSign in or register, then open this link within a week:\n"
            + portal.Value.At($"{PortalOptions.Invitation}?token={letter.Token}"),
        now);
}
