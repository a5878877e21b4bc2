using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Notifications;
using Marketplace.Pricing.Parties;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Payments.Methods;

public abstract record MethodOutcome
{
    /// <param name="Url">Where the method is entered; null where nothing is to be done.</param>
    public sealed record Done(string? Url = null) : MethodOutcome;

    /// <param name="Problem">What is wrong and what mends it.</param>
    public sealed record Refused(string Problem) : MethodOutcome;

    public sealed record NotFound : MethodOutcome;
}

/// <param name="ExpiresOn">Its last day; null where it has none.</param>
public sealed record SavedMethodRow(Guid Id, string Provider, string Text, DateOnly? ExpiresOn, bool IsDefault, string AddedBy, DateTime At);

/// <summary>What an organization pays by, the default first.</summary>
/// <param name="Adds">The providers that keep methods, by name and title; none where nothing can be added.</param>
public sealed record MethodsView(IReadOnlyList<SavedMethodRow> Methods, IReadOnlyList<(string Name, string Title)> Adds);

/// <summary>Payment methods that organizations keep at providers. Members see and use them; owners add, prefer and remove.</summary>
public sealed class SavedMethods(
    IDbContextFactory<MarketplaceDb> databases, PaymentProviders providers, PaymentStarts payments, IOptions<PortalOptions> portal, TimeProvider clock)
{
    /// <summary>What a payment that only keeps a method is for.</summary>
    private const string Document = "method/";

    /// <returns>Null where the organization is none of the actor's.</returns>
    public async Task<MethodsView?> ReadAsync(Actor actor, long organizationId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await db.Organizations.Of(actor).AnyAsync(o => o.Id == organizationId && o.IsClient, cancel))
        {
            return null;
        }

        var profile = await db.BillingProfiles.AsNoTracking().FirstOrDefaultAsync(p => p.OrganizationId == organizationId, cancel);
        var methods = await db.MethodsOf(organizationId).Join(db.Users, m => m.ById, u => u.Id, (m, u) => new SavedMethodRow(
            m.Id, m.Provider, m.Text, m.ExpiresOn, m.DefaultFor != null, u.DisplayName, m.At)).ToListAsync(cancel);
        return new(
            [.. methods.OrderByDescending(m => m.IsDefault).ThenByDescending(m => m.At)],
            profile is null ? [] : [.. Keepers(profile).Select(one => (one.Name, one.Face.Title))]);
    }

    /// <summary>Leads to a provider where a method is entered, and kept; nothing is charged.</summary>
    public async Task<MethodOutcome> AddAsync(Actor actor, long organizationId, string? provider, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await db.Organizations.OwnedBy(actor).AnyAsync(o => o.Id == organizationId && o.IsClient, cancel))
        {
            return new MethodOutcome.NotFound();
        }

        if (await db.BillingProfiles.AsNoTracking().FirstOrDefaultAsync(p => p.OrganizationId == organizationId, cancel) is not { } profile)
        {
            return new MethodOutcome.Refused("Enter the billing details of the organization first.");
        }

        var email = await db.Users.Where(u => u.Id == actor.UserId).Select(u => u.Email!).SingleAsync(cancel);
        var asked = new PaymentWish(
            $"{Document}{Guid.NewGuid():N}", "Payment method for later payments", organizationId, actor.UserId, new(0, profile.Currency),
            profile.Address.Country, email, new Uri(portal.Value.At("/billing?tab=methods")), SavesMethod: true);
        return await payments.StartAsync(asked, provider, cancel) switch
        {
            PaymentOutcome.Of { Payment: var payment } => new MethodOutcome.Done(payment.Url),
            PaymentOutcome.Refused refused => new MethodOutcome.Refused(refused.Problem),
            _ => new MethodOutcome.Refused("The payment provider is not responding. Nothing was saved; try again in a minute."),
        };
    }

    /// <summary>Asks the providers what became of methods being entered, so that a person who returns from there need not wait for a webhook.</summary>
    public async Task LookAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (own, since) = (db.Organizations.Of(actor), clock.UtcNow.AddHours(-1));
        foreach (var id in await db.Payments
            .Where(p => p.ById == actor.UserId && p.At >= since && p.Live != null && p.Document.StartsWith(Document) && p.State != PaymentState.Succeeded
                && own.Any(o => o.Id == p.OrganizationId))
            .OrderByDescending(p => p.At).Select(p => p.Id).Take(5).ToListAsync(cancel))
        {
            await payments.LookAsync(id, cancel);
        }
    }

    /// <summary>Where nobody chooses, this one is paid by from now on.</summary>
    public Task<MethodOutcome> PreferAsync(Actor actor, Guid methodId, CancellationToken cancel) => ChangeAsync(actor, methodId, "method.prefer", own =>
    {
        foreach (var method in own)
        {
            method.Prefer(method.Id == methodId);
        }
    }, cancel);

    /// <summary>Nothing is charged by it any more; its provider forgets it. Of the others the latest becomes the default.</summary>
    public Task<MethodOutcome> RemoveAsync(Actor actor, Guid methodId, CancellationToken cancel) => ChangeAsync(actor, methodId, "method.remove", own =>
    {
        var gone = own.Single(m => m.Id == methodId);
        var wasDefault = gone.DefaultFor is not null;
        gone.Remove(clock.UtcNow);
        if (wasDefault && own.FirstOrDefault(m => m.Id != methodId) is { } next)
        {
            next.Prefer(true);
        }
    }, cancel);

    private async Task<MethodOutcome> ChangeAsync(
        Actor actor, Guid methodId, string action, Action<IReadOnlyList<SavedMethod>> change, CancellationToken cancel)
    {
        try
        {
            return await databases.TransactAsync<MethodOutcome>(async db =>
            {
                var owned = db.Organizations.OwnedBy(actor);
                if (await db.SavedMethods.FirstOrDefaultAsync(
                    m => m.Id == methodId && m.RemovedAt == null && owned.Any(o => o.Id == m.OrganizationId), cancel) is not { } method)
                {
                    return new MethodOutcome.NotFound();
                }

                change(await db.MethodsOf(method.OrganizationId).ToListAsync(cancel));
                db.Audit(actor, action, $"organization/{method.OrganizationId}", $"{method.Text} at {method.Provider}", clock.UtcNow);
                db.Changed(LiveTopic.Billing(method.OrganizationId), clock.UtcNow);
                db.Wake(Work.Payments, clock.UtcNow);
                await db.SaveChangesAsync(cancel);
                return new MethodOutcome.Done();
            }, cancel);
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            return new MethodOutcome.Refused("Another owner changed the payment methods at this moment. Look at them again.");
        }
    }

    private IEnumerable<IPaymentProvider> Keepers(BillingProfile profile) =>
        providers.For(profile.Currency, profile.Address.Country, profile.OrganizationId).Where(one => one.KeepsMethods);
}
