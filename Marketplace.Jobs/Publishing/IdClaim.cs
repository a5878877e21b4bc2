namespace Marketplace.Publishing;

/// <summary>
/// Who submits packages of an id that no module has yet. It holds while a submission of theirs is open, and every submission writes it, so that two
/// publishers are never let in at once.
/// </summary>
public sealed class IdClaim(string normalizedId, long publisherId)
{
    public string NormalizedId { get; private set; } = normalizedId;
    public long PublisherId { get; private set; } = publisherId;
    public Guid Stamp { get; private set; } = Guid.NewGuid();

    public void Renew(long publisherId) => (PublisherId, Stamp) = (publisherId, Guid.NewGuid());
}
