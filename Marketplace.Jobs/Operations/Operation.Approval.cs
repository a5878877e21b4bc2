using Marketplace.Accounts;

namespace Marketplace.Operations;

// On sites where a second member must agree.
public sealed partial class Operation
{
    /// <summary>The other member who approved it, on a site that asks for that.</summary>
    public long? ApprovedById { get; private set; }

    public User? ApprovedBy { get; private set; }

    public void AwaitApproval() => State = OperationState.AwaitingApproval;

    public void Approve(long byId)
    {
        (ApprovedById, LeaseNumber) = (byId, LeaseNumber + 1);
        Queue();
    }
}
