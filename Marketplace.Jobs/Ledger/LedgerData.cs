using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Ledger;

public static class LedgerData
{
    extension(MarketplaceDb db)
    {
        public DbSet<Account> LedgerAccounts => db.Set<Account>();
        public DbSet<Journal> Journals => db.Set<Journal>();
        public DbSet<Entry> Entries => db.Set<Entry>();
        public DbSet<Balance> Balances => db.Set<Balance>();
        public DbSet<ClosedMonth> ClosedMonths => db.Set<ClosedMonth>();
        public DbSet<CommissionRate> CommissionRates => db.Set<CommissionRate>();
        public DbSet<RecognitionSchedule> RecognitionSchedules => db.Set<RecognitionSchedule>();
        public DbSet<LedgerVerification> LedgerVerifications => db.Set<LedgerVerification>();
    }
}
