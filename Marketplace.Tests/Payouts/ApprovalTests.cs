using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Payouts;
using Marketplace.Payouts.Shares;
using Marketplace.Tests.Billing;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Payouts;

/// <summary>Above a limit two people approve what is paid out, and nobody is two people.</summary>
public sealed class ApprovalTests : IDisposable
{
    private readonly Shop _shop = Shop.OpenAsync().GetAwaiter().GetResult();
    private readonly Actor _second;

    public ApprovalTests() => _second = _shop.Portal.Database.Staff(StaffRole.Operator);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_person_is_enough_up_to_the_limit_and_two_above_it()
    {
        var small = await RunAsync(117_647);
        Assert.Equal((100_000, 1), (small.Minor, small.Needed));
        Assert.IsType<RunOutcome.Done>(await _shop.ApproveAsync(small));
        Assert.IsType<RunOutcome.Done>(await _shop.SendAsync(small));

        var large = await RunAsync(117_648);
        Assert.Equal((100_001, 2), (large.Minor, large.Needed));
        Assert.IsType<RunOutcome.Done>(await _shop.ApproveAsync(large));
        Assert.Equal("1 more person has to approve it first.", Assert.IsType<RunOutcome.Refused>(await _shop.SendAsync(large)).Problem);
        Assert.IsType<RunOutcome.Done>(await _shop.ApproveAsync(large, _second));
        Assert.IsType<RunOutcome.Done>(await _shop.SendAsync(large));
    }

    [Fact]
    public async Task Who_prepared_a_run_is_one_of_the_two_at_most()
    {
        var run = await RunAsync(200_000);

        Assert.IsType<RunOutcome.Done>(await _shop.ApproveAsync(run));
        Assert.IsType<RunOutcome.Refused>(await _shop.ApproveAsync(run));
        Assert.IsType<RunOutcome.Refused>(await _shop.SendAsync(run));
        // Neither a session without a second factor nor an API key is another person.
        Assert.IsType<RunOutcome.NotFound>(await _shop.ApproveAsync(run, _shop.Operator with { HasSecondFactor = false }));
        Assert.IsType<RunOutcome.Refused>(await _shop.ApproveAsync(run, _shop.Operator with { SessionId = null }));

        Assert.Single(_shop.RunOf(run.Id).Approvals);
        Assert.Equal(170_000, _shop.Available);
    }

    [Fact]
    public async Task One_person_who_approves_many_times_at_once_is_counted_once()
    {
        var run = await RunAsync(200_000);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => _shop.ApproveAsync(run), Cancel)));

        Assert.Single(outcomes.OfType<RunOutcome.Done>());
        Assert.Equal(_shop.Operator.UserId, Assert.Single(_shop.RunOf(run.Id).Approvals).ById);
        Assert.IsType<RunOutcome.Refused>(await _shop.SendAsync(run));
    }

    [Fact]
    public async Task Two_people_at_once_are_both_counted_and_the_run_is_sent_once()
    {
        var run = await RunAsync(200_000);

        var approvals = await Task.WhenAll(new[] { _shop.Operator, _second }.Select(by => Task.Run(() => _shop.ApproveAsync(run, by), Cancel)));
        var sent = await Task.WhenAll(Enumerable.Range(0, 4).Select(at => Task.Run(
            () => _shop.SendAsync(run, at % 2 == 0 ? _shop.Operator : _second), Cancel)));

        Assert.All(approvals, outcome => Assert.IsType<RunOutcome.Done>(outcome));
        Assert.Single(sent.OfType<RunOutcome.Done>());
        Assert.All(sent.Where(outcome => outcome is not RunOutcome.Done), outcome => Assert.IsType<RunOutcome.Changed>(outcome));
        Assert.Equal(0, _shop.Available);
        Assert.Single(_shop.Read(db => db.Journals.Where(j => j.Document == run.Payouts.Single().Document && j.Source.StartsWith("payout/")).ToList()));
        Assert.Empty(await _shop.ProblemsAsync());
    }

    [Fact]
    public async Task What_is_no_longer_what_was_shown_is_neither_approved_nor_sent()
    {
        var run = await RunAsync(200_000);
        await _shop.ApproveAsync(run);
        Assert.IsType<RunOutcome.Changed>(await _shop.Get<PayoutDecisions>().ApproveAsync(_second, run.Id, new string('0', 64), Cancel));

        // Somebody with access to the database takes a line away, or changes who is paid how much.
        await using var db = _shop.Portal.Database.CreateDbContext();
        var line = _shop.Shares().Single().Id;
        await db.Shares.Where(s => s.Id == line).ExecuteUpdateAsync(set => set.SetProperty(s => s.PayoutId, (long?)null), Cancel);
        Assert.IsType<RunOutcome.Changed>(await _shop.ApproveAsync(run, _second));
        await db.Shares.Where(s => s.Id == line).ExecuteUpdateAsync(set => set.SetProperty(s => s.PayoutId, run.Payouts.Single().Id), Cancel);
        Assert.IsType<RunOutcome.Done>(await _shop.ApproveAsync(run, _second));
        await db.Payouts.ExecuteUpdateAsync(set => set.SetProperty(p => p.Minor, 999_999), Cancel);

        Assert.IsType<RunOutcome.Changed>(await _shop.SendAsync(run));
        Assert.Equal(170_000, _shop.Available);
    }

    [Fact]
    public async Task Nobody_approves_what_pays_a_publisher_of_their_own()
    {
        var run = await RunAsync(200_000);
        _shop.Portal.Database.Save(new Membership(_shop.Acme.Id, _second.UserId, MemberRole.Member, _shop.Now));

        Assert.Contains("You belong to Acme", Assert.IsType<RunOutcome.Refused>(await _shop.ApproveAsync(run, _second)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_operators_prepare_approve_send_and_cancel()
    {
        var run = await RunAsync(200_000);
        var moderator = _shop.Portal.Database.Staff(StaffRole.Moderator);

        foreach (var actor in new[] { _shop.Seller, _shop.Owner, moderator })
        {
            Assert.IsType<PrepareOutcome.NotAllowed>(await _shop.Get<PayoutPreparation>().PrepareAsync(actor, new("EUR", default), Cancel));
            Assert.IsType<RunOutcome.NotFound>(await _shop.ApproveAsync(run, actor));
            Assert.IsType<RunOutcome.NotFound>(await _shop.SendAsync(run, actor));
            Assert.IsType<RunOutcome.NotFound>(await _shop.Get<PayoutDecisions>().CancelAsync(actor, run.Id, Cancel));
            Assert.Null(await _shop.Get<PayoutQueries>().RunAsync(actor, run.Id, Cancel));
        }
    }

    public void Dispose() => _shop.Dispose();

    private async Task<PayoutRun> RunAsync(long minor)
    {
        await _shop.OpenAccountAsync();
        await _shop.EarnAsync(minor);
        await _shop.PassAsync(14);
        return await _shop.PrepareAsync();
    }
}
