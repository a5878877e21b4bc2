using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Payments.Bank;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Transfers;

public abstract record ImportOutcome
{
    /// <param name="Lines">How many were new.</param>
    /// <param name="Known">How many were there before.</param>
    /// <param name="Booked">How many of the new ones need nobody any more.</param>
    /// <param name="Entered">How many a person had entered by hand before; they are not posted again.</param>
    public sealed record Imported(int Lines, int Known, int Booked, int Entered = 0) : ImportOutcome;

    /// <param name="Problem">What is wrong and what mends it; nothing was imported.</param>
    public sealed record Invalid(string Problem) : ImportOutcome;

    public sealed record NotAllowed : ImportOutcome;
}

/// <summary>
/// Operators import statements and enter lines by hand. The whole file is read before anything is kept; then each line is kept, posted and, where it is
/// certain, booked in a transaction of its own, so an import that was interrupted is completed by the same file once more.
/// </summary>
public sealed class BankImports(IDbContextFactory<MarketplaceDb> databases, LineIntake intake, TimeProvider clock)
{
    public async Task<ImportOutcome> ImportAsync(Actor actor, string fileName, byte[] file, CancellationToken cancel)
    {
        if (!await IsOperatorAsync(actor, cancel))
        {
            return new ImportOutcome.NotAllowed();
        }

        return Statements.Read(file) switch
        {
            StatementOutcome.Unreadable unreadable => new ImportOutcome.Invalid(unreadable.Problem),
            StatementOutcome.Read { Lines: var lines } => await AccountProblemAsync(lines, cancel) is { } problem
                ? new ImportOutcome.Invalid(problem)
                : await ImportAsync(actor, fileName, lines, cancel),
            var other => throw new InvalidOperationException($"{other} is not handled."),
        };
    }

    private async Task<ImportOutcome> ImportAsync(Actor actor, string fileName, IReadOnlyList<StatementLine> lines, CancellationToken cancel)
    {
        var taken = new List<Intake>();
        foreach (var (line, identity) in lines.Zip(StatementIdentity.Of(lines)))
        {
            taken.Add(await intake.TakeAsync(actor, line, identity, fileName, cancel));
        }

        var outcome = new ImportOutcome.Imported(
            taken.Count(one => one is Intake.Waiting or Intake.Booked), taken.Count(one => one is Intake.Known),
            taken.Count(one => one is Intake.Booked), taken.Count(one => one is Intake.Entered));
        await databases.AuditAsync(
            actor, "bank.import", "bank", $"{fileName.Clip(BankLine.MaxFile)}: {outcome.Lines} new, {outcome.Known} known, {outcome.Booked} booked"
                + (outcome.Entered == 0 ? "" : $", {outcome.Entered} entered by hand before"),
            clock.UtcNow, cancel);
        return outcome;
    }

    /// <summary>A line that a person read from a statement.</summary>
    public async Task<ImportOutcome> EnterAsync(Actor actor, StatementLine line, CancellationToken cancel)
    {
        if (!await IsOperatorAsync(actor, cancel))
        {
            return new ImportOutcome.NotAllowed();
        }

        if (Problem(line) is { } problem)
        {
            return new ImportOutcome.Invalid(problem);
        }

        var said = line with { Iban = line.Iban is { } iban ? Pricing.Parties.Iban.Normalize(iban) : null };
        var taken = await intake.TakeAsync(actor, said.Clipped(), StatementIdentity.Of([said])[0], null, cancel);
        if (taken is Intake.Known)
        {
            return new ImportOutcome.Invalid("The same line is there already, of the same day, amount, name and text. If the bank shows two, change the text.");
        }

        await databases.AuditAsync(actor, "bank.enter", "bank", $"{line.Amount} of {line.BookedOn:yyyy-MM-dd}, {line.Name}", clock.UtcNow, cancel);
        return new ImportOutcome.Imported(1, 0, taken is Intake.Booked ? 1 : 0);
    }

    /// <summary>A person made a transfer at the bank today; the statement's line is found by that later.</summary>
    public async Task<ImportOutcome> SentAsync(Actor actor, string transferId, CancellationToken cancel)
    {
        if (!await IsOperatorAsync(actor, cancel))
        {
            return new ImportOutcome.NotAllowed();
        }

        if (await intake.SentAsync(actor, transferId, cancel) is Intake.Known)
        {
            return new ImportOutcome.Invalid("This transfer was already confirmed, or found on a statement. Nothing was booked again.");
        }

        await databases.AuditAsync(actor, "bank.sent", "bank", transferId, clock.UtcNow, cancel);
        return new ImportOutcome.Imported(1, 0, 1);
    }

    private string? Problem(StatementLine line) =>
        Currency.Find(line.Amount.Currency)?.Code != line.Amount.Currency ? Currency.Unknown(line.Amount.Currency)
        : Math.Abs(line.Amount.Minor) is 0 or > Posting.MaxMinor ? "Enter an amount."
        : line.BookedOn > DateOnly.FromDateTime(clock.UtcNow).AddDays(1) ? "The day is still to come. Enter the one on the statement."
        : line.BookedOn.Year < 2000 ? "Enter the day on the statement."
        : line.Name.Length > StatementLine.MaxName || line.Reference.Length > StatementLine.MaxReference || line.Text.Length > StatementLine.MaxText
            ? "A name, a reference or a text is too long."
        : line.Iban is { Length: > 0 } iban ? Pricing.Parties.Iban.Problem(Pricing.Parties.Iban.Normalize(iban))
        : null;

    private async Task<bool> IsOperatorAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.StaffGrants.Allowing(actor, StaffRole.Operator).AnyAsync(cancel);
    }

    // What stands on another account is none of the marketplace's money.
    private async Task<string?> AccountProblemAsync(IReadOnlyList<StatementLine> lines, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var own = await db.Set<Pricing.Parties.SellerEntity>().Select(s => s.Iban).FirstOrDefaultAsync(cancel);
        return own is null ? "The seller has no bank account. Enter its IBAN under Tax and currencies, Seller."
            : lines.FirstOrDefault(line => line.Account is not "" && Pricing.Parties.Iban.Normalize(line.Account) != own) is { } other
                ? $"The statement is of account {other.Account}, but transfers go to {own}. Choose the statement of that account."
            : null;
    }
}
