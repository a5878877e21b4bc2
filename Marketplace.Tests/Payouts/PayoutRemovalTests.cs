using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Payments.Bank;
using Marketplace.Payouts;
using Marketplace.Payouts.Accounts;
using Marketplace.Portal.Payouts;
using Marketplace.Tests.Billing;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Payouts;

/// <summary>One payout is taken out of a run before it is sent; the rest is what is approved and sent then.</summary>
public sealed class PayoutRemovalTests : PageTest
{
    private readonly Shop _shop;
    private readonly Actor _second;
    private readonly (long Id, Actor Owner) _rival;

    public PayoutRemovalTests()
        : this(Shop.OpenAsync().GetAwaiter().GetResult())
    {
    }

    private PayoutRemovalTests(Shop shop)
        : base(shop.Portal)
    {
        (_shop, _second) = (shop, shop.Portal.Database.Staff(StaffRole.Operator));
        var publisher = shop.Portal.Database.Publisher("Rival");
        _rival = (publisher.Id, shop.Portal.Database.Member(publisher, MemberRole.Owner));
    }

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_run_has_another_hash_and_is_approved_anew_and_the_shares_come_with_the_next_one()
    {
        var run = await PrepareAsync();
        await _shop.ApproveAsync(run);
        await _shop.ApproveAsync(run, _second);

        Assert.IsType<RunOutcome.Done>(await RemoveAsync(Of(run, _rival.Id)));

        var rest = _shop.RunOf(run.Id);
        Assert.NotEqual(run.Hash, rest.Hash);
        Assert.Equal((1, 170_000, 2), (rest.Count, rest.Minor, rest.Needed));
        Assert.IsType<RunOutcome.Changed>(await _shop.SendAsync(run));
        Assert.Equal("2 more people have to approve it first.", Assert.IsType<RunOutcome.Refused>(await _shop.SendAsync(rest)).Problem);
        Assert.IsType<RunOutcome.Done>(await _shop.ApproveAsync(rest));
        Assert.IsType<RunOutcome.Refused>(await _shop.ApproveAsync(rest));
        Assert.IsType<RunOutcome.Done>(await _shop.ApproveAsync(rest, _second));
        Assert.IsType<RunOutcome.Done>(await _shop.SendAsync(rest));
        Assert.Equal(0, _shop.Available);
        Assert.Single(_shop.Read(db => db.Journals.Where(j => j.Source.StartsWith("payout/")).ToList()));
        Assert.Single(_shop.Read(db => db.OutgoingTransfers.ToList()));
        var next = await _shop.PrepareAsync();
        Assert.Equal((_rival.Id, 85_000), (next.Payouts.Single().PublisherId, next.Minor));
        Assert.Contains(_shop.Read(db => db.AuditEntries.ToList()), entry => entry.Action == "payout.remove"
            && entry.Details.Contains("It has to be looked at", StringComparison.Ordinal));
        Assert.Empty(await _shop.ProblemsAsync());
    }

    [Fact]
    public async Task Who_changed_its_account_is_removed_and_the_rest_is_sent()
    {
        var run = await PrepareAsync();
        await _shop.Get<PayoutAccounts>().SaveAsync(_rival.Owner, _rival.Id, "Rival", "NL91ABNA0417164300", Cancel);
        await _shop.ApproveAsync(run);
        await _shop.ApproveAsync(run, _second);
        var refused = Assert.IsType<RunOutcome.Refused>(await _shop.SendAsync(run));
        Assert.Contains($"Remove {Of(run, _rival.Id).Name} from the run", refused.Problem, StringComparison.Ordinal);

        await RemoveAsync(Of(run, _rival.Id));
        var rest = _shop.RunOf(run.Id);
        await _shop.ApproveAsync(rest);
        await _shop.ApproveAsync(rest, _second);

        Assert.IsType<RunOutcome.Done>(await _shop.SendAsync(rest));
    }

