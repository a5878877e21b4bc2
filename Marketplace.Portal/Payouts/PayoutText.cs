using Marketplace.Payouts;
using Marketplace.Payouts.Accounts;
using Marketplace.Payouts.Shares;
using MudBlazor;

namespace Marketplace.Portal.Payouts;

/// <summary>Earnings and payouts in words, alike on every page.</summary>
internal static class PayoutText
{
    public static string Reason(HoldReason reason) => reason switch
    {
        HoldReason.RefundPeriod => "May be refunded",
        HoldReason.NotPaid => "Invoice not paid",
        _ => $"{reason}",
    };

    public static string Reason(CarryReason reason) => reason switch
    {
        CarryReason.None => "",
        CarryReason.BelowMinimum => "Below the minimum",
        CarryReason.Negative => "Negative balance",
        CarryReason.NoAccount => "No payout account",
        CarryReason.NewAccount => "Account changed recently",
        _ => "Last payout was returned",
    };

    public static string Method(PayoutMethod method) => method switch { PayoutMethod.Transfer => "Bank transfer", _ => $"{method}" };

    public static string Method(string name) => Enum.TryParse<PayoutMethod>(name, out var method) ? Method(method) : name;

    public static (string Kind, string Icon) Look(PayoutRunState state) => state switch
    {
        PayoutRunState.Sent => ("success", Icons.Material.Outlined.CheckCircle),
        PayoutRunState.Approved => ("info", Icons.Material.Outlined.Verified),
        PayoutRunState.Canceled => ("info", Icons.Material.Outlined.Cancel),
        _ => ("warning", Icons.Material.Outlined.Schedule),
    };

    public static (string Kind, string Icon) Look(PayoutState state) => state switch
    {
        PayoutState.Paid => ("success", Icons.Material.Outlined.CheckCircle),
        PayoutState.Sent => ("info", Icons.Material.Outlined.CallMade),
        PayoutState.Returned => ("error", Icons.Material.Outlined.KeyboardReturn),
        PayoutState.Canceled => ("info", Icons.Material.Outlined.Cancel),
        _ => ("warning", Icons.Material.Outlined.Schedule),
    };

    public static string Problem(RunOutcome outcome) => outcome switch
    {
        RunOutcome.Refused refused => refused.Problem,
        RunOutcome.Changed => "It changed after this page was loaded. Review it again.",
        _ => "There is no such payout, or you may not do this.",
    };
}
