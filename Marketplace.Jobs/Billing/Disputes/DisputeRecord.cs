using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Payments;

namespace Marketplace.Billing.Disputes;

/// <summary>What is known of a disputed payment, as it was recorded at the time.</summary>
/// <param name="Seller">Who sold, as it is named on documents.</param>
/// <param name="Order">Null where nobody ordered what was paid.</param>
/// <param name="Invoice">What the payment paid; null where nothing was invoiced.</param>
/// <param name="Use">Sites that the licenses were activated on and the modules delivered to, the oldest first.</param>
/// <param name="Messages">Mails and notifications about it to people of the client.</param>
/// <param name="Credits">What was given back of the invoice.</param>
public sealed record DisputeRecord(
    Dispute Dispute, string Client, string Seller, RecordedOrder? Order, InvoiceDocument? Invoice, IReadOnlyList<RecordedLicense> Licenses,
    IReadOnlyList<RecordedUse> Use, IReadOnlyList<RecordedUsage> Usage, IReadOnlyList<RecordedMessage> Messages, IReadOnlyList<InvoiceDocument> Credits)
{
    /// <summary>What can be had for nothing there never moved money.</summary>
    public bool IsTest => Dispute.Provider == PaymentProviders.Sandbox;
}

/// <param name="SignIn">The last sign-in of who ordered before the order: by what, from which browser and network address; null where none is known.</param>
/// <param name="QuoteHash">SHA-256 of what was accepted: all that was ordered, its prices and terms.</param>
/// <param name="ApprovedBy">An owner who approved it; null where nobody had to.</param>
public sealed record RecordedOrder(
    Guid Id, string By, string Email, DateTime At, RecordedSignIn? SignIn, Guid QuoteId, string QuoteHash, DateTime QuotedAt, string? ApprovedBy,
    DateTime? ApprovedAt, DateTime? PaidAt, string Currency, IReadOnlyList<RecordedLine> Lines);

public sealed record RecordedSignIn(DateTime At, string How);

public sealed record RecordedLine(string Name, string Detail, Money Net, Money Tax);

public sealed record RecordedLicense(
    long Id, string Module, string PackageId, string Tier, LicenseOrigin Origin, int? Sites, DateTime IssuedAt, DateTime? ExpiresAt, DateTime? RevokedAt);

/// <param name="What">Such as “Acme Shop 1.2.0 installed”.</param>
/// <param name="LastAt">When it was last heard of; null where it happened once.</param>
public sealed record RecordedUse(DateTime At, string Site, string What, DateTime? LastAt);

public sealed record RecordedUsage(string Module, string Quantity, long Count, DateOnly From, DateOnly To);

/// <param name="IsMailed">It went by mail too.</param>
public sealed record RecordedMessage(DateTime At, string To, string Text, bool IsMailed);
