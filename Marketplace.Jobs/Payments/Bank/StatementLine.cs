using Marketplace.Data;

namespace Marketplace.Payments.Bank;

/// <summary>A movement of a bank account, as a statement says it or a person enters it.</summary>
/// <param name="Account">The own account; empty where it is not said.</param>
/// <param name="Amount">Less than nothing where it left the account.</param>
/// <param name="Name">Who paid, or was paid.</param>
/// <param name="Iban">Of the other account.</param>
/// <param name="Reference">The structured one, else that which the payer gave from end to end; empty if there is none.</param>
/// <param name="Text">What the payer wrote.</param>
/// <param name="BankId">The bank's own reference of it; empty if there is none.</param>
public sealed record StatementLine(
    string Account, DateOnly BookedOn, DateOnly ValueOn, Money Amount, string Name, string? Iban, string Reference, string Text, string BankId)
{
    public const int MaxName = 140, MaxIban = 34, MaxReference = 140, MaxText = 1000;

    internal StatementLine Clipped() => this with
    {
        Account = Account.Clip(MaxIban), Name = Name.Clip(MaxName), Iban = Valid(Iban),
        Reference = Reference.Clip(MaxReference), Text = Text.Clip(MaxText),
    };

    // Money may be sent back there, so what is none is not kept.
    private static string? Valid(string? iban) =>
        iban is not null && Pricing.Parties.Iban.Normalize(iban) is var some && Pricing.Parties.Iban.Problem(some) is null ? some : null;
}
