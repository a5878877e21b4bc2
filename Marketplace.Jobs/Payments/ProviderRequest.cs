using System.Text.Json;
using Marketplace.Data;

namespace Marketplace.Payments;

public enum ProviderAct
{
    Start,
    Cancel,
    Refund,
    Evidence,
}

/// <summary>Something that a provider is asked to do: written before it is sent, so that an answer that was lost can be asked for with the same key.</summary>
/// <param name="subject">The payment, refund or dispute that it is about: it has one request of each act.</param>
/// <param name="body">What is asked, as JSON.</param>
public sealed class ProviderRequest(string provider, ProviderAct act, Guid paymentId, Guid subject, string body, DateTime sentAt)
{
    public const int MaxAnswer = 500;

    public long Id { get; private set; }
    public string Provider { get; private set; } = provider;
    public ProviderAct Act { get; private set; } = act;
    public Guid PaymentId { get; private set; } = paymentId;
    public Guid Subject { get; private set; } = subject;

    /// <summary>The idempotency key at the provider.</summary>
    public string Key { get; private set; } = $"{act.ToString().ToLowerInvariant()}-{subject:N}";

    public string Body { get; private set; } = body;
    public DateTime SentAt { get; private set; } = sentAt;
    public int Attempts { get; private set; }

    /// <summary>When it is sent again if no answer came; whoever moves it on sends it.</summary>
    public DateTime DueAt { get; private set; } = sentAt;

    /// <summary>Null while the outcome is unknown.</summary>
    public DateTime? AnsweredAt { get; private set; }

    /// <summary>The provider's id of what it made, or what went wrong.</summary>
    public string? Answer { get; private set; }

    public static ProviderRequest Start(Payment payment, PaymentWish asked, DateTime now) =>
        new(payment.Provider, ProviderAct.Start, payment.Id, payment.Id, JsonSerializer.Serialize(asked, JsonSerializerOptions.Web), now);

    public static ProviderRequest Cancel(Payment payment, DateTime now) => new(payment.Provider, ProviderAct.Cancel, payment.Id, payment.Id, "", now);

    public static ProviderRequest Refund(Payment payment, Refund refund, DateTime now) =>
        new(payment.Provider, ProviderAct.Refund, payment.Id, refund.Id, JsonSerializer.Serialize(refund.Amount, JsonSerializerOptions.Web), now);

    public static ProviderRequest Evidence(Dispute dispute, DateTime now) =>
        new(dispute.Provider, ProviderAct.Evidence, dispute.PaymentId, dispute.Id, "", now);

    public PaymentWish Asked => JsonSerializer.Deserialize<PaymentWish>(Body, JsonSerializerOptions.Web)!;
    public Money Amount => JsonSerializer.Deserialize<Money>(Body, JsonSerializerOptions.Web);

    public void Send(DateTime until) => (DueAt, Attempts) = (until, Attempts + 1);

    public void TakeAnswer(string answer, DateTime now) => (Answer, AnsweredAt) = (answer.Clip(MaxAnswer), now);
}
