using System.Security.Cryptography;
using System.Text;
using Marketplace.Data;
using Marketplace.Payments;
using Marketplace.Pricing.Quotes;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Orders;

/// <summary>An organization can try a module once, and so can a card or account, whichever organization enters it.</summary>
internal static class OrderTrials
{
    extension(MarketplaceDb db)
    {
        /// <summary>Whether the organization has tried something since that it would try by the quote.</summary>
        public async Task<bool> HasTriedAsync(long organizationId, Quote quote, CancellationToken cancel)
        {
            var modules = quote.Lines.Where(line => line.TrialEnds is not null).Select(line => line.Module).Distinct().ToList();
            return modules.Count > 0 && (await db.TriedByAsync(organizationId, modules, cancel)).Count > 0;
        }

        /// <summary>Null if what is to be tried may be; otherwise why not.</summary>
        /// <param name="payment">By which the order is complete; null where nothing is due.</param>
        public async Task<string?> TriedAsync(Order order, Payment? payment, CancellationToken cancel)
        {
            var lines = order.Lines.Where(line => line.TrialEnds is not null).OrderBy(line => line.Number).ToList();
            if (lines.Count == 0)
            {
                return null;
            }

            var (organization, modules) = (order.OrganizationId, lines.Select(line => line.ModuleId).Distinct().ToList());
            var by = await db.FingerprintAsync(order, payment, cancel);
            var uses = await db.TrialUses
                .Where(t => modules.Contains(t.ModuleId) && (t.OrganizationId == organization || (by != null && t.Fingerprint == by)))
                .Select(t => new { t.ModuleId, IsOwn = t.OrganizationId == organization }).ToListAsync(cancel);
            return lines.Find(line => uses.Exists(use => use.ModuleId == line.ModuleId)) is not { } tried ? null
                : uses.Exists(use => use.ModuleId == tried.ModuleId && use.IsOwn)
                    ? $"{tried.Name} can be tried once, and the organization has tried it already. Get a new quote without a trial."
                    : $"{tried.Name} can be tried once per payment method, and this one was used before. Get a new quote without a trial.";
        }

        /// <summary>The organization has had its trials.</summary>
        /// <param name="isRefused">It gets none, because the payment method has had it.</param>
        public async Task UseTrialsAsync(Order order, Payment? payment, bool isRefused, DateTime now, CancellationToken cancel)
        {
            var (organization, modules) = (
                order.OrganizationId, order.Lines.Where(line => line.TrialEnds is not null).Select(line => line.ModuleId).Distinct().Order().ToList());
            if (modules.Count == 0)
            {
                return;
            }

            var had = await db.TrialUses.Where(t => t.OrganizationId == organization && modules.Contains(t.ModuleId)).Select(t => t.ModuleId)
                .ToListAsync(cancel);
            var by = isRefused ? null : await db.FingerprintAsync(order, payment, cancel);
            db.AddRange(modules.Except(had).Select(module => new TrialUse(module, organization, by, now)));
        }

        private async Task<string?> FingerprintAsync(Order order, Payment? payment, CancellationToken cancel)
        {
            var id = payment?.SavedMethodId ?? order.MethodId;
            var method = id is not null ? await db.SavedMethods.AsNoTracking().FirstOrDefaultAsync(m => m.Id == id, cancel)
                // What was entered is kept in the same transaction, and not saved yet.
                : payment is null ? null
                : db.ChangeTracker.Entries<SavedMethod>().FirstOrDefault(entry => entry.State is EntityState.Added)?.Entity;
            return method?.Fingerprint is { } known
                ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{method.Provider}/{known}"))) : null;
        }
    }
}
