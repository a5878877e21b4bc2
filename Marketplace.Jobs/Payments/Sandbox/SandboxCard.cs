using Marketplace.Data;

namespace Marketplace.Payments.Sandbox;

public enum SandboxOutcome
{
    Succeeds,
    Declined,
    NeedsConfirmation,
    NeedsConfirmationThenDeclined,

    /// <summary>A direct debit: pending at first.</summary>
    SucceedsLater,
    FailsLater,

    /// <summary>It succeeds, and is disputed at once.</summary>
    Disputed,

    /// <summary>It can be kept, and each payment by it is declined.</summary>
    KeptThenDeclined,
}

/// <summary>A card or bank account of the sandbox. No other number is taken, and none is kept.</summary>
/// <param name="Number">The numbers that payment providers publish for tests.</param>
public sealed record SandboxCard(string Number, string Brand, string Country, SandboxOutcome Outcome, string Says, string? Failure = null)
{
    public static readonly IReadOnlyList<SandboxCard> All =
    [
        new("4242424242424242", "Visa", "US", SandboxOutcome.Succeeds, "Succeeds"),
        new("5555555555554444", "Mastercard", "DE", SandboxOutcome.Succeeds, "Succeeds, a card from Germany"),
        new("4000000000000002", "Visa", "US", SandboxOutcome.Declined, "Declined", PaymentFailure.Declined),
        new("4000000000009995", "Visa", "US", SandboxOutcome.Declined, "Declined: insufficient funds", PaymentFailure.InsufficientFunds),
        new("4000000000009987", "Visa", "US", SandboxOutcome.Declined, "Declined: lost card", PaymentFailure.Lost),
        new("4000000000009979", "Visa", "US", SandboxOutcome.Declined, "Declined: stolen card", PaymentFailure.Stolen),
        new("4000000000000069", "Visa", "US", SandboxOutcome.Declined, "Declined: expired card", PaymentFailure.Expired),
        new("4000000000000127", "Visa", "US", SandboxOutcome.Declined, "Declined: wrong security code", PaymentFailure.IncorrectCvc),
        new("4000000000000119", "Visa", "US", SandboxOutcome.Declined, "Declined: processing error", PaymentFailure.Processing),
        new("4100000000000019", "Visa", "US", SandboxOutcome.Declined, "Blocked as fraud", PaymentFailure.Fraud),
        new("4000000000003220", "Visa", "US", SandboxOutcome.NeedsConfirmation, "Asks for 3-D Secure, then succeeds"),
        new("4000008400001629", "Visa", "US", SandboxOutcome.NeedsConfirmationThenDeclined, "Asks for 3-D Secure, then is declined", PaymentFailure.Declined),
        new("AT611904300234573201", "SEPA", "AT", SandboxOutcome.SucceedsLater, "Direct debit that succeeds after a minute"),
        new("AT861904300235473202", "SEPA", "AT", SandboxOutcome.FailsLater, "Direct debit that fails after a minute", PaymentFailure.DebitReturned),
        new("4000000000000341", "Visa", "US", SandboxOutcome.KeptThenDeclined, "Can be saved; payments by it are declined", PaymentFailure.Declined),
        new("4000000000000259", "Visa", "US", SandboxOutcome.Disputed, "Succeeds, and is disputed"),
    ];

    public PaidBy PaidBy => new($"{Brand} •••• {Number[^4..]}", Country);

    public static SandboxCard? Find(string number)
    {
        var plain = new string([.. number.Where(char.IsLetterOrDigit)]).ToUpperInvariant();
        return All.FirstOrDefault(card => card.Number == plain);
    }

    /// <summary>1.5 % and 25 minor units, as cards cost in the euro area.</summary>
    internal static long Fee(Money amount) => Math.Min(amount.Minor, amount.Share(1.5m).Minor + 25);
}