    [Fact]
    public async Task Only_operators_remove_with_a_reason_and_neither_the_last_one_nor_what_was_sent()
    {
        var run = await PrepareAsync();
        var (own, rival) = (Of(run, _shop.Acme.Id), Of(run, _rival.Id));

        Assert.IsType<RunOutcome.NotFound>(await RemoveAsync(own, _shop.Seller));
        Assert.IsType<RunOutcome.NotFound>(await RemoveAsync(own, _shop.Portal.Database.Staff(StaffRole.Moderator)));
        Assert.IsType<RunOutcome.Refused>(await _shop.Get<PayoutDecisions>().RemoveAsync(_shop.Operator, own.Id, " ", Cancel));
        Assert.IsType<RunOutcome.Done>(await RemoveAsync(rival));
        Assert.IsType<RunOutcome.Changed>(await RemoveAsync(rival));
        Assert.Contains("Cancel the run instead", Assert.IsType<RunOutcome.Refused>(await RemoveAsync(own)).Problem, StringComparison.Ordinal);
        var rest = _shop.RunOf(run.Id);
        await _shop.ApproveAsync(rest);
        await _shop.ApproveAsync(rest, _second);
        Assert.IsType<RunOutcome.Done>(await _shop.SendAsync(rest));
        Assert.IsType<RunOutcome.Changed>(await RemoveAsync(own));
        Assert.IsType<RunOutcome.Changed>(await _shop.Get<PayoutReturns>().ReturnAsync(_shop.Operator, rival.Id, "It came back", Cancel));
    }

    [Fact]
    public async Task Removed_approved_and_sent_at_once_something_is_sent_that_was_approved_and_nothing_twice()
    {
        var run = await PrepareAsync();
        await _shop.ApproveAsync(run);
        await _shop.ApproveAsync(run, _second);

        var (sent, removed) = (Task.Run(() => _shop.SendAsync(run), Cancel), Task.Run(() => RemoveAsync(Of(run, _rival.Id)), Cancel));
        var outcomes = await Task.WhenAll(sent, removed);

        Assert.Single(outcomes.OfType<RunOutcome.Done>());
        Assert.Equal(outcomes[0] is RunOutcome.Done, _shop.RunOf(run.Id).SentAt is not null);
        Assert.Empty(await _shop.ProblemsAsync());
    }

    [Fact]
    public async Task Its_page_says_who_removed_it_and_why_and_its_publisher_never_sees_it()
    {
        var run = await PrepareAsync();
        var rival = Of(run, _rival.Id);
        SignIn(_shop.Operator);
        Draw<PayoutPage>(parameters => parameters.Add(p => p.Id, rival.Id)).Says("Remove from run");
        await RemoveAsync(rival);
        var rest = _shop.RunOf(run.Id);
        await _shop.ApproveAsync(rest);
        await _shop.ApproveAsync(rest, _second);
        await _shop.SendAsync(rest);

        var page = Draw<PayoutPage>(parameters => parameters.Add(p => p.Id, rival.Id));
        page.Says("It has to be looked at");
        page.Says("Removed");
        SignIn(_rival.Owner);
        Draw<PayoutPage>(parameters => parameters.Add(p => p.Id, rival.Id)).Says("There is no such payout of a publisher of yours.");
        Assert.Empty((await _shop.Get<PayoutQueries>().OwnAsync(_rival.Owner, ListQuery.First, Cancel)).Rows);
    }

    private static Payout Of(PayoutRun run, long publisherId) => run.Payouts.Single(payout => payout.PublisherId == publisherId);

    private Task<RunOutcome> RemoveAsync(Payout payout, Actor? by = null) =>
        _shop.Get<PayoutDecisions>().RemoveAsync(by ?? _shop.Operator, payout.Id, "It has to be looked at.", Cancel);

    // Two publishers are paid, and two people have to approve it.
    private async Task<PayoutRun> PrepareAsync()
    {
        await _shop.OpenAccountAsync();
        await _shop.OpenAccountAsync(_rival.Owner, _rival.Id);
        await _shop.EarnAsync(200_000);
        await _shop.EarnAsync(100_000, _rival.Id);
        await _shop.PassAsync(14);
        return await _shop.PrepareAsync();
    }
}
