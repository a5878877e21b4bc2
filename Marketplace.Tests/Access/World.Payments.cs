using Marketplace.Billing.Invoices;
using Marketplace.Payments;
using Marketplace.Payments.Inbox;
using Marketplace.Payments.Reconciliation;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Access;

public sealed partial class World
{
    /// <summary>Of a payment of Home.</summary>
    public Guid Dispute { get; private set; }

    /// <summary>Of Home: it paid an order, and the provider told of it.</summary>
    public Guid Payment => Guid.Parse(Paid["sbx_".Length..]);

    public Guid PaidOrder => Database.Read(db => db.Invoices.First(i => i.OrderId != null).OrderId!.Value);

    public long Event => Database.Read(db => db.ProviderEvents.OrderBy(e => e.Id).Last(e => e.PaymentRef != null).Id);

    public long Difference => Database.Read(db => db.Differences.Single().Id);

    private void PayAndDispute()
    {
        var asked = new PaymentWish(
            $"order/{Guid.NewGuid():N}", "Tool", HomeId, Owner.UserId, new(900, "EUR"), "CH", "owner@example.com", new Uri("http://localhost/orders"));
        var payment = new Payment(PaymentProviders.Sandbox, asked, A.Day);
        payment.Take(new("sbx_1", PaymentState.Succeeded, new(900, "EUR"), Fee: 25), A.Day);
        using var db = Database.CreateDbContext();
        var told = new ProviderDispute("sbd_1", "sbx_1", DisputeState.NeedsResponse, new(900, "EUR"), "fraudulent", A.Day, null, false, true, false);
        var dispute = new Dispute(payment, told, A.Day);
        var difference = new Difference(PaymentProviders.Sandbox, DifferenceKind.MissingHere, "sbm_1", A.Day);
        difference.Say(DifferenceKind.MissingHere, null, new(0, "EUR"), new(900, "EUR"), "Paid by hand.");
        var refund = new Refund(payment.Id, 100, "EUR", "credit-note/M-C2026-000009", "It did not work.", Owner.UserId, A.Day);
        refund.Take(new("sbr_1", RefundState.Failed, new(100, "EUR"), "declined"), A.Day);
        db.AddRange(refund, dispute, difference, new Comparison(PaymentProviders.Sandbox, A.Day, A.Day, 1, 0, 1, null));
        db.SaveChanges();
        Dispute = dispute.Id;
    }
}
