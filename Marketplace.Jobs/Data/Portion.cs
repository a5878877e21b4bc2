using System.Numerics;

namespace Marketplace.Data;

/// <summary>So much of a whole, such as days of a period.</summary>
public readonly record struct Portion(long Part, long Of)
{
    public static readonly Portion All = new(1, 1);

    public bool IsAll => Part == Of;

    /// <summary>That part of an amount. Half a minor unit is rounded away from zero; of nothing it is nothing.</summary>
    public long From(long minor) => Of == 0 ? 0 : Whole.Nearest((BigInteger)minor * Part, Of);
}
