using Marketplace.Payments.Bank;
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
