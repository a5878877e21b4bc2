using System.ComponentModel.DataAnnotations;

namespace Marketplace.Ledger;

/// <summary>The books: section <c>Ledger</c>.</summary>
public sealed class LedgerOptions
{
    public const string Section = "Ledger";

    /// <summary>What the operator keeps of a sale where no rate says otherwise, in basis points: 1500 are 15%.</summary>
    [Range(0, 10_000, ErrorMessage = "Ledger:CommissionBasisPoints is 0 to 10000: 1500 are 15%.")]
    public int CommissionBasisPoints { get; set; } = 1500;
}
