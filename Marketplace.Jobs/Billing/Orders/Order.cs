using System.Text.Json.Serialization;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Pricing;
using Marketplace.Pricing.Quotes;

namespace Marketplace.Billing.Orders;

/// <summary>The names are the interface's codes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OrderState>))]
public enum OrderState
{
    AwaitingApproval,
    AwaitingPayment,
    Paid,

    /// <summary>It ended without being paid; <see cref="Order.End"/> says why.</summary>
    Ended,
}

[JsonConverter(typeof(JsonStringEnumConverter<OrderEnd>))]
public enum OrderEnd
{
    /// <summary>By a member of the organization.</summary>
    Canceled,

    /// <summary>An owner did not approve it.</summary>
    Declined,

    /// <summary>Nobody paid it in time.</summary>
    Expired,

    /// <summary>What was ordered could no longer be sold when it was paid; the payment is refunded.</summary>
    Unavailable,
}

/// <summary>What an organization buys by one quote. Its state is what happened to it.</summary>
public sealed class Order
{
    public static readonly TimeSpan Lasts = TimeSpan.FromHours(24);
    public const int MaxReason = 500;

    private Order() => (QuoteHash, Currency) = ("", "");

    public Order(KeptQuote kept, Quote quote, long byId, bool needsApproval, OrderInstall? install, DateTime now)
    {
        (Id, OrganizationId, QuoteId, QuoteHash, ById) = (Guid.NewGuid(), kept.OrganizationId, kept.Id, kept.Hash, byId);
        (Currency, DueMinor, PlacedAt, ExpiresAt, Install) = (quote.Currency, quote.DueToday.Minor, now, now + Lasts, install);
        AskedAt = needsApproval ? now : null;
    }

    public Guid Id { get; private set; }
    public long OrganizationId { get; private set; }
    public Organization Organization { get; private set; } = null!;
    public Guid QuoteId { get; private set; }
    public KeptQuote Quote { get; private set; } = null!;
    public string QuoteHash { get; private set; }
    public long ById { get; private set; }
    public User By { get; private set; } = null!;
    public string Currency { get; private set; }

    /// <summary>What is paid for it now, with tax; later payments are the subscription's.</summary>
    public long DueMinor { get; private set; }

    public Money Due => new(DueMinor, Currency);

    /// <summary>What of it is paid by credit that the organization had: held while the order is open, and given back when it ends.</summary>
    public long CreditMinor { get; private set; }

    public Money Credit => new(CreditMinor, Currency);

    /// <summary>It is credit of the sandbox, which pays nothing that is real.</summary>
    public bool IsTestCredit { get; private set; }

    /// <summary>When its invoice was paid by the credit; null while that is held.</summary>
    public DateTime? CreditUsedAt { get; private set; }

    /// <summary>What is left to be paid by other means.</summary>
    public Money Payable => Due - Credit;

    /// <summary>A trial of it begins only with a way to pay, which is kept for what follows.</summary>
    public bool NeedsMethod { get; private set; }

    /// <summary>By which saved method what follows is paid; null where nobody chose one.</summary>
    public Guid? MethodId { get; private set; }

    /// <summary>It is complete only when the payer was at a provider, or chose what was kept there before.</summary>
    public bool AwaitsPayer => Payable.Minor > 0 || NeedsMethod;

    public DateTime PlacedAt { get; private set; }

    /// <summary>When it ends unless it is paid: a day after it was placed or approved, or with the grace days of its invoice.</summary>
    public DateTime ExpiresAt { get; private set; }

    public ICollection<OrderLine> Lines { get; } = [];

    /// <summary>When an owner was asked to approve it; null where nobody needs to.</summary>
    public DateTime? AskedAt { get; private set; }

    public DateTime? ApprovedAt { get; private set; }
    public long? ApprovedById { get; private set; }
    public DateTime? PaidAt { get; private set; }

    /// <summary>By which payment; null where nothing was due.</summary>
    public Guid? PaymentId { get; private set; }

    public DateTime? EndedAt { get; private set; }
    public OrderEnd? End { get; private set; }
    public string? EndReason { get; private set; }

    /// <summary>What waits for the licenses; null where nothing does.</summary>
    public OrderInstall? Install { get; private set; }

