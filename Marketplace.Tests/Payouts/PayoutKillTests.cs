using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Payments.Bank;
using Marketplace.Payments.Stripe;
using Marketplace.Payouts;
using Marketplace.Payouts.Accounts;
using Marketplace.Payouts.Shares;
using Marketplace.Tests.Billing;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Payouts;

/// <summary>A process that dies at any statement of releasing, preparing or sending has done all of it or nothing, and the next one goes on.</summary>
public sealed class PayoutKillTests : IDisposable
{
    private readonly Shop _shop = Shop.OpenAsync().GetAwaiter().GetResult();
    private readonly Fatal _fatal = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_statement_fails_nothing_is_doubled_or_lost()
    {
        await _shop.OpenAccountAsync();
        var doomed = new Doomed(_shop.Get<IDbContextFactory<MarketplaceDb>>(), _fatal);
        var (expected, tried) = (0L, 0);
        for (var moment = 1; moment <= 24; moment++)
        {
            await _shop.EarnAsync(10_000);
            expected += 8500;
            _shop.Advance(TimeSpan.FromDays(14));

            tried += await DieAsync(moment, () => new ShareRun(doomed, _shop.Get<Journals>(), _shop.Get<TimeProvider>()).RunAsync(Cancel));
            Check(expected);
            await _shop.Get<ShareRun>().RunAsync(Cancel);
            tried += await DieAsync(moment, () => Preparation(doomed).PrepareAsync(_shop.Operator, new("EUR", PayoutMethod.Transfer), Cancel));
            Check(expected);
            var run = _shop.Read(db => db.PayoutRuns.Where(r => r.SentAt == null).Select(r => (long?)r.Id).FirstOrDefault()) is { } id
                ? _shop.RunOf(id) : await _shop.PrepareAsync();
            await _shop.ApproveAsync(run);
            tried += await DieAsync(moment, () => new PayoutSending(doomed, _shop.Get<Journals>(), _shop.Get<SelfBills>(), _shop.Get<StripeConnect>(),
                    _shop.Get<TimeProvider>())
                .SendAsync(_shop.Operator, run.Id, run.Hash, Cancel));
            Check(expected);
            await _shop.SendAsync(run);
            Check(expected);
            Assert.Equal((0L, 8500L), (_shop.Available, run.Minor));
        }

        Assert.True(tried > 30, $"Only {tried} deaths happened.");
        Assert.Empty(await _shop.ProblemsAsync());
        Assert.Equal(expected, _shop.Read(db => db.OutgoingTransfers.Sum(t => t.Minor)));
    }

    public void Dispose() => _shop.Dispose();

    private PayoutPreparation Preparation(IDbContextFactory<MarketplaceDb> databases) => new(
        databases, _shop.Get<DuePayouts>(), _shop.Get<Microsoft.Extensions.Options.IOptions<PayoutOptions>>(), _shop.Get<TimeProvider>());

    // What was earned is held, available or sent; every share that was released has its journal, and every payout is the sum of its lines.
    private void Check(long earned)
    {
        var sent = -_shop.Net(AccountKey.UnallocatedReceipts);
        Assert.Equal(earned, _shop.Held + _shop.Available + sent);
        var shares = _shop.Shares();
        Assert.Equal(_shop.Available + sent, shares.Where(share => share.ReleaseId is not null).Sum(share => share.Minor));
        Assert.All(
            _shop.Read(db => db.Payouts.AsNoTracking().ToList()),
            payout => Assert.Equal(payout.Minor, shares.Where(share => share.PayoutId == payout.Id).Sum(share => share.Minor)));
    }

    private async Task<int> DieAsync(int moment, Func<Task> work)
    {
        _fatal.After(moment);
        try
        {
            await work();
            return 0;
        }
        catch (Exception error) when (error is DeathException || error.InnerException is DeathException)
        {
            return 1;
        }
        finally
        {
            _fatal.After(int.MaxValue);
        }
    }
}
