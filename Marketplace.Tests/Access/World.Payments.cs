using Marketplace.Payments;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Access;

public sealed partial class World
{
    /// <summary>Of a payment of Home.</summary>
    public Guid Dispute { get; private set; }

    private void PayAndDispute()
    {
        var asked = new PaymentWish(
            $"order/{Guid.NewGuid():N}", "Tool", HomeId, Owner.UserId, new(900, "EUR"), "CH", "owner@example.com", new Uri("http://localhost/orders"));
        var payment = new Payment(PaymentProviders.Sandbox, asked, A.Day);
        payment.Take(new("sbx_1", PaymentState.Succeeded, new(900, "EUR"), Fee: 25), A.Day);
        using var db = Database.CreateDbContext();
        var told = new ProviderDispute("sbd_1", "sbx_1", DisputeState.NeedsResponse, new(900, "EUR"), "fraudulent", A.Day, null, false, true, false);
        var dispute = new Dispute(payment, told, A.Day);
        db.Add(dispute);
        db.SaveChanges();
        Dispute = dispute.Id;
    }
}
