using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Pricing;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Tax;

namespace Marketplace.Payouts;

/// <summary>What of a payout is of one module.</summary>
/// <param name="Module">Null for all that no invoice is behind.</param>
internal sealed record BilledShares(long? ModuleId, string? Module, int Count, long Minor, DateTime From, DateTime To);

/// <summary>
/// Writes a self-billing invoice: the publisher sells its share to the marketplace. What is paid is the whole of it, with tax where the publisher owes some.
/// </summary>
internal static class SelfBillDraft
{
    public const string Sentence = "Self-billing: issued by the customer in the name of the supplier.";

    /// <param name="supplier">The publisher's billing details.</param>
    /// <param name="customer">The legal entity that sells to clients.</param>
    /// <returns>Without its number; null where nothing was earned, or nobody can say how it is taxed.</returns>
    public static InvoiceDocument? Of(
        Payout payout, BillingProfile supplier, SellerEntity customer, IReadOnlyList<BilledShares> shares, TaxTable rates, string paidBy, DateTime now)
    {
        var billed = shares.Sum(share => share.Minor);
        var number = NumberOf(customer);
        if (billed <= 0 || Decide(supplier, customer, number, rates, now) is not { } decision)
        {
            return null;
        }

        // A price is not below zero: where more of a module was given back than was earned, all is one line.
        List<BilledShares> lines = shares.All(share => share.Minor > 0)
            ? [.. shares.OrderBy(share => share.Module is null).ThenBy(share => share.Module, StringComparer.Ordinal)]
            : [new BilledShares(null, null, shares.Sum(share => share.Count), billed, shares.Min(share => share.From), shares.Max(share => share.To))];
        var taxed = TaxLines.Of([.. lines.Select(line => new Money(line.Minor, payout.Currency))], decision, includesTax: true);
        return new(
            InvoiceKind.Invoice, "", DateOnly.FromDateTime(now), null, new InvoiceParty(supplier.Address, supplier.VatId),
            new InvoiceParty(customer.Address, number),
            [.. lines.Zip(taxed.Lines, (line, amounts) => Line(payout, line, amounts))], taxed.ByRate, taxed.Net, taxed.Tax,
            [.. InvoiceDraft.Notes(decision), Sentence], null, payout.Reference, null, paidBy, null, payout.Run.IsTest)
        {
            Treatment = InvoiceDraft.TreatmentOf(decision),
            IsSelfBilled = true,
        };
    }

    /// <summary>What an earlier invoice billed is taken back: taxed as it was then, and set off against the payout.</summary>
    /// <returns>Without its number; null where nobody can say how it was taxed.</returns>
    public static InvoiceDocument? Credit(
        Payout payout, BillingProfile supplier, SellerEntity customer, CreditedShares credit, TaxTable rates, DateTime now)
    {
        var billed = credit.Bill.Document;
        if (Decide(supplier, customer, NumberOf(customer), rates, credit.Bill.IssuedAt) is not { } decision)
        {
            return null;
        }

        List<BilledShares> lines = [.. credit.Shares.OrderBy(share => share.Module is null).ThenBy(share => share.Module, StringComparer.Ordinal)];
        var taxed = TaxLines.Of([.. lines.Select(line => new Money(line.Minor, payout.Currency))], decision, includesTax: true);
        return new(
            InvoiceKind.CreditNote, "", DateOnly.FromDateTime(now), null, billed.Seller, billed.Buyer,
            [.. lines.Zip(taxed.Lines, (line, amounts) => Line(payout, line, amounts))], taxed.ByRate, taxed.Net, taxed.Tax,
            [.. InvoiceDraft.Notes(decision), Sentence, $"Deducted from payout {payout.Name}."], billed.Number, payout.Reference, null, null, null,
            payout.Run.IsTest)
        {
            Treatment = InvoiceDraft.TreatmentOf(decision),
            IsSelfBilled = true,
            Reason = "Sales were refunded or corrected.",
        };
    }

    private static string? NumberOf(SellerEntity customer) =>
        (customer.Registrations.FirstOrDefault(r => r.Country == customer.Address.Country) ?? customer.Registrations.FirstOrDefault())?.Number;

    private static TaxDecision? Decide(BillingProfile supplier, SellerEntity customer, string? number, TaxTable rates, DateTime now)
    {
        var country = customer.Address.Country;
        var decision = TaxRules.Decide(
            new(
                supplier.Address.Country, supplier.VatId is { } vatId ? [new(supplier.Address.Country, vatId, false)] : [],
                new(country, customer.Address.Region, BuyerKind.Business, number, number is null ? VatVerdict.None : VatVerdict.WellFormed),
                new(country, null), ProductClass.Electronic, now),
            rates);
        return decision is TaxDecision.NeedsAttention ? null : decision;
    }

    private static InvoiceLine Line(Payout payout, BilledShares line, TaxedLine amounts) => new(
        line.Module is { } module ? $"Share of sales, {module}" : "Share of sales", $"{line.Count:#,0} {(line.Count == 1 ? "line" : "lines")} of {payout.Name}",
        line.ModuleId ?? 0, payout.PublisherId, OfferTier.Custom, amounts.Net, [], amounts.Net, amounts.Tax, amounts.ByRate,
        DateOnly.FromDateTime(line.From), DateOnly.FromDateTime(line.To).AddDays(1));
}
