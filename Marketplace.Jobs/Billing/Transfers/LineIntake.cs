using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Live;
using Marketplace.Payments;
using Marketplace.Payments.Bank;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Transfers;

/// <summary>What became of a line.</summary>
internal enum Intake
{
    /// <summary>It was there before.</summary>
    Known,

    /// <summary>A person had entered it before.</summary>
    Entered,

    /// <summary>It is new, and someone has to decide on it.</summary>
    Waiting,

    /// <summary>It is new, and nobody need decide on it.</summary>
    Booked,
}

/// <summary>Keeps a line, posts it and, where it is certain, books it: in a transaction of its own.</summary>
public sealed class LineIntake(
    IDbContextFactory<MarketplaceDb> databases, TransferBooking booking, OutgoingTransfers outgoing, Journals journals, TimeProvider clock)
{
    private const int Attempts = 10;

    /// <param name="file">Null where a person enters it.</param>
    internal Task<Intake> TakeAsync(Actor actor, StatementLine said, string identity, string? file, CancellationToken cancel) =>
        AgainAsync(db => TakeAsync(db, actor, said, identity, file, cancel), cancel);

    /// <summary>The line of a transfer that a person made today; known where the transfer no longer waits for that.</summary>
    internal Task<Intake> SentAsync(Actor actor, string transferId, CancellationToken cancel) =>
        AgainAsync(async db =>
        {
            if (await db.OutgoingTransfers.FirstOrDefaultAsync(t => t.Id == transferId, cancel) is not { SentAt: null } transfer)
            {
                return Intake.Known;
            }

            var said = outgoing.LineOf(transfer).Clipped();
            return await TakeAsync(db, actor, said, StatementIdentity.Of([said])[0], null, cancel);
        }, cancel);

    private async Task<Intake> AgainAsync(Func<MarketplaceDb, Task<Intake>> act, CancellationToken cancel)
    {
        for (var left = Attempts; ; left--)
        {
            try
            {
                return await databases.TransactAsync(act, cancel);
            }
            catch (DbUpdateException error) when (error.IsLostRace && left > 0)
            {
                // Another import, or an operator, was first.
            }
        }
    }

    private async Task<Intake> TakeAsync(MarketplaceDb db, Actor actor, StatementLine said, string identity, string? file, CancellationToken cancel)
    {
        if (await db.BankLines.AnyAsync(l => l.Identity == identity, cancel))
        {
            return Intake.Known;
        }

        if (file is not null && await EnteredLines.FindAsync(db, said, cancel) is { } entered)
        {
            entered.Confirm(identity, file);
            await db.SaveChangesAsync(cancel);
            return Intake.Entered;
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
        else if (await outgoing.ArrivedAsync(db, line, cancel))
        {
            await db.SaveChangesAsync(cancel);
        }
        else if (await TransferBooking.SuggestAsync(db, line, cancel) is { IsCertain: true } certain)
        {
            await BookAsync(db, line, certain.Best[0], now, cancel);
        }

        db.Changed(LiveTopic.Payments, now);
        await db.SaveChangesAsync(cancel);
        return line.State is BankLineState.Booked ? Intake.Booked : Intake.Waiting;
    }

    private async Task BookAsync(MarketplaceDb db, BankLine line, OpenInvoice invoice, DateTime now, CancellationToken cancel)
    {
        if (await booking.AssignAsync(db, line, [new(invoice.Id, line.Amount)], cancel) is null)
        {
            line.Decide(BankLineState.Booked, $"Invoice {invoice.Number}, by its reference", null, now, invoice.OrganizationId);
        }
    }
}
