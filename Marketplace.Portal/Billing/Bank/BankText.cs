using Marketplace.Billing.Transfers;
using Marketplace.Payments.Bank;
using Marketplace.Portal.Shared;
using MudBlazor;

namespace Marketplace.Portal.Billing.Bank;

/// <summary>Lines of statements in words.</summary>
internal static class BankText
{
    public static string State(BankLineState state) => state switch
    {
        BankLineState.Outgoing => "Debit",
        BankLineState.Balance => "Client balance",
        _ => $"{state}",
    };

    public static string State(string state) => Enum.TryParse<BankLineState>(state, out var some) ? State(some) : state;

    public static (string Kind, string Icon) Look(BankLineState state) => state switch
    {
        BankLineState.Booked => ("success", Icons.Material.Outlined.CheckCircle),
        BankLineState.Balance => ("info", Icons.Material.Outlined.Savings),
        BankLineState.Ignored => ("", Icons.Material.Outlined.VisibilityOff),
        BankLineState.Suggested => ("info", Icons.Material.Outlined.Lightbulb),
        BankLineState.Outgoing => ("warning", Icons.Material.Outlined.CallMade),
        _ => ("warning", Icons.Material.Outlined.ErrorOutline),
    };

    /// <summary>What a score is made of.</summary>
    public static string Of(MatchScore score) => string.Join(", ", new[]
    {
        score.Reference switch
        {
            TransferMatch.Structured => $"reference {score.Reference}",
            > 0 => $"number in the text {score.Reference}",
            _ => "no reference",
        },
        score.Amount switch
        {
            TransferMatch.Exact => $"amount {score.Amount}",
            > 0 => $"another amount {score.Amount}",
            _ => "no amount",
        },
        score.Name switch
        {
            TransferMatch.SameName => $"name {score.Name}",
            > 0 => $"part of the name {score.Name}",
            _ => "another name",
        },
    });

    /// <summary>What came of an import.</summary>
    public static string Imported(int fresh, int booked, int known, int entered) =>
        $"{CountText.Of(fresh, "new line")}, {Format.Count(booked)} booked automatically."
        + (known == 0 ? "" : $" {Format.Count(known)} {Were(known)} already imported.")
        + (entered == 0 ? "" : $" {Format.Count(entered)} {Were(entered)} entered by hand before and {Were(entered)} not booked again.");

    private static string Were(int count) => count == 1 ? "was" : "were";

    public static string Said(BankLineRow row) =>
        string.Join(" · ", new[] { row.Reference, row.Text }.Where(text => text is not ""));
}
