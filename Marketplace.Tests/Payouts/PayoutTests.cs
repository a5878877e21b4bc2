using System.Text;
using System.Xml.Linq;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Notifications;
using Marketplace.Payments.Bank;
using Marketplace.Payouts;
using Marketplace.Payouts.Accounts;
using Marketplace.Tests.Billing;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Payouts;

/// <summary>What is available is paid out, once: prepared, approved, sent, and followed on the bank's statement.</summary>
public sealed class PayoutTests : IDisposable
{
    private readonly Shop _shop = Shop.OpenAsync().GetAwaiter().GetResult();
    private readonly Actor _second;

    public PayoutTests() => _second = _shop.Portal.Database.Staff(StaffRole.Operator);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_payout_is_sent_as_a_valid_file_and_paid_by_the_line_of_the_statement()
    {
        await EarnAsync(200_000);
        var payout = await _shop.PayOutAsync(_second);

        var file = await _shop.Get<PayoutSending>().FileAsync(_shop.Operator, payout.RunId, Cancel);
        var document = XDocument.Parse(Encoding.UTF8.GetString(file!));
        string Text(string name) => document.Descendants().First(element => element.Name.LocalName == name).Value;
        Assert.Null(SepaFile.Problem(document));
        Assert.Equal("urn:iso:std:iso:20022:tech:xsd:pain.001.001.09", document.Root!.Name.NamespaceName);
        Assert.Equal(
            ("1", "1700.00", "DE89370400440532013000", "COBADEFFXXX", payout.Reference, "1700.00", $"{payout.Reference} Payout {payout.Name} of Market GmbH"),
            (Text("NbOfTxs"), Text("CtrlSum"), Text("IBAN"), Text("BICFI"), Text("EndToEndId"), Text("InstdAmt"), Text("Ustrd")));
        Assert.Contains("<Nm>Acme Software Mueller + Soehne</Nm>", Encoding.UTF8.GetString(file!), StringComparison.Ordinal);
        Assert.Equal(file, await _shop.Get<PayoutSending>().FileAsync(_second, payout.RunId, Cancel));
        Assert.Null(await _shop.Get<PayoutSending>().FileAsync(_shop.Seller, payout.RunId, Cancel));
        Assert.Equal((0, 170_000), (_shop.Available, -_shop.Net(AccountKey.UnallocatedReceipts)));

        await _shop.StatementAsync(new(-170_000, "EUR"), $"Payout {payout.Reference}");

        Assert.NotNull(_shop.PayoutOf(payout.Id).PaidAt);
        Assert.Equal((0, -170_000), (_shop.Net(AccountKey.UnallocatedReceipts), _shop.Net(AccountKey.ProviderCash("bank"))));
        Assert.Equal(BankLineState.Booked, _shop.Read(db => db.BankLines.Single().State));
        Assert.Equal(
            [
                $"Payout {payout.Name} of €1,700.00 was sent to FR•• •••• 0189.",
                $"Payout {payout.Name} of €1,700.00 has left the marketplace’s account.",
            ],
            _shop.Read(db => db.Set<Notification>().Where(n => n.UserId == _shop.Seller.UserId && n.Subject == payout.Document).OrderBy(n => n.Id)
                .Select(n => n.Text).ToList()));
        Assert.Empty(await _shop.ProblemsAsync());
    }

