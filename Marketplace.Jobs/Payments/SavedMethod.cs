using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Live;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Payments;

/// <summary>A card or account that an organization keeps at a provider for later payments. Nothing of it is here but what people know it by.</summary>
public sealed class SavedMethod
{
    public const int MaxFingerprint = 100;

    private static readonly TimeSpan Again = TimeSpan.FromMinutes(10);

    private SavedMethod() => (Provider, ProviderId, Text) = ("", "", "");

    public SavedMethod(Payment by, ProviderMethod kept, bool isDefault, DateTime now)
    {
        (Id, OrganizationId, Provider, ProviderId, ById, At) = (Guid.NewGuid(), by.OrganizationId, by.Provider, kept.Id, by.ById, now);
        (Text, Country, ExpiresOn, Fingerprint) = (kept.Face.Text.Clip(Payment.MaxMethod), kept.Face.Country, kept.ExpiresOn, kept.Fingerprint);
        DefaultFor = isDefault ? OrganizationId : null;
    }

    public Guid Id { get; private set; }
    public long OrganizationId { get; private set; }
    public Organization Organization { get; private set; } = null!;

    /// <summary>As in <see cref="IPaymentProvider.Name"/>.</summary>
    public string Provider { get; private set; }

    public string ProviderId { get; private set; }

    /// <summary>As people read it: <c>Visa •••• 4242</c>.</summary>
    public string Text { get; private set; }

    /// <summary>ISO 3166-1; null if it is not known.</summary>
    public string? Country { get; private set; }

    /// <summary>Its last day; null where it has none.</summary>
    public DateOnly? ExpiresOn { get; private set; }

    /// <summary>The same for the same card or account at this provider, however often it is entered.</summary>
    public string? Fingerprint { get; private set; }

    /// <summary>The organization while this is what it pays by where nobody chooses: the database takes one for each.</summary>
    public long? DefaultFor { get; private set; }

    public long ById { get; private set; }
    public DateTime At { get; private set; }
    public DateTime? RemovedAt { get; private set; }

    /// <summary>When the provider is told to forget it; null where that is done, or not asked for.</summary>
    public DateTime? ForgetAt { get; private set; }

    /// <summary>Counts changes, so that of two owners who change at once the second looks again.</summary>
    public int Version { get; private set; }

    public void Prefer(bool isDefault) => (DefaultFor, Version) = (isDefault ? OrganizationId : null, Version + 1);

    public void Remove(DateTime now) => (DefaultFor, RemovedAt, ForgetAt, Version) = (null, now, now, Version + 1);

    /// <param name="isDone">The provider has it no more; otherwise it is told again.</param>
    public void Forget(bool isDone, DateTime now) => ForgetAt = isDone ? null : now + Again;
}

public static class SavedMethodRules
{
    // More than any organization has.
    private const int Most = 100;

    extension(IReadOnlyList<SavedMethod> methods)
    {
        /// <summary>What is paid by: the one that was chosen while it is there, else the default.</summary>
        internal SavedMethod? Payer(Guid? chosen) =>
            methods.FirstOrDefault(one => one.Id == chosen) ?? methods.FirstOrDefault(one => one.DefaultFor is not null);
    }

    extension(MarketplaceDb db)
    {
        /// <summary>What an organization can pay by, the default first.</summary>
        public IQueryable<SavedMethod> MethodsOf(long organizationId) => db.SavedMethods
            .Where(m => m.OrganizationId == organizationId && m.RemovedAt == null)
            .OrderByDescending(m => m.DefaultFor != null).ThenByDescending(m => m.At).ThenBy(m => m.Id).Take(Most);

        /// <summary>Keeps what a payment was paid by; the same card entered before gives way. The first is the default.</summary>
        internal async Task KeepMethodAsync(Payment payment, ProviderMethod kept, DateTime now, CancellationToken cancel)
        {
            var own = await db.MethodsOf(payment.OrganizationId).ToListAsync(cancel);
            // Also one that was removed since: it is not kept against the owner's word.
            if (await db.SavedMethods.AnyAsync(m => m.Provider == payment.Provider && m.ProviderId == kept.Id, cancel))
            {
                return;
            }

            var isDefault = own.All(m => m.DefaultFor is null);
            foreach (var same in own.Where(m => m.Provider == payment.Provider && kept.Fingerprint is not null && m.Fingerprint == kept.Fingerprint))
            {
                isDefault |= same.DefaultFor is not null;
                same.Remove(now);
            }

            db.Add(new SavedMethod(payment, kept, isDefault, now));
            db.Changed(LiveTopic.Billing(payment.OrganizationId), now);
        }
    }
}
