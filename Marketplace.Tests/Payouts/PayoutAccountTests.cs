using Marketplace.Accounts;
using Marketplace.Notifications;
using Marketplace.Payouts;
using Marketplace.Payouts.Accounts;
using Marketplace.Tests.Billing;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Payouts;

/// <summary>Where a publisher is paid is said by its owners, and nobody takes a payout away by changing it.</summary>
public sealed class PayoutAccountTests : IDisposable
{
    private readonly Shop _shop = Shop.OpenAsync().GetAwaiter().GetResult();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_account_is_entered_by_owners_alone_and_all_of_them_are_notified()
    {
        var (accounts, member) = (_shop.Get<PayoutAccounts>(), _shop.Portal.Database.Member(_shop.Acme));
        foreach (var actor in new[] { member, _shop.Owner, _shop.Operator })
        {
            Assert.IsType<AccountOutcome.NotFound>(await accounts.SaveAsync(actor, _shop.Acme.Id, "Acme", Market.Iban, Cancel));
            Assert.DoesNotContain(await accounts.ReadAsync(actor, Cancel), view => view.PublisherId == _shop.Acme.Id);
        }

        Assert.Equal(
            nameof(PayoutAccount.Iban),
            Assert.IsType<AccountOutcome.Invalid>(await accounts.SaveAsync(_shop.Seller, _shop.Acme.Id, "Acme", "FR7630006000011234567890188", Cancel)).Field);
        Assert.Equal(
            nameof(PayoutAccount.Holder),
            Assert.IsType<AccountOutcome.Invalid>(await accounts.SaveAsync(_shop.Seller, _shop.Acme.Id, "株式会社", Market.Iban, Cancel)).Field);
        Assert.IsType<AccountOutcome.Saved>(await accounts.SaveAsync(_shop.Seller, _shop.Acme.Id, "Acme", "fr76 3000 6000 0112 3456 7890 189", Cancel));

        var view = Assert.Single(await accounts.ReadAsync(_shop.Seller, Cancel));
        Assert.Equal((Market.Iban, _shop.Now.AddDays(3)), (view.Account!.Iban, view.HeldUntil));
        Assert.Contains(
            _shop.Read(db => db.Set<Notification>().Where(n => n.UserId == _shop.Seller.UserId).Select(n => n.Text).ToList()),
            text => text.StartsWith("Payouts go to FR•• •••• 0189 of Acme", StringComparison.Ordinal));
        Assert.Contains(
            _shop.Read(db => db.AuditEntries.ToList()),
            entry => entry.Action == "payout-account.change" && !entry.Details.Contains(Market.Iban, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_is_not_sent_to_an_account_that_was_changed_since()
    {
        await _shop.OpenAccountAsync();
        await _shop.EarnAsync(100_000);
        await _shop.PassAsync(14);
        var run = await _shop.PrepareAsync();
        await _shop.ApproveAsync(run);
        await _shop.Get<PayoutAccounts>().SaveAsync(_shop.Seller, _shop.Acme.Id, "Acme", "NL91ABNA0417164300", Cancel);

        var refused = Assert.IsType<RunOutcome.Refused>(await _shop.SendAsync(run));

        Assert.Contains("changed its account", refused.Problem, StringComparison.Ordinal);
        Assert.Equal(85_000, _shop.Available);
    }

    public void Dispose() => _shop.Dispose();
}