    [Fact]
    public async Task Who_has_too_little_or_no_account_or_a_new_one_is_carried_over()
    {
        var (poor, homeless, recent, negative) = (Publisher("Poor"), Publisher("Homeless"), Publisher("Recent"), Publisher("Negative"));
        await _shop.OpenAccountAsync(poor.Owner, poor.Id);
        await _shop.OpenAccountAsync(negative.Owner, negative.Id);
        await _shop.EarnAsync(5000, poor.Id);
        await _shop.EarnAsync(10_000, homeless.Id);
        await _shop.EarnAsync(10_000, recent.Id);
        await _shop.GiveBackAsync("order/none", 3000, negative.Id);
        await _shop.PassAsync(14);
        await _shop.Get<PayoutAccounts>().SaveAsync(recent.Owner, recent.Id, "Recent", Market.Iban, Cancel);
        var preparation = _shop.Get<PayoutPreparation>();

        var due = await preparation.DueAsync(_shop.Operator, Cancel);

        Assert.Equal(
            [
                ("Homeless", 8500L, CarryReason.NoAccount), ("Negative", -2550, CarryReason.Negative), ("Poor", 4250, CarryReason.BelowMinimum),
                ("Recent", 8500, CarryReason.NewAccount),
            ],
            due!.Select(one => (one.Publisher.Split(' ')[0], one.Minor, one.Reason)));
        Assert.IsType<PrepareOutcome.NothingDue>(await preparation.PrepareAsync(_shop.Operator, new("EUR", PayoutMethod.Transfer), Cancel));
        Assert.Null(await preparation.DueAsync(_shop.Seller, Cancel));
        _shop.Advance(TimeSpan.FromDays(3));
        await _shop.EarnAsync(1000, poor.Id);
        await _shop.PassAsync(14);
        Assert.Equal([5100L, 8500], (await _shop.PrepareAsync()).Payouts.OrderBy(p => p.PublisherId).Select(payout => payout.Minor));
    }

    [Fact]
    public async Task What_was_given_back_after_a_payout_is_taken_off_the_next_one()
    {
        var sale = await EarnAsync(100_000);
        await _shop.PayOutAsync(_second);
        await _shop.GiveBackAsync(sale, 100_000);
        await _shop.EarnAsync(150_000);
        await _shop.PassAsync(14);

        var payout = Assert.Single((await _shop.PrepareAsync()).Payouts);

        Assert.Equal((42_500, 2), (payout.Minor, payout.Count));
    }

    [Fact]
    public async Task A_payout_that_comes_back_is_available_again_and_waits_for_another_account()
    {
        await EarnAsync(100_000);
        var payout = await _shop.PayOutAsync(_second);
        await _shop.StatementAsync(new(-85_000, "EUR"), payout.Reference);

        await _shop.StatementAsync(new(85_000, "EUR"), $"Returned (AC04). {payout.Reference} Payout");

        var returned = _shop.PayoutOf(payout.Id);
        Assert.Equal($"Returned (AC04). {payout.Reference} Payout", returned.ReturnReason);
        Assert.Equal((85_000, 0, 0), (_shop.Available, _shop.Net(AccountKey.UnallocatedReceipts), _shop.Net(AccountKey.ProviderCash("bank"))));
        Assert.Equal([_shop.Acme.Id], await _shop.Get<PayoutQueries>().ReturnedAsync(_shop.Seller, Cancel));
        Assert.Empty(await _shop.Get<PayoutQueries>().ReturnedAsync(_shop.Operator, Cancel));
        Assert.Equal(CarryReason.Returned, Assert.Single((await _shop.Get<PayoutPreparation>().DueAsync(_shop.Operator, Cancel))!).Reason);
        await _shop.OpenAccountAsync(iban: "NL91ABNA0417164300");
        Assert.Equal(85_000, Assert.Single((await _shop.PrepareAsync()).Payouts).Minor);
        Assert.Empty(await _shop.ProblemsAsync());
    }

    [Fact]
    public async Task What_an_operator_says_came_back_is_not_counted_again_when_the_statement_says_so_too()
    {
        await EarnAsync(100_000);
        var payout = await _shop.PayOutAsync(_second);
        await _shop.StatementAsync(new(-85_000, "EUR"), payout.Reference);
        var returns = _shop.Get<PayoutReturns>();

        Assert.IsType<RunOutcome.Refused>(await returns.ReturnAsync(_shop.Operator, payout.Id, " ", Cancel));
        Assert.IsType<RunOutcome.NotFound>(await returns.ReturnAsync(_shop.Seller, payout.Id, "Mine", Cancel));
        Assert.IsType<RunOutcome.Done>(await returns.ReturnAsync(_shop.Operator, payout.Id, "The account is closed", Cancel));
        Assert.IsType<RunOutcome.Changed>(await returns.ReturnAsync(_second, payout.Id, "The account is closed", Cancel));
        await _shop.StatementAsync(new(85_000, "EUR"), payout.Reference);

        Assert.Equal((85_000, 0), (_shop.Available, _shop.Net(AccountKey.UnallocatedReceipts)));
        Assert.All(_shop.Read(db => db.BankLines.ToList()), line => Assert.Equal(BankLineState.Booked, line.State));
    }

