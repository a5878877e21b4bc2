using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Billing.Invoices;

/// <summary>What an organization was credited and has not been paid back: its next invoices are paid by it first.</summary>
/// <param name="isTest">Of what was paid in the sandbox: no money moved, so it pays nothing that is real.</param>
public sealed class ClientBalance(long organizationId, string currency, bool isTest)
{
    public long OrganizationId { get; private set; } = organizationId;
    public Organization Organization { get; private set; } = null!;
    public string Currency { get; private set; } = currency;
    public bool IsTest { get; private set; } = isTest;

    /// <summary>Never less than nothing.</summary>
    public long Minor { get; private set; }

    /// <summary>What of it open orders keep for themselves.</summary>
    public long HeldMinor { get; private set; }

    internal long FreeMinor => Minor - HeldMinor;

    /// <summary>Counts changes, so that no two invoices are paid by the same credit.</summary>
    public int Version { get; private set; }

    /// <summary>Nothing else is paid by so much of it, until it is given back or used.</summary>
    /// <param name="minor">Less than nothing for what is held no longer.</param>
    internal void Hold(long minor) => (HeldMinor, Version) = (checked(HeldMinor + minor), Version + 1);

    /// <param name="document">The credit note that adds to it, or the invoice that it pays.</param>
    /// <param name="minor">Less than nothing for what is paid.</param>
    internal ClientBalanceEntry Move(Invoice document, long minor, DateTime now)
    {
        (Minor, Version) = (checked(Minor + minor), Version + 1);
        return new(OrganizationId, Currency, IsTest, document.Id, minor, now);
    }
}

/// <summary>That a credit note added to the balance, or that an invoice was paid by it.</summary>
public sealed class ClientBalanceEntry(long organizationId, string currency, bool isTest, long invoiceId, long minor, DateTime at) : IAppendOnly
{
    public long Id { get; private set; }
    public long OrganizationId { get; private set; } = organizationId;
    public string Currency { get; private set; } = currency;
    public bool IsTest { get; private set; } = isTest;
    public long InvoiceId { get; private set; } = invoiceId;
    public Invoice Invoice { get; private set; } = null!;
    public long Minor { get; private set; } = minor;
    public DateTime At { get; private set; } = at;
}

internal sealed class ClientBalanceMapping : IEntityTypeConfiguration<ClientBalance>
{
    public void Configure(EntityTypeBuilder<ClientBalance> balance)
    {
        balance.ToTable("ClientBalances", table => table.HasCheckConstraint(
            "CK_ClientBalances_Minor", "[HeldMinor] >= 0 AND [Minor] >= [HeldMinor]"));
        balance.HasKey(b => new { b.OrganizationId, b.Currency, b.IsTest });
        balance.Property(b => b.Currency).HasMaxLength(3).IsUnicode(false);
        balance.Property(b => b.Version).IsConcurrencyToken();
        balance.HasOne(b => b.Organization).WithMany().HasForeignKey(b => b.OrganizationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ClientBalanceEntryMapping : IEntityTypeConfiguration<ClientBalanceEntry>
{
    public void Configure(EntityTypeBuilder<ClientBalanceEntry> entry)
    {
        entry.ToTable("ClientBalanceEntries");
        entry.Property(e => e.Currency).HasMaxLength(3).IsUnicode(false);
        // A document moves it once.
        entry.HasIndex(e => e.InvoiceId).IsUnique();
        entry.HasIndex(e => new { e.OrganizationId, e.At });
        entry.HasOne(e => e.Invoice).WithMany().HasForeignKey(e => e.InvoiceId).OnDelete(DeleteBehavior.Restrict);
        entry.HasOne<ClientBalance>().WithMany().HasForeignKey(e => new { e.OrganizationId, e.Currency, e.IsTest })
            .OnDelete(DeleteBehavior.Restrict);
    }
}
