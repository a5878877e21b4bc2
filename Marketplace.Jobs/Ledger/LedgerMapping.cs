using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Ledger;

// Tables that have triggers say so: SQL Server hands back no generated values from them by OUTPUT. Data/Rules holds the triggers.
internal sealed class AccountMapping : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> account)
    {
        account.ToTable("LedgerAccounts", table => table.HasTrigger("TR_LedgerAccounts_Keep"));
        account.Property(a => a.Kind).HasConversion<string>().HasMaxLength(20);
        account.Property(a => a.Key).HasMaxLength(60).IsUnicode(false);
        account.Property(a => a.Country).HasMaxLength(2).IsUnicode(false);
        account.Property(a => a.Provider).HasMaxLength(20).IsUnicode(false);
        account.HasIndex(a => a.Key).IsUnique();
        account.HasOne(a => a.Publisher).WithMany().HasForeignKey(a => a.PublisherId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class JournalMapping : IEntityTypeConfiguration<Journal>
{
    public void Configure(EntityTypeBuilder<Journal> journal)
    {
        journal.ToTable("Journals", table =>
        {
            table.HasTrigger("TR_Journals_Keep");
            table.HasCheckConstraint("CK_Journals_Month", "[Month] > 190000 AND [Month] % 100 BETWEEN 1 AND 12");
            table.HasCheckConstraint("CK_Journals_Count", "[Count] > 0");
        });
        journal.Property(j => j.Kind).HasConversion<string>().HasMaxLength(20);
        journal.Property(j => j.Source).HasMaxLength(Journal.MaxSource).IsUnicode(false);
        journal.Property(j => j.Description).HasMaxLength(Journal.MaxDescription);
        journal.Property(j => j.Document).HasMaxLength(Journal.MaxDocument).IsUnicode(false);
        journal.HasIndex(j => j.Source).IsUnique();
        journal.HasIndex(j => j.Document);
        journal.HasIndex(j => j.Month);
        journal.HasIndex(j => j.At);
    }
}

internal sealed class EntryMapping : IEntityTypeConfiguration<Entry>
{
    public void Configure(EntityTypeBuilder<Entry> entry)
    {
        entry.ToTable("Entries", table =>
        {
            table.HasTrigger("TR_Entries_Keep");
            table.HasCheckConstraint("CK_Entries_Line", "[Line] >= 0");
            table.HasCheckConstraint("CK_Entries_Minor", $"[Minor] > 0 AND [Minor] <= {Posting.MaxMinor}");
            table.HasCheckConstraint("CK_Entries_Sides", "[DebitId] <> [CreditId]");
        });
        entry.HasKey(e => new { e.JournalId, e.Line });
        entry.Property(e => e.Line).ValueGeneratedNever();
        entry.Property(e => e.Currency).HasMaxLength(3).IsUnicode(false);
        entry.HasOne(e => e.Journal).WithMany(j => j.Entries).HasForeignKey(e => e.JournalId).OnDelete(DeleteBehavior.Restrict);
        entry.HasOne(e => e.Debit).WithMany().HasForeignKey(e => e.DebitId).OnDelete(DeleteBehavior.Restrict);
        entry.HasOne(e => e.Credit).WithMany().HasForeignKey(e => e.CreditId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class BalanceMapping : IEntityTypeConfiguration<Balance>
{
    public void Configure(EntityTypeBuilder<Balance> balance)
    {
        balance.ToTable("Balances", table => table.HasTrigger("TR_Balances_Keep"));
        balance.HasKey(b => new { b.AccountId, b.Month, b.Currency });
        balance.Property(b => b.Currency).HasMaxLength(3).IsUnicode(false);
        balance.HasIndex(b => new { b.Month, b.Currency });
        balance.HasOne(b => b.Account).WithMany().HasForeignKey(b => b.AccountId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ClosedMonthMapping : IEntityTypeConfiguration<ClosedMonth>
{
    public void Configure(EntityTypeBuilder<ClosedMonth> closed)
    {
        closed.ToTable("ClosedMonths", table => table.HasTrigger("TR_ClosedMonths_Keep"));
        closed.HasKey(c => c.Month);
        closed.Property(c => c.Month).ValueGeneratedNever();
        closed.Property(c => c.Hash).HasMaxLength(64).IsUnicode(false);
        closed.HasOne(c => c.By).WithMany().HasForeignKey(c => c.ById).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CommissionRateMapping : IEntityTypeConfiguration<CommissionRate>
{
    public void Configure(EntityTypeBuilder<CommissionRate> rate)
    {
        rate.ToTable("CommissionRates", table => table.HasCheckConstraint("CK_CommissionRates_BasisPoints", "[BasisPoints] BETWEEN 0 AND 10000"));
        rate.Property(r => r.Tier).HasConversion<string>().HasMaxLength(20);
        rate.HasIndex(r => r.From);
        rate.HasOne(r => r.Publisher).WithMany().HasForeignKey(r => r.PublisherId).OnDelete(DeleteBehavior.Restrict);
        rate.HasOne(r => r.Module).WithMany().HasForeignKey(r => r.ModuleId).OnDelete(DeleteBehavior.Restrict);
        rate.HasOne(r => r.By).WithMany().HasForeignKey(r => r.ById).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class RecognitionScheduleMapping : IEntityTypeConfiguration<RecognitionSchedule>
{
    public void Configure(EntityTypeBuilder<RecognitionSchedule> schedule)
    {
        schedule.ToTable("RecognitionSchedules", table =>
        {
            table.HasCheckConstraint("CK_RecognitionSchedules_Term", "[From] < [To] AND [RecognizedTo] BETWEEN [From] AND [To]");
            table.HasCheckConstraint("CK_RecognitionSchedules_Minor", "[Minor] > 0");
        });
        schedule.Property(s => s.Source).HasMaxLength(Journal.MaxSource).IsUnicode(false);
        schedule.Property(s => s.Document).HasMaxLength(Journal.MaxDocument).IsUnicode(false);
        schedule.Property(s => s.Description).HasMaxLength(Journal.MaxDescription);
        schedule.Property(s => s.Currency).HasMaxLength(3).IsUnicode(false);
        schedule.Property(s => s.RecognizedTo).IsConcurrencyToken();
        schedule.Property(s => s.IsDone).IsConcurrencyToken();
        schedule.Ignore(s => s.JournalSource);
        schedule.HasIndex(s => s.Source).IsUnique();
        // Those that are done are no longer looked through.
        schedule.HasIndex(s => new { s.IsDone, s.RecognizedTo });
        schedule.HasOne(s => s.Publisher).WithMany().HasForeignKey(s => s.PublisherId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class LedgerVerificationMapping : IEntityTypeConfiguration<LedgerVerification>
{
    public void Configure(EntityTypeBuilder<LedgerVerification> verification)
    {
        verification.ToTable("LedgerVerifications");
        verification.Property(v => v.Problems).HasMaxLength(LedgerVerification.MaxProblems);
    }
}
