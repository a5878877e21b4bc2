using Marketplace.Accounts;
using Marketplace.Data;

namespace Marketplace.Payments;

/// <summary>One attempt to be paid for a document, at one provider. Its state is what the provider said when it was last asked.</summary>
public sealed class Payment
{
    public const int MaxDocument = 80, MaxProviderId = 255, MaxMethod = 80, MaxFailure = 80;

    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(10), Latest = TimeSpan.FromHours(1), FeeWithin = TimeSpan.FromDays(7);

    private Payment() => (Provider, Document, Currency, Country, Live) = ("", "", "", "", null);

    public Payment(string provider, PaymentWish asked, DateTime now)
    {
        (Id, Provider, Document, OrganizationId, ById) = (Guid.NewGuid(), provider, asked.Document, asked.OrganizationId, asked.ById);
        (Minor, Currency, Country, Live, At) = (asked.Amount.Minor, asked.Amount.Currency, asked.Country, asked.Document, now);
        (SavedMethodId, SavesMethod, CheckAt) = (asked.Method?.Id, asked.SavesMethod, now + Soonest);
    }

    public Guid Id { get; private set; }

    /// <summary>As in <see cref="IPaymentProvider.Name"/>.</summary>
    public string Provider { get; private set; }

    /// <summary>What is paid, as <c>kind/id</c>.</summary>
    public string Document { get; private set; }

    /// <summary>The document while this payment may still succeed or has: the database takes one for each document, so nothing is paid twice.</summary>
    public string? Live { get; private set; }

    public long OrganizationId { get; private set; }
    public Organization Organization { get; private set; } = null!;
    public long ById { get; private set; }
    public long Minor { get; private set; }
    public string Currency { get; private set; }
    public Money Amount => new(Minor, Currency);

    /// <summary>Of the buyer's billing address.</summary>
    public string Country { get; private set; }

    public PaymentState State { get; private set; }

    /// <summary>Null until the provider answered for the first time.</summary>
    public string? ProviderId { get; private set; }

    /// <summary>Where the payer goes; null where nothing is to be done there.</summary>
    public string? Url { get; private set; }

    /// <summary>By which saved method; null where the payer enters something at the provider.</summary>
    public Guid? SavedMethodId { get; private set; }

    /// <summary>What is entered at the provider is kept for later payments.</summary>
    public bool SavesMethod { get; private set; }

    /// <summary>By what it was paid, as people read it: <c>Visa •••• 4242</c>.</summary>
    public string? Method { get; private set; }

    /// <summary>That of the card or the bank account: evidence of where the buyer is.</summary>
    public string? MethodCountry { get; private set; }

    /// <summary>Why it failed, a code of <see cref="PaymentFailure"/>.</summary>
    public string? Failure { get; private set; }

    public long? FeeMinor { get; private set; }
    public DateTime At { get; private set; }

    /// <summary>When the provider is asked next, if it says nothing; null once all is known.</summary>
    public DateTime? CheckAt { get; private set; }

    /// <summary>When it was found to have succeeded, failed or been canceled.</summary>
    public DateTime? EndedAt { get; private set; }

    /// <summary>Refunded or on the way to be; never more than was paid, which the database checks.</summary>
    public long RefundedMinor { get; private set; }

    /// <summary>Counts changes, so that of two that know something new one looks again.</summary>
    public int Version { get; private set; }

    /// <summary>Another tab, or a buyer who returns, continues this payment instead of starting another.</summary>
    public bool IsBy(string provider, PaymentWish asked) =>
        Provider == provider && Amount == asked.Amount && SavedMethodId == asked.Method?.Id && SavesMethod == asked.SavesMethod;

    /// <summary>Takes what the provider says. A success is taken at any time; apart from that, what has ended stays as it is.</summary>
    /// <returns>Whether anything is other than before.</returns>
    public bool Take(ProviderPayment now, DateTime at)
    {
        if (now.Amount != Amount || (ProviderId ?? now.Id) != now.Id)
        {
            throw new ProviderMismatchException(
                $"Payment {Id:N} of {Minor} {Currency} is {now.Id} of {now.Amount.Minor} {now.Amount.Currency} at {Provider}, not {ProviderId ?? "new"}.");
        }

        var before = (State, ProviderId, Url, Method, FeeMinor);
        (ProviderId, FeeMinor) = (now.Id, now.Fee ?? FeeMinor);
        (Method, MethodCountry) = (now.Method?.Text.Clip(MaxMethod) ?? Method, now.Method?.Country ?? MethodCountry);
        if (State.IsLive() || (now.State is PaymentState.Succeeded && State is not PaymentState.Succeeded))
        {
            (State, Url, Failure) = (now.State, now.Url, now.Failure?.Clip(MaxFailure));
            if (!State.IsLive())
            {
                (EndedAt, Live) = (at, State is PaymentState.Succeeded ? Live : null);
            }
        }

        // Ever more rarely: what nobody pays for an hour is seldom paid in the next minute.
        CheckAt = State.IsLive() || (State is PaymentState.Succeeded && FeeMinor is null && Minor > 0 && at - At < FeeWithin)
            ? at + TimeSpan.FromTicks(Math.Clamp((at - At).Ticks / 10, Soonest.Ticks, Latest.Ticks))
            : null;
        if (before == (State, ProviderId, Url, Method, FeeMinor))
        {
            return false;
        }

        Version++;
        return true;
    }

    /// <summary>The provider's balance says what it kept, before the provider's payment does.</summary>
    public void KnowFee(long minor)
    {
        if (FeeMinor is null)
        {
            (FeeMinor, CheckAt) = (minor, null);
            Version++;
        }
    }

    /// <summary>Nobody waits for it any more: another provider is asked instead. If it succeeds all the same, that is taken, and refunded.</summary>
    public void GiveUp(DateTime at)
    {
        (State, Live, EndedAt, CheckAt) = (PaymentState.Canceled, null, at, null);
        Version++;
    }
}

/// <summary>A provider's payment is not the one that it should be: a person has to look, and nothing of it is taken.</summary>
public sealed class ProviderMismatchException(string message) : Exception(message);
