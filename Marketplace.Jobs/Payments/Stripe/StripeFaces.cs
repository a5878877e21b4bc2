using System.Globalization;
using Net = global::Stripe;

namespace Marketplace.Payments.Stripe;

/// <summary>Charges and methods of Stripe as people and the marketplace read them: pure.</summary>
internal static class StripeFaces
{
    public static PaidBy? Of(Net.Charge charge) => charge.PaymentMethodDetails switch
    {
        { Card: { } card } => Card(card.Brand, card.Last4, card.Country),
        { SepaDebit: { } debit } => Debit(debit.Last4, debit.Country),
        { Type: { Length: > 0 } type } => Other(type),
        _ => null,
    };

    /// <summary>What is kept of it for later payments.</summary>
    public static ProviderMethod Kept(Net.PaymentMethod method) => method switch
    {
        { Card: { } card } => new(
            method.Id, Card(card.Brand, card.Last4, card.Country), LastDay((int)card.ExpYear, (int)card.ExpMonth), card.Fingerprint),
        { SepaDebit: { } debit } => new(method.Id, Debit(debit.Last4, debit.Country), null, debit.Fingerprint),
        _ => new(method.Id, Other(method.Type)),
    };

    // In another currency than the payment's, it is posted from the balance.
    public static long? Fee(Net.Charge? charge) =>
        charge is { Paid: true, BalanceTransaction: { } line } && line.Currency == charge.Currency
            ? StripeAmounts.FromStripe(line.Fee, line.Currency).Minor : null;

    private static PaidBy Card(string? brand, string last4, string? country) => new($"{Brand(brand)} •••• {last4}", country);

    private static PaidBy Debit(string last4, string? country) => new($"SEPA •••• {last4}", country);

    private static PaidBy Other(string type) => new(CultureInfo.InvariantCulture.TextInfo.ToTitleCase(type.Replace('_', ' ')), null);

    private static DateOnly LastDay(int year, int month) => new(year, month, DateTime.DaysInMonth(year, month));

    private static string Brand(string? brand) => brand switch
    {
        "amex" => "American Express",
        "jcb" => "JCB",
        "unionpay" => "UnionPay",
        "eftpos_au" => "eftpos",
        null or "unknown" => "Card",
        _ => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(brand),
    };
}
