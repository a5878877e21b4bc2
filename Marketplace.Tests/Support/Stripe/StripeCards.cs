namespace Marketplace.Tests.Support.Stripe;

internal enum StripeAuthentication { None, Always, UnlessSetUp, OnSession }

/// <summary>Why a bank said no.</summary>
internal sealed record StripeDecline(string Code, string? DeclineCode);

/// <summary>A test card, or the IBAN of a test account, and what becomes of a payment with it.</summary>
internal sealed record StripeCard(string Number, params string[] Names)
{
    public string Brand { get; init; } = "visa";
    public string Country { get; init; } = "US";
    public string Funding { get; init; } = "credit";
    public StripeDecline? Decline { get; init; }
    public bool AttachesAnyway { get; init; }
    public StripeAuthentication Authentication { get; init; }

    /// <summary>Not even tried: the risk rules block it.</summary>
    public bool IsBlocked { get; init; }
    public string Risk { get; init; } = "normal";
    public string? FailedCheck { get; init; }
    public string? DisputeReason { get; init; }
    public bool IsInquiry { get; init; }
    public bool IsAvailableAtOnce { get; init; }
    public bool RefundsLate { get; init; }
    public bool RefundFails { get; init; }
    public bool IsBankDebit => char.IsAsciiLetter(Number[0]);
    public string Last4 => Number[^4..];
}

/// <summary>Stripe's test cards.</summary>
internal static class StripeCards
{
    public static IReadOnlyList<StripeCard> All { get; } =
    [
        new("4242424242424242", "visa", "us"),
        new("4000056655665556", "visa_debit") { Funding = "debit" },
        new("5555555555554444", "mastercard") { Brand = "mastercard" },
        new("378282246310005", "amex") { Brand = "amex" },
        .. ByCountry(),
        new("4000000000000077", "bypassPending") { IsAvailableAtOnce = true },
        Declined("4000000000000002", "card_declined", "generic_decline", "chargeDeclined", "visa_chargeDeclined"),
        Declined("4000000000009995", "card_declined", "insufficient_funds", "chargeDeclinedInsufficientFunds", "visa_chargeDeclinedInsufficientFunds"),
        Declined("4000000000009987", "card_declined", "lost_card", "visa_chargeDeclinedLostCard"),
        Declined("4000000000009979", "card_declined", "stolen_card", "visa_chargeDeclinedStolenCard"),
        Declined("4000000000006975", "card_declined", "card_velocity_exceeded", "visa_chargeDeclinedVelocityLimitExceeded"),
        Declined("4000000000000069", "expired_card", null, "chargeDeclinedExpiredCard"),
        Declined("4000000000000127", "incorrect_cvc", null, "chargeDeclinedIncorrectCvc"),
        Declined("4000000000000119", "processing_error", null, "chargeDeclinedProcessingError"),
        Declined("4000000000000341", "card_declined", "generic_decline", "chargeCustomerFail") with { AttachesAnyway = true },
        new("4000002500003155", "authenticationRequiredOnSetup") { Authentication = StripeAuthentication.UnlessSetUp },
        new("4000002760003184", "authenticationRequired") { Authentication = StripeAuthentication.Always },
        new("4000003800000446", "authenticationRequiredSetupForOffSession") { Authentication = StripeAuthentication.OnSession },
        Declined("4000008260003178", "card_declined", "insufficient_funds", "authenticationRequiredChargeDeclinedInsufficientFunds") with
        {
            Authentication = StripeAuthentication.Always, AttachesAnyway = true,
        },
        new("4000000000003220", "threeDSecure2Required") { Authentication = StripeAuthentication.Always },
        Declined("4000008400001629", "card_declined", "generic_decline", "threeDSecureRequiredChargeDeclined") with
        {
            Authentication = StripeAuthentication.Always, AttachesAnyway = true,
        },
        new("4000000000003055", "threeDSecureOptional"),
        Declined("4100000000000019", "card_declined", "fraudulent", "radarBlock") with { IsBlocked = true, Risk = "highest" },
        new("4000000000009235", "riskLevelElevated") { Risk = "elevated" },
        new("4000000000004954", "riskLevelHighest") { Risk = "highest" },
        new("4000000000000101", "cvcCheckFail") { FailedCheck = "cvc_check" },
        new("4000000000000036", "avsZipFail") { FailedCheck = "address_postal_code_check" },
        new("4000000000000259", "createDispute") { DisputeReason = "fraudulent" },
        new("4000000000002685", "createDisputeProductNotReceived") { DisputeReason = "product_not_received" },
        new("4000000000001976", "createDisputeInquiry") { DisputeReason = "fraudulent", IsInquiry = true },
        new("4000000000005423", "createIssuerFraudRecord"),
        new("4000000000007726", "pendingRefund") { RefundsLate = true },
        new("4000000000005126", "refundFail") { RefundFails = true },
        new("AT611904300234573201", "sepaDebit_success_at") { Country = "AT" },
        new("AT321904300235473204", "sepaDebit_successDelayed_at") { Country = "AT" },
        new("AT861904300235473202", "sepaDebit_failed_at") { Country = "AT", Decline = new("payment_intent_payment_attempt_failed", null) },
        new("AT591904300235473203", "sepaDebit_disputed_at") { Country = "AT", DisputeReason = "debit_not_authorized" },
    ];

    public static StripeCard? Find(string number) => All.FirstOrDefault(card => card.Number == number);

    /// <summary>The card of a name such as <c>pm_card_visa</c> or <c>tok_visa</c>.</summary>
    public static StripeCard? Named(string name) => All.FirstOrDefault(card =>
        card.Names.Any(one => name == (card.IsBankDebit ? $"pm_{one}" : $"pm_card_{one}") || name == $"tok_{one}"));

    /// <summary>The check digit of the number is right.</summary>
    public static bool IsNumber(string number) => number.Length > 11 && number.All(char.IsAsciiDigit)
        && number.Reverse().Select((digit, place) => (digit - '0') * (1 + (place % 2))).Sum(value => value > 9 ? value - 9 : value) % 10 is 0;

    private static StripeCard Declined(string number, string code, string? declineCode, params string[] names) =>
        new(number, names) { Decline = new(code, declineCode) };

    private static IEnumerable<StripeCard> ByCountry() =>
        from pair in new[]
        {
            "gb:4000008260000000", "de:4000002760000016", "fr:4000002500000003", "jp:4000003920000003", "au:4000000360000006", "br:4000000760000002",
            "ca:4000001240000000", "mx:4000004840008001", "at:4000000400000008", "ch:4000007560000009", "es:4000007240000007", "nl:4000005280000002",
        }
        let parts = pair.Split(':')
        select new StripeCard(parts[1], parts[0]) { Country = parts[0].ToUpperInvariant() };
}
