using Marketplace.Billing.Credits;
using Marketplace.Billing.Interest;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Transfers;
using Marketplace.Tests.Billing.Transfers;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Billing.Interest;

/// <summary>An order of 119.00 EUR on 2 March that is due on 16 March, waits long for its transfer, and costs 9.12% a year from the 17th on.</summary>
internal static class Late
{
    public const string Number = "M-2026-000001";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static Task<Shop> OpenAsync(params (string, string)[] settings) => Shop.OpenAsync(
        null,
        [
            BankShop.On, ("Payments:Bank:GraceDays", "90"), ("Interest:BasisPoints", "912"), ("Interest:Since", "2026-01-01"), ("Interest:Minimum", "1"),
            .. settings,
        ]);

    /// <summary>Goes to nine in the morning of a day.</summary>
    public static void GoTo(Shop shop, int month, int day) => shop.Advance(new DateTime(2026, month, day, 9, 0, 0, DateTimeKind.Utc) - shop.Now);

    public static Task<int> RunAsync(Shop shop) => shop.Get<InterestRun>().RunAsync(Cancel);

    public static async Task PayAsync(Shop shop, long minor, string number = Number)
    {
        var invoice = Of(shop, number);
        await shop.ImportAsync(shop.Paid(minor, invoice.Reference, bankId: $"{shop.Now.Ticks}"));
        var line = shop.Read(db => db.Set<Marketplace.Payments.Bank.BankLine>().OrderBy(l => l.Id).Last());
        if (line.IsOpen)
        {
            Assert.IsType<DecisionOutcome.Done>(await shop.DecideAsync(line, new([new(invoice.Id, new(minor, "EUR"))], RestUse.Balance)));
        }
    }

    public static Task<CreditOutcome> CreditAsync(Shop shop, long net, string number = Number) => shop.Get<CreditNotes>().IssueAsync(
        shop.Operator, new(Of(shop, number).Id, [new(0, new(net, "EUR"))], "It did not work.", Revokes: false), Cancel);

    public static Invoice Of(Shop shop, string number) => shop.Read(db => db.Invoices.AsNoTracking().Single(i => i.Number == number));

    public static Invoice[] Charged(Shop shop) =>
        shop.Read(db => db.Invoices.AsNoTracking().Where(i => i.InterestOnId != null).OrderBy(i => i.Id).ToArray());

    public static Task<InterestView?> ViewAsync(Shop shop, Marketplace.Accounts.Actor actor, string number = Number) =>
        shop.Get<InterestQueries>().ReadAsync(actor, number, Cancel);
}
