using Marketplace.Accounts;
using Marketplace.Installs;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace;

/// <summary>What whoever administers the installation does by the command line, beside running the worker.</summary>
internal static class Commands
{
    /// <summary>The exit code, or null where the arguments are no command.</summary>
    public static async Task<int?> RunAsync(string[] args, IServiceProvider services) => args switch
    {
        ["audit", "verify", ..] => await VerifyAuditAsync(services.GetRequiredService<AuditTrail>()),
        ["staff", "add", var email, var role, ..] => await StaffAsync(services.GetRequiredService<Staff>(), email, role, isWanted: true),
        ["staff", "remove", var email, var role, ..] => await StaffAsync(services.GetRequiredService<Staff>(), email, role, isWanted: false),
        ["signing-key", "rotate", ..] => Say(0, $"New lock files are signed with {await services.GetRequiredService<SigningKeys>().RotateAsync(CancellationToken.None)}."),
        ["signing-key", "revoke", var key, ..] => await RevokeKeyAsync(services.GetRequiredService<SigningKeys>(), key),
        ["site", "repair", var site, ..] => await RepairAsync(services.GetRequiredService<SiteRepair>(), site),
        [['-', ..], ..] or [] => null,
        _ => Say(2, $"There is no command “{args[0]}”. There are: audit verify; staff add <e-mail> <role>; staff remove <e-mail> <role>; "
            + "signing-key rotate; signing-key revoke <id>; site repair <number>. Without a command the worker runs."),
    };

    private static async Task<int> VerifyAuditAsync(AuditTrail trail)
    {
        var broken = await trail.VerifyAsync(CancellationToken.None);
        return broken is null
            ? Say(0, "The audit trail is whole.")
            : Say(1, $"The audit trail is broken at number {broken.Number}: {broken.Problem}");
    }

    private static async Task<int> StaffAsync(Staff staff, string email, string roleName, bool isWanted)
    {
        if (!Enum.TryParse<StaffRole>(roleName, ignoreCase: true, out var role) || !Enum.IsDefined(role))
        {
            return Say(2, $"There is no role “{roleName}”. There are: {string.Join(", ", Enum.GetNames<StaffRole>())}.");
        }

        var outcome = isWanted ? await staff.AddAsync(email, role, CancellationToken.None) : await staff.RemoveAsync(email, role, CancellationToken.None);
        return outcome switch
        {
            StaffOutcome.Done => Say(0, isWanted ? $"{email} is {role} now. Staff need a second factor or a passkey." : $"{email} is no {role} any more."),
            StaffOutcome.NoSuchPerson => Say(1, $"Nobody has registered as {email}."),
            StaffOutcome.NotConfirmed => Say(1, $"{email} has not been confirmed yet, by the link in the mail to it."),
            _ => Say(0, isWanted ? $"{email} is {role} already." : $"{email} is no {role}."),
        };
    }

    private static async Task<int> RevokeKeyAsync(SigningKeys keys, string keyId) => await keys.RevokeAsync(keyId, CancellationToken.None)
        ? Say(0, $"Sites no longer believe anything signed with {keyId}. "
            + "A site that has not asked since the rotation needs the new key in Marketplace:TrustedKeys.")
        : Say(1, $"There is no other key than {keyId}, or no such key. Make a new one first: signing-key rotate.");

    private static async Task<int> RepairAsync(SiteRepair repair, string site) => !long.TryParse(site, out var id)
        ? Say(2, $"“{site}” is no number. The number of a site is in the address of its page.")
        : await repair.RepairAsync(id, CancellationToken.None) switch
        {
            RepairOutcome.Repaired repaired => Say(0,
                $"Site {id} is in revision {repaired.Revision} with {repaired.Modules} modules. "
                + $"What was there before is in {repaired.Aside}; delete it when you no longer need it."),
            RepairOutcome.Refused refused => Say(1, refused.Sentence),
            _ => throw new InvalidOperationException("An unknown outcome."),
        };

    private static int Say(int code, string text)
    {
        Console.WriteLine(text);
        return code;
    }
}
