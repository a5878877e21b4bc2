using Marketplace.Accounts;
using Marketplace.Billing.Credits;
using Marketplace.Billing.Invoices;
using Marketplace.Ledger;
using Marketplace.Licensing;
using Marketplace.Notifications;
using Marketplace.Payments;
using Marketplace.Pricing;
using Marketplace.Pricing.Rates;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Billing;

/// <summary>Above a limit one operator proposes a credit and another one approves it, and nobody is two people.</summary>
public sealed class CreditProposalTests : IDisposable
{
    // €119.00 were paid; up to €100.00 one person credits alone.
    private static readonly (string, string)[] Limited = [("Credits:TwoPersonLimit", "10000")];

    private readonly Shop _shop = Shop.OpenAsync(null, Limited).GetAwaiter().GetResult();
    private readonly Actor _second;

    public CreditProposalTests() => _second = _shop.Portal.Database.Staff(StaffRole.Operator);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Up_to_the_limit_one_person_credits_alone_and_a_credit_in_parts_is_no_less()
    {
        var invoice = await BuyAsync(_shop);

        Assert.False((await ShownAsync(_shop, Asked(invoice, 8403))).NeedsApproval);
        Assert.True((await ShownAsync(_shop, Asked(invoice, 8404))).NeedsApproval);
        Assert.Contains("another operator has to approve it", Invalid(await IssueAsync(Asked(invoice, 8404))), StringComparison.Ordinal);
        Assert.IsType<CreditOutcome.Issued>(await IssueAsync(Asked(invoice, 5000)));

        Assert.Contains("More than €100.00", Invalid(await IssueAsync(Asked(invoice, 5000))), StringComparison.Ordinal);
        Assert.IsType<CreditOutcome.Issued>(await IssueAsync(Asked(invoice, 3403)));
        Assert.Equal(10000, _shop.Read(db => db.Refunds.Sum(r => r.Minor)));
    }

    [Fact]
    public async Task What_is_proposed_is_carried_out_when_another_operator_approves_it()
    {
        var invoice = await BuyAsync(_shop);
        var proposal = await ProposeAsync(Asked(invoice, 10000, revokes: true));
        Assert.Equal((1, 0, 1), _shop.Read(db => (db.Invoices.Count(), db.Refunds.Count(), db.Licenses.Count(l => l.RevokedAt == null))));
        Assert.Contains("proposes to credit €119.00 of invoice M-2026-000001", Told(_second), StringComparison.Ordinal);

        var issued = Assert.IsType<CreditOutcome.Issued>(await ApproveAsync(proposal, _second));

        await _shop.WorkAsync();
        Assert.Equal("M-C2026-000001", issued.Number);
        Assert.Equal(11900, _shop.Read(db => db.Refunds.Single().Minor));
        Assert.NotNull(_shop.Read(db => db.Licenses.Single().RevokedAt));
        Assert.Equal(0, _shop.Net(AccountKey.PayableHeld(_shop.Acme.Id)));
        Assert.Contains("was credited as you proposed", Told(_shop.Operator), StringComparison.Ordinal);
        Assert.Equal(
            [("credit.propose", _shop.Operator.UserId), ("invoice.credit", _second.UserId), ("credit.approve", _second.UserId)], Audits());
        Assert.Equal("It was approved already.", Invalid(await ApproveAsync(proposal, _second)));
        Assert.Equal("It was approved already.", Invalid(await WithdrawAsync(proposal, _shop.Operator)));
    }

