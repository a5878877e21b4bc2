namespace Marketplace.Accounts;

/// <summary>One browser in which someone is signed in, from sign-in to sign-out.</summary>
public sealed class Session(long userId, string device, string address, DateTime now)
{
    public long Id { get; private set; }
    public long UserId { get; private set; } = userId;

    /// <summary>Browser and system in words.</summary>
    public string Device { get; private set; } = device;

    /// <summary>The network address that signed in.</summary>
    public string Address { get; private set; } = address;

    public DateTime StartedAt { get; private set; } = now;

    /// <summary>When the last request came, to within <see cref="Sessions.SeenEvery"/>.</summary>
    public DateTime SeenAt { get; private set; } = now;

    public DateTime? EndedAt { get; private set; }

    private Session()
        : this(0, "", "", default)
    {
    }
}
