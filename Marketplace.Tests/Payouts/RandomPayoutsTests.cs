using System.Globalization;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Payouts;
using Marketplace.Tests.Billing;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Payouts;

/// <summary>
/// Whatever happens in whatever order, a publisher has what a plain sum of its sales, refunds and payouts says. Repeat a failure with the seed that it names in
/// <c>MARKETPLACE_SEED</c>.
/// </summary>
public sealed class RandomPayoutsTests(ITestOutputHelper output) : IDisposable
{
    private readonly Shop _shop = Shop.OpenAsync().GetAwaiter().GetResult();

    private readonly List<Sold> _sales = [];
    private readonly List<Paid> _paid = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_balance_is_what_a_second_computation_from_sales_refunds_and_payouts_says()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("MARKETPLACE_SEED"), CultureInfo.InvariantCulture, out var given)
            ? given : Random.Shared.Next();
        output.WriteLine($"MARKETPLACE_SEED={seed}");
        var (random, second) = (new Random(seed), _shop.Portal.Database.Staff(StaffRole.Operator));
        await _shop.OpenAccountAsync();

        for (var step = 0; step < 80; step++)
        {
            await StepAsync(random, second);
            Check(seed, step);
        }

        Assert.Empty(await _shop.ProblemsAsync());
    }

    public void Dispose() => _shop.Dispose();

    private async Task StepAsync(Random random, Actor second)
    {
        switch (random.Next(8))
        {
            case 0 or 1:
                var minor = random.NextInt64(1, 60_000);
                _sales.Add(new(await _shop.EarnAsync(minor), _shop.Now, minor));
                break;
            case 2 when _sales.Count > 0:
                var sale = _sales[random.Next(_sales.Count)];
                if (sale.Minor - sale.Back.Sum(back => back.Minor) is > 0 and var left)
                {
                    var part = random.NextInt64(1, left + 1);
                    await _shop.GiveBackAsync(sale.Document, part);
                    sale.Back.Add((_shop.Now, part));
                }

                break;
            case 3 or 4:
                await _shop.PassAsync(random.Next(1, 9));
                break;
            case 5:
                await PayAsync(random, second);
                break;
            case 6 when _paid.Find(paid => paid is { IsReturned: false }) is { } paid:
                var payout = _shop.PayoutOf(paid.Id);
                await _shop.StatementAsync(new(-payout.Minor, "EUR"), payout.Reference);
                break;
            case 7 when _paid.FindLast(paid => paid is { IsReturned: false }) is { } last:
                Assert.IsType<RunOutcome.Done>(await _shop.Get<PayoutReturns>().ReturnAsync(_shop.Operator, last.Id, "The account is closed", Cancel));
                last.IsReturned = true;
                await _shop.OpenAccountAsync();
                await _shop.PassAsync(0);
                break;
        }
    }

    private async Task PayAsync(Random random, Actor second)
    {
        if (await _shop.Get<PayoutPreparation>().PrepareAsync(_shop.Operator, new("EUR", default), Cancel) is not PrepareOutcome.Prepared prepared)
        {
            return;
        }

        var run = _shop.RunOf(prepared.RunId);
        if (random.Next(4) == 0)
        {
            Assert.IsType<RunOutcome.Done>(await _shop.Get<PayoutDecisions>().CancelAsync(second, run.Id, Cancel));
            return;
        }

        await _shop.ApproveAsync(run);
        await _shop.ApproveAsync(run, second);
        Assert.IsType<RunOutcome.Done>(await _shop.SendAsync(run));
        _paid.Add(new(run.Payouts.Single().Id, run.Minor));
    }

    // From nothing that the marketplace wrote: shares are 85%, those of refunds by their own rounding; all is held for 14 days from the sale.
    private void Check(int seed, int step)
    {
        var earned = _sales.Sum(sale => Of(sale.Minor) - sale.Back.Sum(back => Of(back.Minor)));
        var sent = _paid.Where(paid => !paid.IsReturned).Sum(paid => paid.Minor);
        var released = _shop.Shares().Where(share => share.ReleaseId is not null).Sum(share => share.Minor);
        var (due, at) = (0L, _shop.Now.AddDays(-14));
        foreach (var sale in _sales.Where(sale => sale.At <= at))
        {
            due += Of(sale.Minor) - sale.Back.Sum(back => Of(back.Minor));
        }

        var told = $"MARKETPLACE_SEED={seed}, step {step}";
        Assert.True(earned - sent == _shop.Held + _shop.Available, $"{told}: {earned - sent} is owed, and the books have {_shop.Held + _shop.Available}.");
        var returned = _paid.Where(paid => paid.IsReturned).Sum(paid => paid.Minor);
        Assert.True(released - returned - sent == _shop.Available, $"{told}: the shares that were released are not what is available.");
        _shop.Get<Marketplace.Payouts.Shares.ShareRun>().RunAsync(Cancel).GetAwaiter().GetResult();
        Assert.True(due - sent == _shop.Available, $"{told}: {due - sent} should be available, and {_shop.Available} is.");
        foreach (var payout in _shop.Read(db => db.Payouts.AsNoTracking().Include(p => p.Run).Where(p => p.Run.CanceledAt == null).ToList()))
        {
            var lines = _shop.Shares().Where(share => share.PayoutId == payout.Id).ToList();
            Assert.True((payout.Minor, payout.Count) == (lines.Sum(line => line.Minor), lines.Count), $"{told}: {payout.Name} is not the sum of its lines.");
        }
    }

    private static long Of(long net) => net - (long)Math.Round(net * 0.15m, MidpointRounding.AwayFromZero);

    private sealed record Sold(string Document, DateTime At, long Minor)
    {
        public List<(DateTime At, long Minor)> Back { get; } = [];
    }

    private sealed class Paid(long id, long minor)
    {
        public long Id { get; } = id;
        public long Minor { get; } = minor;
        public bool IsReturned { get; set; }
    }
}
