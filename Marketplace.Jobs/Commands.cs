using Marketplace.Accounts;
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
        [['-', ..], ..] or [] => null,
        _ => Say(2, $"There is no command “{args[0]}”. There are: audit verify; staff add <e-mail> <role>; staff remove <e-mail> <role>. Without a command the worker runs."),
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

    private static int Say(int code, string text)
    {
        Console.WriteLine(text);
        return code;
    }
}