    [Fact]
    public async Task What_never_left_is_not_sent_any_more()
    {
        await EarnAsync(100_000);
        var payout = await _shop.PayOutAsync(_second);

        Assert.IsType<RunOutcome.Done>(await _shop.Get<PayoutReturns>().ReturnAsync(_shop.Operator, payout.Id, "The bank refused the file", Cancel));

        Assert.Equal((85_000, 0), (_shop.Available, _shop.Net(AccountKey.UnallocatedReceipts)));
        Assert.Empty(_shop.Read(db => db.OutgoingTransfers.ToList()));
    }

    [Fact]
    public async Task The_lines_of_a_canceled_run_wait_for_the_next_one()
    {
        await EarnAsync(100_000);
        var run = await _shop.PrepareAsync();

        Assert.IsType<RunOutcome.Done>(await _shop.Get<PayoutDecisions>().CancelAsync(_second, run.Id, Cancel));

        Assert.IsType<RunOutcome.Changed>(await _shop.ApproveAsync(run));
        Assert.IsType<RunOutcome.Changed>(await _shop.SendAsync(run));
        var again = await _shop.PrepareAsync();
        Assert.Equal((85_000, again.Payouts.Single().Id), (again.Minor, Assert.Single(_shop.Shares()).PayoutId));
    }

    [Fact]
    public async Task The_timetable_prepares_each_month_once_however_many_workers_run()
    {
        await EarnAsync(100_000);
        var preparation = _shop.Get<PayoutPreparation>();
        _shop.Advance(new DateTime(2026, 4, 4, 6, 0, 0, DateTimeKind.Utc) - _shop.Now);
        await preparation.RunAsync(Cancel);
        Assert.Empty(_shop.Read(db => db.PayoutRuns.ToList()));

        _shop.Advance(TimeSpan.FromDays(2));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => preparation.RunAsync(Cancel), Cancel)));
        await EarnAsync(100_000);
        await preparation.RunAsync(Cancel);

        var run = Assert.Single(_shop.Read(db => db.PayoutRuns.Include(r => r.Payouts).ToList()));
        Assert.Equal((202604, null, 85_000), (run.Month, run.PreparedById, run.Minor));
        _shop.Advance(TimeSpan.FromDays(30));
        await preparation.RunAsync(Cancel);
        Assert.Equal([202604, 202605], _shop.Read(db => db.PayoutRuns.OrderBy(r => r.Id).Select(r => r.Month!.Value).ToList()));
    }

    [Fact]
    public async Task What_was_sold_in_the_sandbox_is_paid_by_no_money()
    {
        await _shop.OpenAccountAsync();
        await _shop.BuyAsync();
        await _shop.PassAsync(14);
        Assert.IsType<PrepareOutcome.NothingDue>(
            await _shop.Get<PayoutPreparation>().PrepareAsync(_shop.Operator, new("EUR", PayoutMethod.Transfer), Cancel));

        var run = await _shop.PrepareAsync(isTest: true);
        await _shop.ApproveAsync(run);
        Assert.IsType<RunOutcome.Done>(await _shop.SendAsync(run));

        Assert.NotNull(_shop.PayoutOf(run.Payouts.Single().Id).PaidAt);
        Assert.Null(await _shop.Get<PayoutSending>().FileAsync(_shop.Operator, run.Id, Cancel));
        Assert.Empty(_shop.Read(db => db.OutgoingTransfers.ToList()));
        Assert.Equal(0, _shop.Available);
    }

    public void Dispose() => _shop.Dispose();

    // Sold and released, with an account to be paid to.
    private async Task<string> EarnAsync(long minor)
    {
        await _shop.OpenAccountAsync();
        var sale = await _shop.EarnAsync(minor);
        await _shop.PassAsync(14);
        return sale;
    }

    private (long Id, Actor Owner) Publisher(string name)
    {
        var publisher = _shop.Portal.Database.Publisher(name);
        return (publisher.Id, _shop.Portal.Database.Member(publisher, MemberRole.Owner));
    }
}