    /// <summary>What was begun because it was paid.</summary>
    public long? OperationId { get; private set; }

    /// <summary>Why nothing was begun.</summary>
    public string? InstallProblem { get; private set; }

    public int Version { get; private set; }

    public string Document => DocumentOf(Id);

    public OrderState State => EndedAt is not null ? OrderState.Ended
        : PaidAt is not null ? OrderState.Paid
        : AskedAt is not null && ApprovedAt is null ? OrderState.AwaitingApproval
        : OrderState.AwaitingPayment;

    public bool IsOpen => State is OrderState.AwaitingApproval or OrderState.AwaitingPayment;

    /// <summary>What payments and journals call an order.</summary>
    public static string DocumentOf(Guid id) => $"order/{id:N}";

    public static Guid? IdOf(string document) =>
        document.StartsWith("order/", StringComparison.Ordinal) && Guid.TryParseExact(document[6..], "N", out var id) ? id : null;

    public void Approve(long byId, DateTime now) => Change(() => (ApprovedById, ApprovedAt, ExpiresAt) = (byId, now, now + Lasts));

    public void RequireMethod() => NeedsMethod = true;

    public void Choose(Guid methodId) => Change(() => MethodId = methodId);

    /// <summary>The balance holds so much for it.</summary>
    public void HoldCredit(Money credit, bool isTest) => Change(() => (CreditMinor, IsTestCredit) = (credit.Minor, isTest));

    /// <summary>Its invoice was paid by it.</summary>
    public void UseCredit(DateTime now) => Change(() => CreditUsedAt = now);

    /// <summary>An invoice says until when it can be paid.</summary>
    public void WaitUntil(DateTime at) => Change(() => ExpiresAt = at);

    public void Pay(Guid? paymentId, DateTime now) => Change(() =>
    {
        (PaymentId, PaidAt) = (paymentId, now);
        Close();
    });

    public void Finish(OrderEnd end, string? reason, DateTime now) => Change(() =>
    {
        (End, EndReason, EndedAt) = (end, reason?.Clip(MaxReason), now);
        Close();
    });

    public void Begin(long operationId) => Change(() => OperationId = operationId);

    public void Hold(string problem) => Change(() => InstallProblem = problem.Clip(MaxReason));

    private void Close()
    {
        foreach (var line in Lines)
        {
            line.Close();
        }
    }

    private void Change(Action change)
    {
        change();
        Version++;
    }
}

/// <summary>A plan that waits for the licenses of an order.</summary>
/// <param name="Request">As a plan keeps it.</param>
/// <param name="Content">The hash of what it would do, apart from licenses: only the very same goes on without another look.</param>
public sealed record OrderInstall(long SiteId, string Request, string Content, bool KeepOthers);

/// <summary>One thing of an order.</summary>
public sealed class OrderLine(
    int number, QuoteLineKind kind, long organizationId, long offerId, long moduleId, string name, OfferTier tier, OfferModel model, int sites, long netMinor,
    long taxMinor, DateTime? trialEnds)
{
    public Guid OrderId { get; private set; }
    public int Number { get; private set; } = number;
    public QuoteLineKind Kind { get; private set; } = kind;
    public long OrganizationId { get; private set; } = organizationId;
    public long OfferId { get; private set; } = offerId;
    public Offer Offer { get; private set; } = null!;

    /// <summary>The offer while the order is open and the line is a license: an organization has one open order of it.</summary>
    public long? OpenOfferId { get; private set; } = kind is QuoteLineKind.License ? offerId : null;

    public long ModuleId { get; private set; } = moduleId;
    public string Name { get; private set; } = name;
    public OfferTier Tier { get; private set; } = tier;
    public OfferModel Model { get; private set; } = model;
    public int Sites { get; private set; } = sites;
    public long NetMinor { get; private set; } = netMinor;
    public long TaxMinor { get; private set; } = taxMinor;

    /// <summary>When its first payment is due; null if that was with the order.</summary>
    public DateTime? TrialEnds { get; private set; } = trialEnds;

    public long? LicenseId { get; private set; }

    /// <summary>The order has ended, or another line of it holds the offer.</summary>
    public void Close() => OpenOfferId = null;

    public void License(long licenseId) => LicenseId = licenseId;
}
