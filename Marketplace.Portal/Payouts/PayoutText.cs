using Marketplace.Payouts;
using Marketplace.Payouts.Accounts;
using Marketplace.Payouts.Shares;
using Marketplace.Payouts.Terms;
using Marketplace.Portal.Ledger;
using Marketplace.Portal.Shared;
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
        CarryReason.NotReady => "Stripe account not ready",
        _ => "Last payout was returned",
    };

    /// <summary>What was set; “Usual” where nothing was.</summary>
    public static string Reserve(TermsValues values) => values switch
    {
        { ReserveBasisPoints: null, ReserveDays: null } => "Usual",
        { ReserveBasisPoints: 0 } => "None",
        { ReserveBasisPoints: { } points, ReserveDays: { } days } => $"{LedgerText.Rate(points)}, {CountText.Of(days, "day")}",
        { ReserveBasisPoints: { } points } => LedgerText.Rate(points),
        { ReserveDays: var days } => CountText.Of(days ?? 0, "day"),
    };

    /// <summary>What counts, as a sentence.</summary>
    public static string Terms(TermsView terms) =>
        (terms.ReserveBasisPoints == 0 ? "nothing is kept in reserve"
            : $"{LedgerText.Rate(terms.ReserveBasisPoints)} is kept in reserve for {CountText.Of(terms.ReserveDays, "day")}")
        + (terms.Day == 0 ? ", payouts are prepared by hand" : $", payouts are prepared on day {terms.Day} of each month")
        + $", once at least {Format.Amount(terms.MinimumAmount)} is available.";

    public static string Day(int? day) => day switch { null => "Usual", 0 => "By hand", _ => $"Day {day}" };

    public static string Method(PayoutMethod method) => method is PayoutMethod.Connect ? "Stripe" : "Bank transfer";

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
        PayoutState.Canceled or PayoutState.Removed => ("info", Icons.Material.Outlined.Cancel),
        _ => ("warning", Icons.Material.Outlined.Schedule),
    };

    public static string Problem(RunOutcome outcome) => outcome switch
    {
        RunOutcome.Refused refused => refused.Problem,
        RunOutcome.Changed => "It changed after this page was loaded. Review it again.",
        _ => "There is no such payout, or you may not do this.",
    };
}
