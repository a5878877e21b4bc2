namespace Marketplace.Billing.Invoices;

/// <summary>What is still to be paid of an invoice: its total, less what was paid and credited.</summary>
public sealed class InvoiceRest
{
    public required Invoice Invoice { get; init; }

    /// <summary>Below zero if more was paid than is due.</summary>
    public required long Minor { get; init; }
}
