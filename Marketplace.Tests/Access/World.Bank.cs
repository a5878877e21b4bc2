using Marketplace.Billing.Invoices;
using Marketplace.Catalog;
using Marketplace.Payments;
using Marketplace.Payments.Bank;
using Marketplace.Tests.Billing;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Access;

public sealed partial class World
{
    /// <summary>As an operator types it.</summary>
    public static readonly StatementLine Typed = new("", new(2026, 3, 2), new(2026, 3, 2), new(900, "EUR"), "Typed", null, "", "", "");

    /// <summary>What arrived for nothing that is known.</summary>
    public BankLine BankLine { get; private set; } = null!;

    /// <summary>What left the account.</summary>
    public BankLine BankDebit { get; private set; } = null!;

    /// <summary>Of Home, paid in part and late.</summary>
    public const string LateInvoice = "M-2026-000098";

    /// <summary>It paid a part of an invoice of Home.</summary>
    public BankLine BankPart { get; private set; } = null!;

    private void PayInPart(Marketplace.Accounts.Actor by)
    {
        var asked = new PaymentWish(
            Marketplace.Billing.Orders.Order.DocumentOf(Order), "Tool", HomeId, Owner.UserId, new(11900, "EUR"), "CH", "owner@example.com",
            new Uri("http://localhost/orders"));
        var payment = new Payment(PaymentProviders.Bank, asked, A.Day);
        var transfer = new ExpectedTransfer(ExpectedTransfer.IdOf(payment.Id), "start-part", payment.Id, 11900, "EUR", A.Day);
        var sold = Database.Read(db => db.Modules.Single(m => m.PackageId == Sold));
        var bill = Bills.Of(Bills.German, "EUR", 10000) with { Number = LateInvoice, Due = new(2026, 3, 16), Reference = "MP-1" };
        bill = bill with { Lines = [.. bill.Lines.Select(line => line with { ModuleId = sold.Id, PublisherId = sold.PublisherId })] };
        var invoice = new Invoice(bill, HomeId, Order, null, A.Day);
        BankPart = new(Typed with { Name = "Part" }, new string('c', 64), "statement.csv", by.UserId, A.Day);
        BankPart.Spend(900);
        BankPart.Decide(BankLineState.Booked, $"Invoice {LateInvoice}", by.UserId, A.Day);
        transfer.Receive(900, "Part", null);
        using var db = Database.CreateDbContext();
        db.AddRange(payment, transfer, invoice, BankPart);
        db.SaveChanges();
        db.Add(new InvoicePayment(invoice.Id, payment.Id, 900, A.Day, BankPart.Id));
        var interest = bill with { Number = "M-2026-000097", Due = new(2026, 4, 30), Reference = "MP-2", InterestOn = LateInvoice };
        db.Add(new Invoice(interest, HomeId, null, null, A.Day) { InterestOnId = invoice.Id });
        db.SaveChanges();
    }

    private void Transfer(Marketplace.Accounts.Actor by)
    {
        BankLine = new(Typed with { Name = "Arrived" }, new string('a', 64), "statement.csv", by.UserId, A.Day);
        BankDebit = new(Typed with { Name = "Left", Amount = new(-100, "EUR") }, new string('b', 64), "statement.csv", by.UserId, A.Day);
        using var db = Database.CreateDbContext();
        db.AddRange(
            BankLine, BankDebit,
            new OutgoingTransfer("out_1", null, 50, "EUR", "Payer", null, RfReference.Of("out1"), "Paid too much", A.Day));
        db.SaveChanges();
    }
}
