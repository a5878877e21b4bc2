using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Live;
using Marketplace.Payments;
using Marketplace.Payments.Bank;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Transfers;

public abstract record ImportOutcome
{
    /// <param name="Lines">How many were new.</param>
    /// <param name="Known">How many were there before.</param>
    /// <param name="Booked">How many of the new ones need nobody any more.</param>
    public sealed record Imported(int Lines, int Known, int Booked) : ImportOutcome;

    /// <param name="Problem">What is wrong and what mends it; nothing was imported.</param>
    public sealed record Invalid(string Problem) : ImportOutcome;

    public sealed record NotAllowed : ImportOutcome;
}

/// <summary>
/// Operators import statements and enter lines by hand. The whole file is read before anything is kept; then each line is kept, posted and, where it is
/// certain, booked in a transaction of its own, so an import that was interrupted is completed by the same file once more.
/// </summary>
public sealed class BankImports(
    IDbContextFactory<MarketplaceDb> databases, TransferBooking booking, OutgoingTransfers outgoing, Journals journals, TimeProvider clock)
{
    private const string CurrencyWhereNoneIsSaid = "EUR";
    private const int Attempts = 10;

    public async Task<ImportOutcome> ImportAsync(Actor actor, string fileName, byte[] file, CancellationToken cancel)
    {
        if (!await IsOperatorAsync(actor, cancel))
        {
            return new ImportOutcome.NotAllowed();
        }

        return Statements.Read(file, CurrencyWhereNoneIsSaid) switch
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
        var (fresh, booked) = (0, 0);
        foreach (var (line, identity) in lines.Zip(StatementIdentity.Of(lines)))
        {
            if (await TakeAsync(actor, line, identity, fileName, cancel) is { } state)
            {
                (fresh, booked) = (fresh + 1, booked + (state is BankLineState.Booked ? 1 : 0));
            }
        }

        var outcome = new ImportOutcome.Imported(fresh, lines.Count - fresh, booked);
        await databases.AuditAsync(
            actor, "bank.import", "bank", $"{fileName.Clip(BankLine.MaxFile)}: {outcome.Lines} new, {outcome.Known} known, {outcome.Booked} booked",
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
        if (await TakeAsync(actor, said.Clipped(), StatementIdentity.Of([said])[0], null, cancel) is not { } state)
        {
            return new ImportOutcome.Invalid("The same line is there already, of the same day, amount, name and text. If the bank shows two, change the text.");
        }

        await databases.AuditAsync(actor, "bank.enter", "bank", $"{line.Amount} of {line.BookedOn:yyyy-MM-dd}, {line.Name}", clock.UtcNow, cancel);
        return new ImportOutcome.Imported(1, 0, state is BankLineState.Booked ? 1 : 0);
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

    // Null where it was known.
    private async Task<BankLineState?> TakeAsync(Actor actor, StatementLine said, string identity, string? file, CancellationToken cancel)
    {
        for (var left = Attempts; ; left--)
        {
            try
            {
                return await databases.TransactAsync(db => TakeAsync(db, actor, said, identity, file, cancel), cancel);
            }
            catch (DbUpdateException error) when (error.IsLostRace && left > 0)
            {
                // Another import, or an operator, was first.
            }
        }
    }

    private async Task<BankLineState?> TakeAsync(
        MarketplaceDb db, Actor actor, StatementLine said, string identity, string? file, CancellationToken cancel)
    {
        if (await db.BankLines.AnyAsync(l => l.Identity == identity, cancel) || (file is not null && await OutgoingTransfers.IsEnteredAsync(db, said, cancel)))
        {
            return null;
        }

        var now = clock.UtcNow;
        var line = new BankLine(said, identity, file, actor.UserId, now);
        db.Add(line);
        await db.SaveChangesAsync(cancel);
        await journals.PostAsync(
            db,
            BankPostings.Line(
                line.Document, $"Transfer {(line.Minor < 0 ? "to" : "of")} {(line.Name is "" ? "an unknown account" : line.Name)}", line.Document,
                line.BookedOn.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc), PaymentProviders.Bank, line.Amount),
            cancel);
        if (line.Minor < 0)
        {
            await outgoing.FindAsync(db, line, actor, cancel);
        }
        else if (await TransferBooking.SuggestAsync(db, line, cancel) is { IsCertain: true } certain)
        {
            await BookAsync(db, line, certain.Best[0], now, cancel);
        }

        db.Changed(LiveTopic.Payments, now);
        await db.SaveChangesAsync(cancel);
        return line.State;
    }

    private async Task BookAsync(MarketplaceDb db, BankLine line, OpenInvoice invoice, DateTime now, CancellationToken cancel)
    {
        if (await booking.AssignAsync(db, line, [new(invoice.Id, line.Amount)], cancel) is null)
        {
            line.Decide(BankLineState.Booked, $"Invoice {invoice.Number}, by its reference", null, now, invoice.OrganizationId);
        }
    }
}
