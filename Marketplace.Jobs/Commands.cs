using Marketplace.Accounts;
using Marketplace.Ledger;
using Marketplace.Operations;
using Marketplace.Revenue;
using Marketplace.Scanning;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace;

/// <summary>What whoever administers the installation does by the command line, beside running the worker.</summary>
internal sealed class Commands(IServiceProvider services, TextWriter output)
{
    /// <summary>The exit code, or null where the arguments are no command.</summary>
    public async Task<int?> RunAsync(string[] args) => args switch
    {
        ["audit", "verify", [>= '0' and <= '9', ..] number, var hash, ..] => long.TryParse(number, out var at)
            ? await VerifyAuditAsync(services.GetRequiredService<AuditTrail>(), new(at, hash))
            : Say(2, $"“{number}” is no number."),
        ["audit", "verify", ..] => await VerifyAuditAsync(services.GetRequiredService<AuditTrail>(), null),
        ["audit", "anchor", ..] => await AnchorAuditAsync(services.GetRequiredService<AuditTrail>()),
        ["ledger", "verify", ..] => await VerifyLedgerAsync(services.GetRequiredService<LedgerVerify>()),
        ["revenue", "rebuild", ..] => await RebuildRevenueAsync(services.GetRequiredService<RevenueSums>()),
        ["packages", "verify", ..] => await VerifyPackagesAsync(services.GetRequiredService<PackageWalk>()),
        ["staff", "list", ..] => await ListStaffAsync(services.GetRequiredService<Staff>()),
        ["staff", "add", var email, var role, ..] => await StaffAsync(services.GetRequiredService<Staff>(), email, role, isWanted: true),
        ["staff", "remove", var email, var role, ..] => await StaffAsync(services.GetRequiredService<Staff>(), email, role, isWanted: false),
        ["second-factor", "reset", var email, ..] => await ResetSecondFactorAsync(services.GetRequiredService<SecondFactors>(), email),
        ["signing-key", "rotate", ..] =>
            Say(0, $"New lock files are signed with {await services.GetRequiredService<SigningKeys>().RotateAsync(CancellationToken.None)}."),
        ["signing-key", "revoke", var key, ..] => await RevokeKeyAsync(services.GetRequiredService<SigningKeys>(), key),
        ["site", "repair", var site, ..] => await RepairAsync(services.GetRequiredService<SiteRepair>(), site),
        [['-', ..], ..] or [] => null,
        _ => Say(2, $"There is no command “{Named(args)}”. There are:\n{All}\nWithout a command the worker runs."),
    };

    private static string Named(string[] args) => string.Join(' ', args.TakeWhile(arg => arg is not ['-', ..]).Take(2));

    private const string All = """
          audit verify [<number> <hash>]
          audit anchor
          ledger verify
          revenue rebuild
          packages verify
          staff list
          staff add <e-mail> <role>
          staff remove <e-mail> <role>
          second-factor reset <e-mail>
          signing-key rotate
          signing-key revoke <id>
          site repair <number>
        """;

    private async Task<int> RebuildRevenueAsync(RevenueSums sums)
    {
        await sums.RebuildAsync(CancellationToken.None);
        var problems = await sums.VerifyAsync(CancellationToken.None);
        return problems.Count == 0 ? Say(0, "Revenue totals were rebuilt from their movements.") : Say(1, string.Join('\n', problems));
    }

    private async Task<int> VerifyAuditAsync(AuditTrail trail, AuditHead? sent)
    {
        var broken = await trail.VerifyAsync(CancellationToken.None, sent);
        return broken is null
            ? Say(0, "The audit trail is whole.")
            : Say(1, $"The audit trail is broken at number {broken.Number}: {broken.Problem}");
    }

    private async Task<int> AnchorAuditAsync(AuditTrail trail)
    {
        var head = await trail.AnchorAsync(CancellationToken.None);
        return Say(0, $"The audit trail is anchored as it is now: {head.Number} {head.Hash}");
    }

