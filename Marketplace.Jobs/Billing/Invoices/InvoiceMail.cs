using System.Globalization;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Notifications;
using Marketplace.Pricing.Parties;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Billing.Invoices;

/// <summary>Mails documents with their PDF and, where it can be written, the e-invoice: to the billing address, or to the owners.</summary>
public sealed class InvoiceMail(SellerLogos logos, IOptions<PortalOptions> portal) : IMailAttachments
{
    private const string About = "invoice/";
    private const int MaxPeople = 100;

    /// <param name="words">What people read in the portal, and as the subject.</param>
    /// <param name="tellsMembers">Members who own nothing are told too, without the files.</param>
    internal async Task SendAsync(MarketplaceDb db, Invoice invoice, string words, bool tellsMembers, DateTime now, CancellationToken cancel)
    {
        var subject = $"{About}{invoice.Number}";
        var people = await db.Memberships.Where(m => m.OrganizationId == invoice.OrganizationId && (tellsMembers || m.Role == MemberRole.Owner))
            .OrderByDescending(m => m.Role).ThenBy(m => m.UserId).Select(m => new { m.UserId, IsOwner = m.Role == MemberRole.Owner, m.User.Email })
            .Take(MaxPeople).ToListAsync(cancel);
        people.ForEach(person => db.Notify(person.UserId, subject, words, now, mails: !person.IsOwner));
        var owners = people.Where(person => person.IsOwner).Select(person => person.Email!).ToList();
        foreach (var to in await db.BillingMailsAsync(invoice.OrganizationId, owners, cancel))
        {
            db.Mail(to, words, $"{words}\n\nIt is attached, and available at\n{portal.Value.At($"/invoices/{invoice.Number}")}", now, subject);
        }
    }

    public async Task<IReadOnlyList<MailAttachment>> ReadAsync(MarketplaceDb db, string about, CancellationToken cancel)
    {
        var number = about.StartsWith(About, StringComparison.Ordinal) ? about[About.Length..] : "";
        if (await db.Invoices.AsNoTracking().FirstOrDefaultAsync(i => i.Number == number, cancel) is not { } invoice)
        {
            return [];
        }

        var (document, logo) = (invoice.Document, (await logos.ReadAsync(cancel))?.Content);
        var pdf = new InvoicePdf(document, InvoicePdf.IdOf(invoice.Id, invoice.IssuedAt), invoice.IssuedAt, logo, CultureInfo.InvariantCulture).Write();
        return
        [
            new($"{number}.pdf", "application/pdf", pdf),
            .. UblInvoice.Can(document) ? [new MailAttachment($"{number}.xml", "application/xml", UblInvoice.Write(document))] : (MailAttachment[])[],
        ];
    }
}
