using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Payments;

public abstract record PaymentOutcome
{
    /// <summary>It is there, in whatever state; where there is something to do, its address says where.</summary>
    public sealed record Of(Payment Payment) : PaymentOutcome;

    /// <summary>Nobody takes it: what is wrong and what mends it.</summary>
    public sealed record Refused(string Problem) : PaymentOutcome;

    /// <summary>No provider answers now.</summary>
    public sealed record Away : PaymentOutcome;
}

/// <summary>Starts payments. A document has one at a time: two who ask for the same, at once or later, get the same one.</summary>
public sealed class PaymentStarts(
    IDbContextFactory<MarketplaceDb> databases, PaymentProviders providers, ProviderCalls calls, TimeProvider clock)
{
    /// <param name="chosen">The provider's name; null for the first that answers.</param>
    public async Task<PaymentOutcome> StartAsync(PaymentWish asked, string? chosen, CancellationToken cancel)
    {
        var ready = await providers.ReadyAsync(asked.Amount.Currency, asked.Country, asked.OrganizationId, cancel);
        var needsKeeper = asked is not { Amount.Minor: > 0, Method: null, SavesMethod: false };
        var able = ready.Where(one => (chosen is null || one.Name == chosen) && (one.KeepsMethods || !needsKeeper)).ToList();
        if (able.Count == 0)
        {
            return new PaymentOutcome.Refused(chosen is null
                ? $"No payment provider takes {asked.Amount.Currency} from {Country.NameOf(asked.Country)} here. An operator can turn one on."
                : $"{providers.Find(chosen).Face.Title} cannot be used for this payment. Choose another way to pay.");
        }

        var taking = able.Where(one => asked.Amount.Minor == 0 || one.Problem(asked.Amount) is null).ToList();
        if (taking.Count == 0)
        {
            return new PaymentOutcome.Refused(able[0].Problem(asked.Amount)!);
        }

        foreach (var provider in taking)
        {
            if (await TryAsync(asked, provider, taking[^1] == provider, cancel) is { } outcome)
            {
                return outcome;
            }
        }

        return new PaymentOutcome.Away();
    }

    // Null if the provider does not answer.
    private async Task<PaymentOutcome?> TryAsync(PaymentWish asked, IPaymentProvider provider, bool isLast, CancellationToken cancel)
    {
        while (true)
        {
            if (await LiveAsync(asked.Document, cancel) is { } live)
            {
                if (!live.State.IsLive() || live.IsBy(provider.Name, asked))
                {
                    return new PaymentOutcome.Of(await CurrentAsync(live.Id, cancel));
                }

                if (!await EndsAsync(live, cancel) && await CurrentAsync(live.Id, cancel) is var still && still.State.IsLive())
                {
                    return still.State is PaymentState.Processing ? new PaymentOutcome.Of(still)
                        : new PaymentOutcome.Refused("An earlier payment of this is still under way and cannot be canceled now. Wait for its result.");
                }

                continue;
            }

            var payment = new Payment(provider.Name, asked, clock.UtcNow);
            var request = ProviderRequest.Start(payment, asked, clock.UtcNow);
            if (!await AddedAsync(payment, request, cancel))
            {
                // Another tab or member was first.
                continue;
            }

            try
            {
                await calls.SendAsync(request, cancel);
                return new PaymentOutcome.Of(await CurrentAsync(payment.Id, cancel));
            }
            catch (ProviderAwayException)
            {
                if (!isLast)
                {
                    // Nobody was sent there, so nobody can pay it; what became of it is found out, and ended.
                    await GiveUpAsync(payment.Id, cancel);
                }

                return null;
            }
        }
    }

    private async Task<Payment?> LiveAsync(string document, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Payments.AsNoTracking().FirstOrDefaultAsync(p => p.Live == document, cancel);
    }

    private async Task<Payment> CurrentAsync(Guid id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Payments.AsNoTracking().SingleAsync(p => p.Id == id, cancel);
    }

    private async Task<bool> AddedAsync(Payment payment, ProviderRequest request, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        calls.Take(request);
        db.AddRange(payment, request);
        try
        {
            await db.SaveChangesAsync(cancel);
            return true;
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            return false;
        }
    }

    /// <summary>Ends a payment that nobody has paid yet, before another is started or its document ends.</summary>
    /// <returns>Whether it has ended without being paid.</returns>
    public async Task<bool> EndsAsync(Payment live, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var request = await db.AskToCancelAsync(live, clock.UtcNow, cancel);
        try
        {
            await db.SaveChangesAsync(cancel);
            await calls.SendAsync(request.Id, cancel);
        }
        catch (Exception error) when (error is ProviderAwayException || error.IsLostRace)
        {
            return false;
        }

        return await CurrentAsync(live.Id, cancel) is { State: PaymentState.Canceled or PaymentState.Failed };
    }

    /// <summary>Asks the provider how a payment is; if it does not answer now, it is asked later.</summary>
    public async Task LookAsync(Guid paymentId, CancellationToken cancel)
    {
        try
        {
            await calls.RefreshAsync(paymentId, cancel);
        }
        catch (ProviderAwayException)
        {
        }
    }

    private async Task GiveUpAsync(Guid id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        (await db.Payments.SingleAsync(p => p.Id == id, cancel)).GiveUp(clock.UtcNow);
        await db.SaveChangesAsync(cancel);
    }
}
