using Marketplace.Billing.Credits;
using Marketplace.Ledger;
using MudBlazor;

namespace Marketplace.Portal.Billing.Credits;

/// <summary>Credits and their proposals in words.</summary>
internal static class CreditText
{
    public static (string Kind, string Icon, string Text) Look(CreditProposalState state) => state switch
    {
        CreditProposalState.Open => ("warning", Icons.Material.Outlined.HowToReg, "Awaiting approval"),
        CreditProposalState.Approved => ("success", Icons.Material.Outlined.CheckCircle, $"{state}"),
        CreditProposalState.Declined => ("error", Icons.Material.Outlined.Cancel, $"{state}"),
        _ => ("info", Icons.Material.Outlined.Undo, $"{state}"),
    };

    public static string State(string name) => Enum.TryParse<CreditProposalState>(name, out var state) ? Look(state).Text : name;

    /// <summary>An account as a journal that is not posted yet names it: Payable, held.</summary>
    public static string Account(AccountKey account) => string.Join(" ", new[]
    {
        AccountChart.Of(account.Kind).Title, account.Country, account.Provider,
    }.Where(part => part is not null));
}
