using System.ComponentModel.DataAnnotations;

namespace Marketplace.Payouts.Shares;

/// <summary>How long shares of publishers are held: section <c>Payouts:Shares</c>. A change counts for what is sold or earned from then on.</summary>
public sealed class ShareOptions
{
    public const string Section = "Payouts:Shares";

    /// <summary>For how many days after a sale its shares are held, since it may be refunded.</summary>
    [Range(0, 365, ErrorMessage = "Payouts:Shares:RefundDays is 0 to 365.")]
    public int RefundDays { get; set; } = 14;

    /// <summary>How much of a share is kept in reserve beyond that, in basis points: 1000 are 10%.</summary>
    [Range(0, 10_000, ErrorMessage = "Payouts:Shares:ReserveBasisPoints is 0 to 10000: 1000 are 10%.")]
    public int ReserveBasisPoints { get; set; }

    /// <summary>For how many days more.</summary>
    [Range(1, 730, ErrorMessage = "Payouts:Shares:ReserveDays is 1 to 730.")]
    public int ReserveDays { get; set; } = 90;
}
