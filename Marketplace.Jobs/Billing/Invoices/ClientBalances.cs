using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Ledger;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Invoices;

/// <param name="IsTest">Of what was paid in the sandbox.</param>
public sealed record ClientCredit(Money Amount, bool IsTest);

/// <summary>Credits that are kept for later invoices, in the caller's transaction with their journals.</summary>
public sealed class ClientBalances(Journals journals, IDbContextFactory<MarketplaceDb> databases)
{
    /// <summary>What an organization of the actor's has, by currency, without what open orders hold; nothing where it has none.</summary>
    public async Task<IReadOnlyList<ClientCredit>> OwnAsync(Actor actor, long organizationId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var own = db.Organizations.Of(actor);
        var rows = await db.ClientBalances.Where(b => b.OrganizationId == organizationId && b.Minor > b.HeldMinor && own.Any(o => o.Id == b.OrganizationId))
            .OrderBy(b => b.Currency).ThenBy(b => b.IsTest).Select(b => new { Minor = b.Minor - b.HeldMinor, b.Currency, b.IsTest }).ToListAsync(cancel);
        return rows.ConvertAll(row => new ClientCredit(new(row.Minor, row.Currency), row.IsTest));
    }

    /// <summary>What there is to pay invoices by; what open orders hold is not there for others.</summary>
    /// <param name="isTest">Whether those are charged in the sandbox.</param>
    internal static async Task<Money> OfAsync(MarketplaceDb db, long organizationId, string currency, bool isTest, CancellationToken cancel) => new(
        await db.ClientBalances.Where(b => b.OrganizationId == organizationId && b.Currency == currency && b.IsTest == isTest)
            .Select(b => b.Minor - b.HeldMinor).FirstOrDefaultAsync(cancel),
        currency);

    /// <summary>Keeps some of it for an open order, or what less than nothing is no longer.</summary>
    /// <exception cref="DbUpdateConcurrencyException">Something else took it at the same moment.</exception>
    internal static async Task HoldAsync(MarketplaceDb db, long organizationId, Money amount, bool isTest, CancellationToken cancel)
    {
        if (amount.Minor != 0)
        {
            (await db.ClientBalances.FindAsync([organizationId, amount.Currency, isTest], cancel))!.Hold(amount.Minor);
            await db.SaveChangesAsync(cancel);
        }
    }

    /// <summary>Keeps what a credit note gives back, or a part of it.</summary>
    internal async Task KeepAsync(MarketplaceDb db, Invoice note, Money amount, DateTime now, CancellationToken cancel)
    {
        if (amount.Minor > 0)
        {
            await MoveAsync(db, note, amount.Minor, now, cancel);
            var text = $"Credit of {note.Number} kept";
            await journals.PostAsync(db, CreditPostings.Kept($"credit-kept/{note.Number}", text, $"invoice/{note.Number}", now, amount), cancel);
        }
    }

    /// <summary>Pays an invoice by what there is, as its document says.</summary>
    /// <exception cref="DbUpdateConcurrencyException">Another invoice took it at the same moment.</exception>
    internal async Task PayAsync(MarketplaceDb db, Invoice invoice, Money amount, DateTime now, CancellationToken cancel)
    {
        if (amount.Minor > 0)
        {
            await MoveAsync(db, invoice, -amount.Minor, now, cancel);
            var text = $"{invoice.Number} paid by credit";
            await journals.PostAsync(db, CreditPostings.Used($"credit-used/{invoice.Number}", text, $"invoice/{invoice.Number}", now, amount), cancel);
        }
    }

    private static async Task MoveAsync(MarketplaceDb db, Invoice document, long minor, DateTime now, CancellationToken cancel)
    {
        var balance = await db.ClientBalances.FindAsync([document.OrganizationId, document.Currency, document.IsTest], cancel);
        if (balance is null)
        {
            db.Add(balance = new ClientBalance(document.OrganizationId, document.Currency, document.IsTest));
        }

        db.Add(balance.Move(document, minor, now));
        await db.SaveChangesAsync(cancel);
    }
}
