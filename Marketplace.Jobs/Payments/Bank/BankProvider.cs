using Marketplace.Data;
using Marketplace.Pricing.Parties;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Payments.Bank;

/// <summary>Transfers to the seller's account. The bank tells nothing: what arrived is entered, or imported from its statements, and assigned.</summary>
public sealed class BankProvider(
    IDbContextFactory<MarketplaceDb> databases, SellerEntities sellers, IOptions<BankOptions> options, TimeProvider clock) : IPaymentProvider
{
    public string Name => PaymentProviders.Bank;

    public ProviderFace Face { get; } = new(
        "Bank transfer", options.Value.DueDays == 0 ? "by invoice, due at once" : $"by invoice, due within {options.Value.DueDays} days", IsInvoiced: true);

    public async ValueTask<bool> IsReadyAsync(CancellationToken cancel) => await sellers.ReadAsync(cancel) is { Iban: not null };

    public async Task<ProviderPayment> StartAsync(string key, Guid paymentId, PaymentWish asked, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.ExpectedTransfers.AsNoTracking().FirstOrDefaultAsync(t => t.Key == key, cancel) is { } earlier)
        {
            return earlier.Told;
        }

        var transfer = new ExpectedTransfer(
            ExpectedTransfer.IdOf(paymentId), key, paymentId, asked.Amount.Minor, asked.Amount.Currency, clock.UtcNow);
        db.Add(transfer);
        try
        {
            await db.SaveChangesAsync(cancel);
            return transfer.Told;
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            return await ReadAsync(transfer.Id, cancel);
        }
    }

    public async Task<ProviderPayment> ReadAsync(string id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return (await db.ExpectedTransfers.AsNoTracking().SingleAsync(t => t.Id == id, cancel)).Told;
    }

    public async Task<ProviderPayment> CancelAsync(string key, string id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var transfer = await db.ExpectedTransfers.SingleAsync(t => t.Id == id, cancel);
        transfer.Cancel();
        try
        {
            await db.SaveChangesAsync(cancel);
            return transfer.Told;
        }
        catch (DbUpdateConcurrencyException)
        {
            // It was paid at this very moment.
            return await ReadAsync(id, cancel);
        }
    }

    public async Task<ProviderRefund> RefundAsync(string key, string paymentId, Money amount, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.OutgoingTransfers.AsNoTracking().FirstOrDefaultAsync(t => t.Key == key, cancel) is { } earlier)
        {
            return earlier.Told;
        }

        var paid = await db.ExpectedTransfers.AsNoTracking().SingleAsync(t => t.Id == paymentId, cancel);
        var id = $"out_{Guid.NewGuid():N}";
        var back = new OutgoingTransfer(
            id, key, amount.Minor, amount.Currency, paid.PayerName ?? "", paid.PayerIban, RfReference.Of(id), "Refund", clock.UtcNow);
        db.Add(back);
        try
        {
            await db.SaveChangesAsync(cancel);
            return back.Told;
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            throw new ProviderAwayException("The same was asked for at this moment.", error);
        }
    }

    public async Task<ProviderRefund> ReadRefundAsync(string id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return (await db.OutgoingTransfers.AsNoTracking().SingleAsync(t => t.Id == id, cancel)).Told;
    }

    public IAsyncEnumerable<ProviderMovement> MovementsAsync(DateTime since, CancellationToken cancel) => AsyncEnumerable.Empty<ProviderMovement>();

    public IAsyncEnumerable<ProviderNews> NewsAsync(DateTime since, CancellationToken cancel) => AsyncEnumerable.Empty<ProviderNews>();
}
