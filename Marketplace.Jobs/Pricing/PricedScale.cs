using System.Numerics;
using Marketplace.Data;

namespace Marketplace.Pricing;

/// <summary>A <see cref="Scale"/> in one currency.</summary>
public sealed record PricedScale(ScaleKind Kind, IReadOnlyList<PricedStep> Steps)
{
    /// <summary>What so many units cost, in minor units.</summary>
    /// <param name="per">The prices are for so many units; what is left over is rounded half away from zero, once.</param>
    public long Of(long units, long per = 1)
    {
        if (units <= 0 || Steps.Count == 0)
        {
            return 0;
        }

        return Whole.Nearest(Kind is ScaleKind.Volume ? (BigInteger)units * Reached(units) : Graduated(units), per);
    }

    private long Reached(long units) => Steps.Last(step => step.From <= units || step == Steps[0]).Each;

    private BigInteger Graduated(long units)
    {
        var sum = BigInteger.Zero;
        for (var i = 0; i < Steps.Count && Steps[i].From <= units; i++)
        {
            var last = i + 1 < Steps.Count ? Math.Min(units, Steps[i + 1].From - 1) : units;
            sum += (BigInteger)(last - Steps[i].From + 1) * Steps[i].Each;
        }

        return sum;
    }
}

/// <param name="From">The number of the first unit of this step.</param>
/// <param name="Each">What one unit costs, in minor units.</param>
public sealed record PricedStep(long From, long Each);
