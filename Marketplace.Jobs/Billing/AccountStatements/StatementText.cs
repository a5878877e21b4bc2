using Marketplace.Data;

namespace Marketplace.Billing.AccountStatements;

/// <summary>The lines of a statement in words, alike on pages, paper and in files.</summary>
public static class StatementText
{
    public static string Word(StatementKind kind) => kind switch
    {
        StatementKind.CreditNote => "Credit note",
        StatementKind.WriteOff => "Write-off",
        StatementKind.CreditUsed => "Credit used",
        _ => $"{kind}",
    };

    public static string Detail(StatementEntry line, Func<Money, string> amount) =>
        line.Kind is StatementKind.CreditUsed ? $"{amount(line.Used)} of the invoice paid by credit" : line.Text;
}