    private async Task<int> ListStaffAsync(Staff staff)
    {
        var all = await staff.ListAsync(CancellationToken.None);
        foreach (var row in all)
        {
            Say(0, $"{row.Email}  {row.Role}  {row.Name}, since {row.Since:yyyy-MM-dd}{(row.HasSecondFactor ? "" : ", without a second factor")}");
        }

        return all.Count > 0 ? 0 : Say(0, "Nobody is staff yet: staff add <e-mail> <role>.");
    }

    private async Task<int> ResetSecondFactorAsync(SecondFactors factors, string email) => await factors.ResetAsync(email, CancellationToken.None)
        ? Say(0, $"{email} has no second factor and no passkey now, and every session has ended. The password alone signs in until a new one is set up.")
        : Say(1, $"Nobody has registered as {email}.");

    private async Task<int> VerifyLedgerAsync(LedgerVerify verify)
    {
        var report = await verify.RunAsync(CancellationToken.None);
        foreach (var problem in report.Problems)
        {
            Say(1, problem);
        }

        return report.Problems.Count == 0
            ? Say(0, $"The books are whole: {report.Journals} journals, {report.Entries} entries.")
            : Say(1, $"The books of {report.Journals} journals and {report.Entries} entries do not add up. Find out who wrote to the database.");
    }

    private async Task<int> VerifyPackagesAsync(PackageWalk walk)
    {
        var (files, bad) = await walk.RunAsync(CancellationToken.None);
        return bad == 0
            ? Say(0, $"All {files} stored files are whole.")
            : Say(1, $"{bad} of {files} stored files are damaged or missing. The log names them. Restore them from a backup and run this again.");
    }

    private async Task<int> StaffAsync(Staff staff, string email, string roleName, bool isWanted)
    {
        if (!Enum.TryParse<StaffRole>(roleName, ignoreCase: true, out var role) || !Enum.IsDefined(role))
        {
            return Say(2, $"There is no role “{roleName}”. There are: {string.Join(", ", Enum.GetNames<StaffRole>())}.");
        }

        var outcome = isWanted ? await staff.AddAsync(email, role, CancellationToken.None) : await staff.RemoveAsync(email, role, CancellationToken.None);
        return outcome switch
        {
            StaffOutcome.Done => Say(0, isWanted ? $"{email} is {role} now. Staff need a second factor or a passkey." : $"{email} is no longer {role}."),
            StaffOutcome.NoSuchPerson => Say(1, $"Nobody has registered as {email}."),
            StaffOutcome.NotConfirmed => Say(1, $"{email} has not been confirmed yet, by the link in the mail to it."),
            _ => Say(0, isWanted ? $"{email} is {role} already." : $"{email} is no {role}."),
        };
    }

    private async Task<int> RevokeKeyAsync(SigningKeys keys, string keyId) => await keys.RevokeAsync(keyId, CancellationToken.None)
        ? Say(0, $"Sites no longer believe anything signed with {keyId}. "
            + "A site that has not asked since the rotation needs the new key in Marketplace:TrustedKeys.")
        : Say(1, $"{keyId} is unknown or is the only signing key. Make a new one first: signing-key rotate.");

    private async Task<int> RepairAsync(SiteRepair repair, string site) => !long.TryParse(site, out var id)
        ? Say(2, $"“{site}” is no number. The number of a site is in the address of its page.")
        : await repair.RepairAsync(id, CancellationToken.None) switch
        {
            RepairOutcome.Repaired repaired => Say(0,
                $"Site {id} is in revision {repaired.Revision} with {repaired.Modules} modules. "
                + $"What was there before is in {repaired.Aside}; delete it when you no longer need it."),
            RepairOutcome.Refused refused => Say(1, refused.Sentence),
            _ => throw new InvalidOperationException("An unknown outcome."),
        };

    private int Say(int code, string text)
    {
        output.WriteLine(text);
        return code;
    }
}
