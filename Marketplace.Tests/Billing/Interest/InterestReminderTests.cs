using Bunit;
using Marketplace.Billing.AccountStatements;
using Marketplace.Billing.Interest;
using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Notifications;
using Marketplace.Portal.Billing;
using Marketplace.Portal.Billing.AccountStatements;
using Marketplace.Tests.Billing.Transfers;
using Marketplace.Tests.Support;
using static Marketplace.Tests.Billing.Interest.Late;

namespace Marketplace.Tests.Billing.Interest;

/// <summary>An invoice of interest of 0.89 EUR that was charged on 16 April, is due on 30 April, and stays unpaid.</summary>
public sealed class InterestReminderTests : PageTest
{
    private readonly Shop _shop;

    public InterestReminderTests()
        : this(OpenAsync().GetAwaiter().GetResult())
    {
    }

    private InterestReminderTests(Shop shop)
        : base(shop.Portal) => _shop = shop;

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_reminded_of_on_its_days_once_whoever_runs_and_then_operators_are_told()
    {
        await ChargedAsync();
        GoTo(_shop, 5, 13);
        Assert.Equal(0, await RemindAsync());
        GoTo(_shop, 5, 14);
        Assert.Equal(1, (await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(RemindAsync, Cancel)))).Sum());
        var number = Charged(_shop)[0].Number;
        var mail = Mails().Single();
        Assert.Equal($"Reminder: €0.89 of interest, invoice {number}, is overdue", mail.Subject);
        Assert.Contains($"for interest on {Number} was due on April 30, 2026, and €0.89 of it is open.", mail.Text, StringComparison.Ordinal);
        Assert.Contains($"DE89370400440532013000 with the reference {Charged(_shop)[0].Reference}.", mail.Text, StringComparison.Ordinal);

        GoTo(_shop, 5, 28);
        Assert.Equal((1, 0), (await RemindAsync(), await RemindAsync()));
        GoTo(_shop, 6, 11);
        Assert.Equal(1, await RemindAsync());
        GoTo(_shop, 6, 25);
        Assert.Equal((0, 0), (await RemindAsync(), await RemindAsync()));
        Assert.Equal(3, Mails().Count);
        Assert.Equal(
            $"Interest of €0.89 on invoice {number} stays unpaid after all reminders",
            _shop.Read(db => db.Set<Notification>().Single(n => n.UserId == _shop.Operator.UserId && n.Text.Contains("stays unpaid")).Text));
        var shown = Assert.Single((await ViewAsync(_shop, _shop.Owner))!.Charged);
        Assert.Equal((true, 3), (shown.IsOverdue, shown.Reminders));
    }

    [Fact]
    public async Task After_an_outage_one_mail_says_what_several_would_have_and_operators_wait_as_long()
    {
        await ChargedAsync();
        GoTo(_shop, 7, 1);
        Assert.Equal((1, 0), (await RemindAsync(), await RemindAsync()));
        GoTo(_shop, 7, 14);
        Assert.Equal((0, 3), (await RemindAsync(), Rows()));
        GoTo(_shop, 7, 15);
        Assert.Equal((0, 4), (await RemindAsync(), Rows()));
        Assert.Equal(1, (await ViewAsync(_shop, _shop.Owner))!.Charged[0].Reminders);
    }

    [Fact]
    public async Task What_is_paid_or_credited_is_not_reminded_of()
    {
        await ChargedAsync();
        await PayAsync(_shop, 89, Charged(_shop)[0].Number);
        GoTo(_shop, 5, 14);

        Assert.Equal(0, await RemindAsync());

        Assert.Empty(await _shop.Get<InterestQueries>().OverdueAsync(_shop.Owner, Cancel));
    }

    [Fact]
    public async Task What_is_overdue_stands_above_billing_and_at_the_late_invoice()
    {
        await ChargedAsync();
        SignIn(_shop.Member);
        Assert.DoesNotContain("of interest on", Draw<PurchasesPage>().Markup, StringComparison.Ordinal);
        GoTo(_shop, 5, 14);
        await RemindAsync();

        Draw<PurchasesPage>().Says($"€0.89 of interest on {Number} was due on Apr 30, 2026.");

        Draw<InvoicePage>(page => page.Add(p => p.Number, Number)).Says("overdue, reminded 1 time");
        Assert.Equal(new Money(89, "EUR"), (await _shop.Get<ClientStatements>().ReadAsync(_shop.Member, new(_shop.Globex.Id), Cancel))!.Overdue);
        Draw<StatementSection>(section => section.Add(s => s.Asked, new StatementRequest(_shop.Globex.Id)).Add(s => s.Address, _ => "/"))
            .Says("€0.89 is overdue today.");
        SignIn(_shop.Seller);
        Assert.DoesNotContain("of interest on", Draw<PurchasesPage>().Markup, StringComparison.Ordinal);
    }

    private async Task ChargedAsync()
    {
        await _shop.OrderAsync();
        GoTo(_shop, 4, 16);
        await RunAsync(_shop);
        Assert.Equal(89, Charged(_shop).Single().NetMinor);
        await PayAsync(_shop, 11900);
    }

    private Task<int> RemindAsync() => _shop.Get<InterestReminders>().RunAsync(Cancel);

    private int Rows() => _shop.Read(db => db.Set<InterestReminder>().Count());

    private List<OutgoingMail> Mails() => _shop.Read(db => db.Set<OutgoingMail>().Where(m => m.Subject.StartsWith("Reminder")).OrderBy(m => m.Id).ToList());
}
