using Marketplace.Payouts.Connect;
using MudBlazor;

namespace Marketplace.Portal.Payouts;

/// <summary>Accounts at Stripe in words.</summary>
internal static class ConnectText
{
    // The first that a requirement's name contains says what it is.
    private static readonly (string Part, string Text)[] Requirements =
    [
        ("external_account", "Bank account"), ("tos_acceptance", "Acceptance of Stripe’s terms"), ("tax_id", "Tax ID"),
        ("id_number", "Tax or identity number"),
        ("ssn_last_4", "Tax or identity number"), ("verification.additional_document", "Proof of address"), ("verification.document", "Proof of identity"),
        ("verification", "Proof of identity"), (".dob", "Date of birth"), (".address", "Address"), (".phone", "Phone number"), (".email", "Email address"),
        ("owners", "Owners of the business"), ("directors", "Directors of the business"), ("executives", "Managers of the business"),
        ("business_profile", "What the business does"), ("business_type", "Kind of business"), ("company", "Details of the company"),
        ("individual", "Personal details"), ("representative", "Details of the representative"), ("person", "Personal details"),
    ];

    /// <summary>What Stripe asks for, each once, as people call it; what nobody has a word for is named as Stripe names it.</summary>
    public static IReadOnlyList<string> Words(IReadOnlyList<string> requirements) =>
    [
        .. requirements.Select(one => Requirements.FirstOrDefault(known => one.Contains(known.Part, StringComparison.Ordinal)).Text ?? one).Distinct(),
    ];

    public static string State(ConnectState? state) => state switch
    {
        null or ConnectState.Incomplete => "Not complete",
        ConnectState.InformationNeeded => "Information needed",
        _ => $"{state}",
    };

    public static (string Kind, string Icon) Look(ConnectState? state) => state switch
    {
        ConnectState.Ready => ("success", Icons.Material.Outlined.CheckCircle),
        ConnectState.Checking => ("info", Icons.Material.Outlined.HourglassEmpty),
        ConnectState.Rejected => ("error", Icons.Material.Outlined.Block),
        _ => ("warning", Icons.Material.Outlined.ErrorOutline),
    };

    /// <summary>What of identity and business Stripe has seen.</summary>
    public static string Identity(ConnectAccount account) => account switch
    {
        { State: ConnectState.Rejected } => "Rejected by Stripe",
        { IsSubmitted: false } => "Not entered",
        _ when account.Due.Any(IsIdentity) => "Missing: " + string.Join(", ", Words([.. account.Due.Where(IsIdentity)])),
        _ when account.InCheck.Any(IsIdentity) || account.State is ConnectState.Checking => "Being checked by Stripe",
        _ => "Complete",
    };

    public static string Tax(ConnectAccount account) => account.Tax switch
    {
        ConnectTax.Missing => "Tax ID missing",
        ConnectTax.Checking => "Tax ID being checked",
        ConnectTax.Complete => "Nothing is missing",
        _ => "Not entered",
    } + account.TaxReporting switch
    {
        "active" => "; 1099 forms by Stripe",
        "pending" => "; 1099 forms by Stripe are being set up",
        _ => "",
    };

    /// <summary>Why Stripe holds the account back; null where it does not.</summary>
    public static string? Disabled(string? reason) => reason switch
    {
        null => null,
        "requirements.past_due" => "Stripe is missing information that is due.",
        "requirements.pending_verification" => "Stripe is checking what was entered.",
        "under_review" or "listed" => "Stripe is reviewing the account.",
        "platform_paused" => "The marketplace has paused the account at Stripe.",
        "action_required.requested_capabilities" => "Stripe asks for an action on its pages.",
        ['r', 'e', 'j', 'e', 'c', 't', 'e', 'd', '.', ..] => "Stripe has closed the account.",
        _ => "Stripe holds the account back. Its pages say why.",
    };

    private static bool IsIdentity(string requirement) =>
        !ConnectAccount.IsTax(requirement) && !requirement.StartsWith("external_account", StringComparison.Ordinal)
        && !requirement.StartsWith("tos_acceptance", StringComparison.Ordinal);
}
