using System.Text.Json.Serialization;

namespace Marketplace.Payments;

/// <summary>What became of a payment, as its provider says. The names are the interface's codes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PaymentState>))]
public enum PaymentState
{
    /// <summary>Nobody has paid yet.</summary>
    Started,

    /// <summary>The payer has to do something at the provider, such as 3-D Secure.</summary>
    ActionNeeded,

    /// <summary>Paid by a way that takes days, such as a direct debit.</summary>
    Processing,

    Succeeded,
    Failed,
    Canceled,
}

public static class PaymentStates
{
    public static readonly IReadOnlyList<PaymentState> Live = [PaymentState.Started, PaymentState.ActionNeeded, PaymentState.Processing];

    /// <summary>It may still succeed.</summary>
    public static bool IsLive(this PaymentState state) => Live.Contains(state);
}
