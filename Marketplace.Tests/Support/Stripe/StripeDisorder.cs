namespace Marketplace.Tests.Support.Stripe;

/// <summary>What the way to a webhook does to events, by a seed: some are lost, come twice, late, or before one another.</summary>
internal sealed class StripeDisorder(int seed)
{
    private readonly Random _random = new(seed);
    private readonly List<StripeDelivery> _late = [];

    public int Seed => seed;

    /// <summary>One in so many; 0 is none.</summary>
    public int Drops { get; init; }
    public int Doubles { get; init; }
    public int Delays { get; init; }
    public bool Shuffles { get; init; }

    /// <summary>What arrives of these now, with those that were late before.</summary>
    public IReadOnlyList<StripeDelivery> Pass(IEnumerable<StripeDelivery> deliveries)
    {
        var arriving = _late.ToList();
        _late.Clear();
        foreach (var delivery in deliveries.Where(_ => !Happens(Drops)))
        {
            (Happens(Delays) ? _late : arriving).Add(delivery);
            if (Happens(Doubles))
            {
                (Happens(2) ? _late : arriving).Add(delivery);
            }
        }

        return Shuffles ? [.. arriving.OrderBy(_ => _random.Next())] : arriving;
    }

    /// <summary>The rest of those that were late.</summary>
    public IReadOnlyList<StripeDelivery> Rest()
    {
        var rest = _late.ToList();
        _late.Clear();
        return rest;
    }

    private bool Happens(int oneIn) => oneIn > 0 && _random.Next(oneIn) is 0;
}
