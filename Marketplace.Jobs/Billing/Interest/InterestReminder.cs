using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Billing.Interest;

/// <summary>
/// That the client was reminded of an unpaid invoice of interest; one more than there are says that operators were told. The database takes one of each.
/// </summary>
/// <param name="number">From 1.</param>
/// <param name="isSent">It went out; otherwise it was left out, since a later one was due too.</param>
public sealed class InterestReminder(long invoiceId, int number, bool isSent, DateTime at) : IAppendOnly
{
    public long InvoiceId { get; private set; } = invoiceId;
    public Invoice Invoice { get; private set; } = null!;
    public int Number { get; private set; } = number;
    public bool IsSent { get; private set; } = isSent;
    public DateTime At { get; private set; } = at;
}

internal sealed class InterestReminderMapping : IEntityTypeConfiguration<InterestReminder>
{
    public void Configure(EntityTypeBuilder<InterestReminder> reminder)
    {
        reminder.ToTable("InterestReminders");
        reminder.HasKey(r => new { r.InvoiceId, r.Number });
        reminder.HasOne(r => r.Invoice).WithMany().HasForeignKey(r => r.InvoiceId).OnDelete(DeleteBehavior.Restrict);
    }
}