    [Fact]
    public async Task Who_proposed_it_never_approves_it()
    {
        var proposal = await ProposeAsync(Asked(await BuyAsync(_shop), 10000));

        Assert.Equal("You proposed it. Another operator has to approve it.", Invalid(await ApproveAsync(proposal, _shop.Operator)));
        // Neither a session without a second factor nor an API key is another person.
        Assert.IsType<CreditOutcome.NotFound>(await ApproveAsync(proposal, _shop.Operator with { HasSecondFactor = false }));
        Assert.IsType<CreditOutcome.Invalid>(await ApproveAsync(proposal, _shop.Operator with { SessionId = null }));
        Assert.Equal("You proposed it: withdraw it instead.", Invalid(await DeclineAsync(proposal, _shop.Operator, "No")));

        Assert.Equal(1, _shop.Read(db => db.Invoices.Count()));
    }

    [Fact]
    public async Task Neither_who_belongs_to_the_client_nor_who_is_no_operator_approves_it()
    {
        var proposal = await ProposeAsync(Asked(await BuyAsync(_shop), 10000));
        foreach (var actor in new[] { _shop.Seller, _shop.Owner, _shop.Portal.Database.Staff(StaffRole.Moderator) })
        {
            Assert.IsType<CreditOutcome.NotFound>(await ApproveAsync(proposal, actor));
            Assert.IsType<CreditOutcome.NotFound>(await DeclineAsync(proposal, actor, "No"));
            Assert.Null(await _shop.Get<CreditProposalQueries>().ReadAsync(actor, proposal.Id, Cancel));
        }

        _shop.Portal.Database.Save(new Membership(_shop.Globex.Id, _second.UserId, MemberRole.Member, _shop.Now));
        Assert.Contains("You belong to Globex", Invalid(await ApproveAsync(proposal, _second)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_who_approve_at_once_issue_one_credit_note()
    {
        var proposal = await ProposeAsync(Asked(await BuyAsync(_shop), 10000));
        var third = _shop.Portal.Database.Staff(StaffRole.Operator);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(at => Task.Run(() => ApproveAsync(proposal, at % 2 == 0 ? _second : third), Cancel)));

        Assert.Single(outcomes.OfType<CreditOutcome.Issued>());
        Assert.Equal(5, outcomes.OfType<CreditOutcome.Invalid>().Count());
        Assert.Equal((1, 1, 11900L), _shop.Read(db => (db.Invoices.Count(i => i.CorrectsId != null), db.Refunds.Count(), db.Payments.Single().RefundedMinor)));
        Assert.Empty((await _shop.Get<LedgerVerify>().RunAsync(Cancel)).Problems);
    }

    [Fact]
    public async Task What_was_credited_since_is_named_and_nothing_is_carried_out()
    {
        var invoice = await BuyAsync(_shop);
        var proposal = await ProposeAsync(Asked(invoice, 9000));
        _shop.Advance(TimeSpan.FromHours(1));
        Assert.IsType<CreditOutcome.Issued>(await IssueAsync(Asked(invoice, 500)));

        var problem = Invalid(await ApproveAsync(proposal, _second));

        Assert.Contains("Invoice M-2026-000001 was credited after this was proposed: M-C2026-000001.", problem, StringComparison.Ordinal);
        var view = await _shop.Get<CreditProposalQueries>().ReadAsync(_second, proposal.Id, Cancel);
        Assert.Equal((problem, null), (view!.Problem, view.Effect));
        Assert.Equal(1, _shop.Read(db => db.Invoices.Count(i => i.CorrectsId != null)));
        Assert.IsType<CreditOutcome.Closed>(await WithdrawAsync(proposal, _shop.Operator));
        Assert.IsType<CreditOutcome.Issued>(await ApproveAsync(await ProposeAsync(Asked(invoice, 9500)), _second));
    }

    [Fact]
    public async Task An_invoice_has_one_open_proposal_whoever_proposes_at_once()
    {
        var invoice = await BuyAsync(_shop);
        var hash = (await ShownAsync(_shop, Asked(invoice, 10000))).Hash;

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(at => Task.Run(
            () => _shop.Get<CreditProposals>().ProposeAsync(at % 2 == 0 ? _shop.Operator : _second, Asked(invoice, 10000), hash, Cancel), Cancel)));

        Assert.Single(outcomes.OfType<CreditOutcome.Proposed>());
        Assert.All(
            outcomes.OfType<CreditOutcome.Invalid>(), outcome => Assert.Contains("is already waiting for approval", outcome.Problem, StringComparison.Ordinal));
        Assert.Equal(1, _shop.Read(db => db.CreditProposals.Count()));
    }

    [Fact]
    public async Task A_declined_one_says_why_and_a_withdrawn_one_is_only_the_proposers()
    {
        var invoice = await BuyAsync(_shop);
        var first = await ProposeAsync(Asked(invoice, 10000));
        Assert.Contains("Say why", Invalid(await DeclineAsync(first, _second, " ")), StringComparison.Ordinal);
        Assert.IsType<CreditOutcome.Closed>(await DeclineAsync(first, _second, "They used it for a year."));
        Assert.Contains("was declined: They used it for a year.", Told(_shop.Operator), StringComparison.Ordinal);

        var next = await ProposeAsync(Asked(invoice, 10000));
        Assert.Equal("Only the person who proposed it can withdraw it. Decline it instead.", Invalid(await WithdrawAsync(next, _second)));
        Assert.IsType<CreditOutcome.Closed>(await WithdrawAsync(next, _shop.Operator));

        Assert.Equal(["credit.propose", "credit.decline", "credit.propose", "credit.withdraw"], Audits().Select(audit => audit.Action));
        Assert.Equal(1, _shop.Read(db => db.Invoices.Count()));
    }

    [Fact]
    public async Task What_was_not_shown_is_neither_proposed_nor_approved()
    {
        var invoice = await BuyAsync(_shop);
        Assert.Contains("Preview it again", Invalid(
            await _shop.Get<CreditProposals>().ProposeAsync(_shop.Operator, Asked(invoice, 10000), new string('0', 64), Cancel)), StringComparison.Ordinal);
        var proposal = await ProposeAsync(Asked(invoice, 9000));

        Assert.IsType<CreditOutcome.Invalid>(await _shop.Get<CreditProposals>().ApproveAsync(_second, proposal.Id, new string('0', 64), Cancel));
        // Somebody with access to the database changes how much goes back.
        await using var db = _shop.Portal.Database.CreateDbContext();
        var more = proposal.Parts.Replace("9000", "9999", StringComparison.Ordinal);
        await db.CreditProposals.ExecuteUpdateAsync(set => set.SetProperty(p => p.Parts, more), Cancel);
        Assert.IsType<CreditOutcome.Invalid>(await ApproveAsync(proposal, _second));

        Assert.Equal(1, _shop.Read(shop => shop.Invoices.Count()));
    }

    [Fact]
    public async Task A_term_that_goes_on_being_earned_can_still_be_approved_days_later()
    {
        using var shop = await Shop.OpenAsync(new(OfferTier.Basic, OfferModel.Yearly, 1, [new(36500, "EUR")]), Limited);
        var asked = Asked(await BuyAsync(shop), 30000, revokes: true);
        var second = shop.Portal.Database.Staff(StaffRole.Operator);
        var hash = (await ShownAsync(shop, asked)).Hash;
        var proposed = Assert.IsType<CreditOutcome.Proposed>(await shop.Get<CreditProposals>().ProposeAsync(shop.Operator, asked, hash, Cancel));
        shop.Advance(TimeSpan.FromDays(3));

        var shown = await shop.Get<CreditProposalQueries>().ReadAsync(second, proposed.ProposalId, Cancel);

        Assert.Equal([true], shown!.Effect!.EndsTerm);
        Assert.IsType<CreditOutcome.Issued>(await shop.Get<CreditProposals>().ApproveAsync(second, proposed.ProposalId, shown.Hash, Cancel));
        Assert.Equal(0, shop.Net(AccountKey.DeferredRevenue));
    }

    [Fact]
    public async Task A_limit_in_another_currency_is_converted_and_without_a_rate_nobody_credits_alone()
    {
        using var dollars = await Shop.OpenAsync(null, ("Credits:TwoPersonLimit", "10000"), ("Credits:Currency", "USD"));
        dollars.Advance(TimeSpan.FromDays(14));
        await dollars.Get<ShippedRates>().EnsureAsync(Cancel);
        var invoice = await BuyAsync(dollars);
        var limit = (await dollars.Get<RatesQueries>().NowAsync(Cancel))!.Convert(new(10000, "USD"), "EUR").Minor;
        foreach (var net in new[] { 7000, 8000, 8300, 8403, 9000, 10000 })
        {
            var shown = await ShownAsync(dollars, Asked(invoice, net));
            Assert.Equal(shown.Document.Total.Minor > limit, shown.NeedsApproval);
        }

        using var dinars = await Shop.OpenAsync(null, ("Credits:TwoPersonLimit", "100000000"), ("Credits:Currency", "KWD"));
        Assert.True((await ShownAsync(dinars, Asked(await BuyAsync(dinars), 1))).NeedsApproval);
    }

    public void Dispose() => _shop.Dispose();

    private static async Task<long> BuyAsync(Shop shop)
    {
        var order = await shop.PlaceAsync();
        await shop.PayAtSandboxAsync(order, Shop.Good);
        await shop.WorkAsync();
        return shop.Read(db => db.Invoices.Single(i => i.OrderId == order).Id);
    }

    private static CreditWish Asked(long invoice, long net, bool revokes = false) => new(invoice, [new(0, new(net, "EUR"))], "It did not work.", revokes);

    private static async Task<CreditEffect> ShownAsync(Shop shop, CreditWish asked) =>
        Assert.IsType<CreditOutcome.Shown>(await shop.Get<CreditNotes>().PreviewAsync(shop.Operator, asked, Cancel)).Effect;

    private static string Invalid(CreditOutcome outcome) => Assert.IsType<CreditOutcome.Invalid>(outcome).Problem;

    private Task<CreditOutcome> IssueAsync(CreditWish asked) => _shop.Get<CreditNotes>().IssueAsync(_shop.Operator, asked, Cancel);

    private async Task<CreditProposal> ProposeAsync(CreditWish asked)
    {
        var proposed = Assert.IsType<CreditOutcome.Proposed>(
            await _shop.Get<CreditProposals>().ProposeAsync(_shop.Operator, asked, (await ShownAsync(_shop, asked)).Hash, Cancel));
        return _shop.Read(db => db.CreditProposals.AsNoTracking().Single(p => p.Id == proposed.ProposalId));
    }

    private Task<CreditOutcome> ApproveAsync(CreditProposal proposal, Actor by) =>
        _shop.Get<CreditProposals>().ApproveAsync(by, proposal.Id, proposal.Hash, Cancel);

    private Task<CreditOutcome> DeclineAsync(CreditProposal proposal, Actor by, string reason) =>
        _shop.Get<CreditProposals>().DeclineAsync(by, proposal.Id, reason, Cancel);

    private Task<CreditOutcome> WithdrawAsync(CreditProposal proposal, Actor by) => _shop.Get<CreditProposals>().WithdrawAsync(by, proposal.Id, Cancel);

    private string Told(Actor actor) => _shop.Read(db => db.Set<Notification>().Where(n => n.UserId == actor.UserId && n.Subject.StartsWith("credit-proposal/"))
        .OrderByDescending(n => n.Id).First().Text);

    private List<(string Action, long? UserId)> Audits() => _shop.Read(db => db.Set<AuditEntry>().Where(a => a.Subject == "invoice/M-2026-000001")
        .OrderBy(a => a.Id).Select(a => new { a.Action, a.UserId }).AsEnumerable().Select(a => (a.Action, a.UserId)).ToList());
}
