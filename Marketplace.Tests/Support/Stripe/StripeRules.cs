namespace Marketplace.Tests.Support.Stripe;

/// <summary>What differs from account to account, or is not known for certain.</summary>
internal sealed class StripeRules
{
    /// <summary>Of a card payment; 1.5% + 0.25 is that of the euro area.</summary>
    public int FeeBasisPoints { get; set; } = 150;
    public long FeeFixed { get; set; } = 25;

    public long DisputeFee { get; set; } = 1500;

    /// <summary>A dispute that is won gives its fee back too.</summary>
    public bool ReturnsDisputeFee { get; set; } = true;

    /// <summary>From the payment to the day it may be paid out.</summary>
    public TimeSpan Settlement { get; set; } = TimeSpan.FromDays(2);
    public TimeSpan BankDebit { get; set; } = TimeSpan.FromDays(3);
    public TimeSpan LateRefund { get; set; } = TimeSpan.FromDays(1);
    public TimeSpan AuthorizationLapses { get; set; } = TimeSpan.FromDays(7);
    public TimeSpan PayoutLeaves { get; set; } = TimeSpan.FromDays(1);
    public TimeSpan PayoutArrives { get; set; } = TimeSpan.FromDays(2);
    public TimeSpan DisputeDeadline { get; set; } = TimeSpan.FromDays(9);

    /// <summary>Rates into <see cref="SettlementCurrency"/>: a payment in one of these currencies is settled in that.</summary>
    public Dictionary<string, decimal> Rates { get; } = [];
    public string SettlementCurrency { get; set; } = "eur";

    /// <summary>Whether <c>card[number]</c> is taken from a server: by default Stripe refuses it.</summary>
    public bool TakesCardNumbers { get; set; }

    public bool BlocksHighestRisk { get; set; }

    /// <summary>A refund waits as long as the balance is too small for it.</summary>
    public bool RefundsNeedBalance { get; set; } = true;

    /// <summary>A payment waits for its line in the balance until the call is answered, as <c>automatic_async</c> may.</summary>
    public bool BooksLater { get; set; } = true;

    /// <summary>Half up.</summary>
    public long Fee(long amount) => ((amount * FeeBasisPoints) + 5_000) / 10_000 + FeeFixed;
}
