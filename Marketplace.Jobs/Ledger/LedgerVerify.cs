using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Data.Rules;
using Marketplace.Live;
using Marketplace.Notifications;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Marketplace.Ledger;

/// <summary>What verifying the books found.</summary>
/// <param name="Problems">One sentence each; none where the books are whole.</param>
public sealed record LedgerReport(long Journals, long Entries, IReadOnlyList<string> Problems);

/// <summary>
/// Sums the books up from their entries, a month at a time and by the database, and compares: entries with the journals that announced them, sums with
/// the kept balances, closed months with what they were, and cash with what the providers say.
/// </summary>
public sealed partial class LedgerVerify(
    IDbContextFactory<MarketplaceDb> databases, IEnumerable<IProviderSums> providers, TimeProvider clock, ILogger<LedgerVerify> log)
{
    private const int MaxNamed = 5;

    public async Task<LedgerReport> RunAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var problems = new List<string>();
        foreach (var rule in await LedgerRules.MissingAsync(db, cancel))
        {
            problems.Add($"The trigger {rule} of the database is missing, changed or disabled.");
        }

        var sums = new LedgerSums(db, problems);
        await sums.JournalsAsync(cancel);
        await sums.MonthsAsync(cancel);
        foreach (var provider in providers)
        {
            await sums.ProviderAsync(provider, cancel);
        }

        var report = new LedgerReport(await db.Journals.LongCountAsync(cancel), await db.Entries.LongCountAsync(cancel), problems);
        await KeepAsync(db, report, cancel);
        return report;
    }

    private async Task KeepAsync(MarketplaceDb db, LedgerReport report, CancellationToken cancel)
    {
        db.Add(new LedgerVerification(clock.UtcNow, report.Journals, report.Entries, report.Problems));
        if (report.Problems.Count > 0)
        {
            LogBroken(report.Problems.Count, report.Problems[0]);
            var words = report.Problems.Count == 1 ? "" : $" and {report.Problems.Count - 1} more";
            await db.NotifyStaffAsync(
                StaffRole.Operator, "ledger", $"The books do not add up: {report.Problems[0]}{words}. “ledger verify” names all.", clock.UtcNow, cancel);
        }

        db.Changed(LiveTopic.Ledger, clock.UtcNow);
        await db.SaveChangesAsync(cancel);
    }

    internal static string Named(IReadOnlyList<string> some) =>
        string.Join(", ", some.Take(MaxNamed)) + (some.Count > MaxNamed ? $" and {some.Count - MaxNamed} more" : "");

    [LoggerMessage(1701, LogLevel.Critical, "The books do not add up in {Count} ways. The first: {Problem}")]
    private partial void LogBroken(int count, string problem);
}

/// <summary>Verifies the books and notifies operators of what does not add up. Safe to run twice: it only reads and reports.</summary>
public sealed class VerifyLedgerJob(LedgerVerify verify)
{
    public Task RunAsync(CancellationToken cancel) => verify.RunAsync(cancel);
}
