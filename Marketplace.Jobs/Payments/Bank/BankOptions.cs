using System.ComponentModel.DataAnnotations;

namespace Marketplace.Payments.Bank;

/// <summary>How long transfers are waited for: section <c>Payments:Bank</c>. The account is the seller's, which operators enter.</summary>
public sealed class BankOptions
{
    public const string Section = "Payments:Bank";

    /// <summary>How many days after its date an invoice is due.</summary>
    [Range(0, 180)]
    public int DueDays { get; set; } = 14;

    /// <summary>How many days an order waits beyond that, since money may be on its way.</summary>
    [Range(0, 90)]
    public int GraceDays { get; set; } = 7;
}
