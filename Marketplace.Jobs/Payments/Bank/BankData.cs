using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Payments.Bank;

public static class BankData
{
    extension(MarketplaceDb db)
    {
        public DbSet<ExpectedTransfer> ExpectedTransfers => db.Set<ExpectedTransfer>();
        public DbSet<OutgoingTransfer> OutgoingTransfers => db.Set<OutgoingTransfer>();
        public DbSet<BankLine> BankLines => db.Set<BankLine>();
    }
}

internal sealed class ExpectedTransferMapping : IEntityTypeConfiguration<ExpectedTransfer>
{
    public void Configure(EntityTypeBuilder<ExpectedTransfer> transfer)
    {
        transfer.ToTable("ExpectedTransfers");
        transfer.Property(t => t.Id).HasMaxLength(40).IsUnicode(false);
        transfer.Property(t => t.Key).HasMaxLength(80).IsUnicode(false);
        transfer.Property(t => t.Currency).HasMaxLength(3).IsUnicode(false);
        transfer.Property(t => t.State).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        transfer.Property(t => t.PayerName).HasMaxLength(StatementLine.MaxName);
        transfer.Property(t => t.PayerIban).HasMaxLength(StatementLine.MaxIban).IsUnicode(false);
        transfer.Property(t => t.Version).IsConcurrencyToken();
        transfer.Ignore(t => t.Told);
        transfer.HasIndex(t => t.Key).IsUnique();
        transfer.HasOne<Payment>().WithMany().HasForeignKey(t => t.PaymentId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class OutgoingTransferMapping : IEntityTypeConfiguration<OutgoingTransfer>
{
    public void Configure(EntityTypeBuilder<OutgoingTransfer> transfer)
    {
        transfer.ToTable("OutgoingTransfers", table => table.HasCheckConstraint("CK_OutgoingTransfers_Amount", "[Minor] > 0"));
        transfer.Property(t => t.Id).HasMaxLength(40).IsUnicode(false);
        transfer.Property(t => t.Key).HasMaxLength(80).IsUnicode(false);
        transfer.Property(t => t.Currency).HasMaxLength(3).IsUnicode(false);
        transfer.Property(t => t.Name).HasMaxLength(OutgoingTransfer.MaxName);
        transfer.Property(t => t.Iban).HasMaxLength(StatementLine.MaxIban).IsUnicode(false);
        transfer.Property(t => t.Reference).HasMaxLength(RfReference.MaxLength).IsUnicode(false);
        transfer.Property(t => t.Reason).HasMaxLength(OutgoingTransfer.MaxReason);
        transfer.Property(t => t.Version).IsConcurrencyToken();
        transfer.Ignore(t => t.Told);
        transfer.HasIndex(t => t.Key).IsUnique().HasFilter("[Key] IS NOT NULL");
        transfer.HasIndex(t => t.At).HasFilter("[SentAt] IS NULL").HasDatabaseName("IX_OutgoingTransfers_Waiting");
        transfer.HasOne<BankLine>().WithMany().HasForeignKey(t => t.LineId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class BankLineMapping : IEntityTypeConfiguration<BankLine>
{
    public void Configure(EntityTypeBuilder<BankLine> line)
    {
        line.ToTable("BankLines", table => table.HasCheckConstraint("CK_BankLines_Spent", "[SpentMinor] >= 0 AND ([Minor] < 0 OR [SpentMinor] <= [Minor])"));
        line.Property(l => l.Identity).HasMaxLength(64).IsUnicode(false);
        line.Property(l => l.Account).HasMaxLength(StatementLine.MaxIban).IsUnicode(false);
        line.Property(l => l.Currency).HasMaxLength(3).IsUnicode(false);
        line.Property(l => l.Name).HasMaxLength(StatementLine.MaxName);
        line.Property(l => l.Iban).HasMaxLength(StatementLine.MaxIban).IsUnicode(false);
        line.Property(l => l.Reference).HasMaxLength(StatementLine.MaxReference);
        line.Property(l => l.Text).HasMaxLength(StatementLine.MaxText);
        line.Property(l => l.File).HasMaxLength(BankLine.MaxFile);
        line.Property(l => l.State).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        line.Property(l => l.Decision).HasMaxLength(BankLine.MaxDecision);
        line.Property(l => l.Version).IsConcurrencyToken();
        line.Ignore(l => l.Said);
        line.HasIndex(l => l.Identity).IsUnique();
        line.HasIndex(l => new { l.State, l.BookedOn });
        line.HasOne(l => l.Organization).WithMany().HasForeignKey(l => l.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        line.HasOne<Accounts.User>().WithMany().HasForeignKey(l => l.ById).OnDelete(DeleteBehavior.Restrict);
        line.HasOne<Accounts.User>().WithMany().HasForeignKey(l => l.DecidedById).OnDelete(DeleteBehavior.Restrict);
    }
}
