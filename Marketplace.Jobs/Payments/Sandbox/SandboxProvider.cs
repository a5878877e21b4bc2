using System.Runtime.CompilerServices;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Payments.Sandbox;

/// <summary>The provider of a new installation: it does all that a real one does, and no money moves.</summary>
public sealed class SandboxProvider(
    IDbContextFactory<MarketplaceDb> databases, SandboxBooks books, SandboxDisputes disputes, TimeProvider clock)
    : IPaymentProvider
{
    public string Name => PaymentProviders.Sandbox;

    public ProviderFace Face { get; } = new("Test card or test account", "no money moves", IsTest: true);

    public bool KeepsMethods => true;

    public async Task<ProviderPayment> StartAsync(string key, Guid paymentId, PaymentWish asked, CancellationToken cancel)
    {
        var id = $"sbx_{paymentId:N}";
        await AddAsync(id, key, paymentId, asked, cancel);
        if (asked.Method is { } saved)
        {
            await ChargeAsync(id, saved.ProviderId, cancel);
        }

        return await ReadAsync(id, cancel);
    }

    private async Task AddAsync(string id, string key, Guid paymentId, PaymentWish asked, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.SandboxPayments.AnyAsync(p => p.Key == key, cancel))
        {
            return;
        }

        db.Add(new SandboxPayment(
            id, key, paymentId, asked.Amount.Minor, asked.Amount.Currency, asked.Description.Clip(500), asked.ReturnUrl.ToString(), asked.SavesMethod,
            clock.UtcNow));
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            // The same key at the same moment.
        }
    }

    // A method that it keeps is named by the last characters of its card. Once one was tried, the same request changes nothing.
    private async Task ChargeAsync(string id, string method, CancellationToken cancel) => await books.ChangeAsync(id, payment =>
    {
        if (payment.Card is null)
        {
            SandboxTill.Try(payment, SandboxCard.All.Single(card => method.EndsWith(card.Number[^4..], StringComparison.Ordinal)), clock.UtcNow);
            if (payment.State is PaymentState.Started)
            {
                payment.Fail();
            }
        }

        return new TillOutcome.Done(payment.ReturnUrl);
    }, cancel);

    public Task ForgetAsync(string key, string methodId, CancellationToken cancel) => Task.CompletedTask;

    public async Task<ProviderPayment> ReadAsync(string id, CancellationToken cancel)
    {
        await books.DecideAsync(cancel);
        await using var db = await databases.CreateDbContextAsync(cancel);
        return Told(await db.SandboxPayments.AsNoTracking().SingleAsync(p => p.Id == id, cancel));
    }

    public async Task<ProviderPayment> CancelAsync(string key, string id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var payment = await db.SandboxPayments.SingleAsync(p => p.Id == id, cancel);
        if (payment.State is PaymentState.Started or PaymentState.ActionNeeded)
        {
            payment.Cancel();
            try
            {
                await db.SaveChangesAsync(cancel);
            }
            catch (DbUpdateConcurrencyException)
            {
                // It was paid at this very moment.
                return await ReadAsync(id, cancel);
            }
        }

        return Told(payment);
    }

    public async Task<ProviderRefund> RefundAsync(string key, string paymentId, Money amount, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.SandboxRefunds.AsNoTracking().FirstOrDefaultAsync(r => r.Key == key, cancel) is { } earlier)
        {
            return new(earlier.Id, RefundState.Succeeded, amount with { Minor = earlier.Minor });
        }

        var payment = await db.SandboxPayments.SingleAsync(p => p.Id == paymentId, cancel);
        var refund = new SandboxRefund($"sbr_{Guid.NewGuid():N}", key, paymentId, amount.Minor, clock.UtcNow);
        if (payment.RefundedMinor + amount.Minor > payment.Minor)
        {
            return new(refund.Id, RefundState.Failed, amount, "more_than_was_paid");
        }

        payment.GiveBack(amount.Minor);
        db.AddRange(refund, new SandboxMovement(
            MovementKind.Refund, "refund.succeeded", -amount.Minor, 0, amount.Currency, paymentId, refund.Id, clock.UtcNow));
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            throw new ProviderAwayException("Another request for the same payment was first.", error);
        }

        return new(refund.Id, RefundState.Succeeded, amount);
    }

    public async Task<ProviderRefund> ReadRefundAsync(string id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.SandboxRefunds.Where(r => r.Id == id)
            .Join(db.SandboxPayments, r => r.PaymentId, p => p.Id,
                (r, p) => new ProviderRefund(r.Id, RefundState.Succeeded, new Money(r.Minor, p.Currency), null))
            .SingleAsync(cancel);
    }

    public Task<ProviderDispute> ReadDisputeAsync(string id, CancellationToken cancel) => disputes.ReadAsync(id, cancel);

    public Task<ProviderDispute> SubmitEvidenceAsync(string key, string id, ProviderEvidence evidence, CancellationToken cancel) =>
        disputes.SubmitAsync(id, evidence, cancel);

    public async Task<IReadOnlyList<Money>?> BalanceAsync(CancellationToken cancel)
    {
        await books.DecideAsync(cancel);
        await disputes.DecideAsync(cancel);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var sums = await db.SandboxMovements.GroupBy(m => m.Currency).Select(g => new { g.Key, Net = g.Sum(m => m.Net) }).ToListAsync(cancel);
        return [.. sums.Select(sum => new Money(sum.Net, sum.Key))];
    }

    public async IAsyncEnumerable<ProviderMovement> MovementsAsync(DateTime since, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        await foreach (var m in db.SandboxMovements.AsNoTracking().Where(m => m.At >= since && m.Net != 0).OrderBy(m => m.Id)
            .AsAsyncEnumerable().WithCancellation(cancel))
        {
            yield return new($"sbm_{m.Id}", m.Kind, m.At, new(m.Net, m.Currency), m.Fee, m.PaymentId, m.RefundId, m.DisputeId);
        }
    }

    public async IAsyncEnumerable<ProviderNews> NewsAsync(DateTime since, [EnumeratorCancellation] CancellationToken cancel)
    {
        await disputes.DecideAsync(cancel);
        await using var db = await databases.CreateDbContextAsync(cancel);
        await foreach (var m in db.SandboxMovements.AsNoTracking().Where(m => m.At >= since).OrderBy(m => m.Id).AsAsyncEnumerable().WithCancellation(cancel))
        {
            yield return SandboxBooks.News(m);
        }
    }

    // Its page is the portal's own, by whichever address that is reached.
    private static ProviderPayment Told(SandboxPayment payment) => new(
        payment.Id, payment.State, payment.Amount,
        payment.State is PaymentState.Started or PaymentState.ActionNeeded ? $"/sandbox/{payment.Id}" : null,
        payment.PaidBy?.PaidBy, payment.Failure, payment.FeeMinor,
        payment is { Keeps: true, State: PaymentState.Succeeded, PaidBy: { } card }
            ? new($"sbm_{payment.PaymentId:N}_{card.Number[^4..]}", card.PaidBy, null, card.Number[^4..]) : null);
}
