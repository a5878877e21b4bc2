namespace Marketplace.Operations;

// Its place among operations on many sites.
public sealed partial class Operation
{
    /// <summary>The batch that it is part of.</summary>
    public long? BatchId { get; private set; }

    public Batch? Batch { get; private set; }

    /// <summary>Its ring in the batch.</summary>
    public int? Ring { get; private set; }

    /// <summary>Becomes part of a batch; in a later ring than the first it waits.</summary>
    public void Join(Batch batch, int ring)
    {
        (Batch, Ring) = (batch, ring);
        State = State is OperationState.AwaitingApproval ? State : Turn;
    }

    /// <summary>Waits for a worker, or before for its ring.</summary>
    public void Queue() => State = Turn;

    private OperationState Turn => Batch is not null && Ring > Batch.Ring ? OperationState.AwaitingRing : OperationState.Queued;
}
