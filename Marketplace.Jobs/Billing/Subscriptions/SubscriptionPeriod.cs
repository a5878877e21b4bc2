using System.Text.Json;
using Marketplace.Data;
using Marketplace.Pricing;

namespace Marketplace.Billing.Subscriptions;

/// <summary>One period of a subscription, billed once: the database takes one of each number.</summary>
public sealed class SubscriptionPeriod(Guid subscriptionId, int number, DateTime from, DateTime until, DateTime billedAt)
{
    public const int MaxFailure = 80;

    private string? _meters;

    public Guid Id { get; private set; } = Guid.NewGuid();
    public Guid SubscriptionId { get; private set; } = subscriptionId;
    public Subscription Subscription { get; private set; } = null!;
    public int Number { get; private set; } = number;
    public DateTime From { get; private set; } = from;
    public DateTime Until { get; private set; } = until;
    public DateTime BilledAt { get; private set; } = billedAt;

    /// <summary>It goes on with the turn of the period before, which was changed in its middle.</summary>
    public bool Continues { get; init; }

    /// <summary>What use on its days costs, also if it is told after a change; none where nothing is metered.</summary>
    public IReadOnlyList<PricedMeter> Meters
    {
        get => _meters is null ? [] : JsonSerializer.Deserialize<IReadOnlyList<PricedMeter>>(_meters, JsonSerializerOptions.Web)!;
        init => _meters = value.Count == 0 ? null : JsonSerializer.Serialize(value, JsonSerializerOptions.Web);
    }

    internal bool IsMeteredLike(SubscriptionPeriod other) => _meters == other._meters;

    /// <summary>The line of its invoice that is for the term, from 0.</summary>
    public int InvoiceLine { get; private set; }

    /// <summary>Null where nothing was due.</summary>
    public long? InvoiceId { get; private set; }

    /// <summary>The period that is charged for this one too, since both stand on one invoice; null where it is charged itself.</summary>
    public Guid? LeadId { get; private set; }

    public SubscriptionPeriod? Lead { get; private set; }

    /// <summary>Those that are charged with it.</summary>
    public ICollection<SubscriptionPeriod> Followers { get; } = [];

    /// <summary>Itself and its followers, once those are read.</summary>
    public IEnumerable<SubscriptionPeriod> Together => Followers.OrderBy(other => other.InvoiceLine).Prepend(this);

    /// <summary>What is paid for together.</summary>
    public string Names => string.Join(", ", Together.Select(one => one.Subscription.Name).Distinct());

    /// <summary>What of its invoice is for it, with tax; null where no other period stands on that.</summary>
    public long? PartMinor { get; private set; }

    public DateTime? PaidAt { get; private set; }

    /// <summary>When its payment is tried next; null while one is under way, and once it is settled or given up.</summary>
    public DateTime? ChargeAt { get; private set; }

    /// <summary>How many payments were tried.</summary>
    public int Attempts { get; private set; }

    /// <summary>Why the last one failed, a code of <see cref="Payments.PaymentFailure"/>.</summary>
    public string? Failure { get; private set; }

    /// <summary>By which method that was.</summary>
    public Guid? FailedMethodId { get; private set; }

    /// <summary>What payments call it.</summary>
    public string Document => DocumentOf(Id);

    public static string DocumentOf(Guid id) => $"period/{id:N}";

    public static Guid? IdOf(string document) =>
        document.StartsWith("period/", StringComparison.Ordinal) && Guid.TryParseExact(document[7..], "N", out var id) ? id : null;

    public void Invoice(long invoiceId, DateTime now, int line = 0) => (InvoiceId, InvoiceLine, ChargeAt) = (invoiceId, line, now);

    /// <summary>It stands on an invoice with others, and is charged with the first of them.</summary>
    /// <param name="lead">Null for that one.</param>
    public void Join(long invoiceId, int line, long part, SubscriptionPeriod? lead, DateTime now) =>
        (InvoiceId, InvoiceLine, PartMinor, LeadId, ChargeAt) = (invoiceId, line, part, lead?.Id, lead is null ? now : null);

    /// <summary>It ends earlier than was billed: what is left of it has been credited, or nothing was due.</summary>
    public void Cut(DateTime at) => Until = at < Until ? at : Until;

    public void Pay(DateTime now) => (PaidAt, ChargeAt, Failure) = (now, null, null);

    /// <param name="methodId">Null where there was none.</param>
    /// <param name="next">When it is tried again; null where it is not.</param>
    public void Fail(string failure, Guid? methodId, DateTime? next) =>
        (Attempts, Failure, FailedMethodId, ChargeAt) = (Attempts + 1, failure.Clip(MaxFailure), methodId, next);

    /// <param name="at">Null where it is not tried again.</param>
    public void TryAt(DateTime? at) => ChargeAt = at;
}
