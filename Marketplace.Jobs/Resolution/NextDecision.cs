namespace Marketplace.Resolution;

/// <summary>
/// Which module is decided next, and so gets the newest release that what was decided before leaves: the nearer to the request, the more
/// that matters; of equally near ones, those that need the others; then the one with the fewest releases left, which fails soonest.
/// </summary>
internal static class NextDecision
{
    // Asked at each decision over all modules: no more is worked out than tells two of them apart.
    public static Variable? Among(List<Variable> variables)
    {
        var best = default(Variable);
        foreach (var variable in variables)
        {
            if (variable.IsOpen && (best is null || IsBefore(variable, best)))
            {
                best = variable;
            }
        }

        return best;
    }

    private static bool IsBefore(Variable variable, Variable best)
    {
        if (variable.Rank != best.Rank || variable.Rank == 0)
        {
            return variable.Rank < best.Rank;
        }

        if (variable.Distance != best.Distance)
        {
            return variable.Distance < best.Distance;
        }

        return IsNeeded(variable) is var mine && IsNeeded(best) is var other && mine != other ? other : variable.Left.Count < best.Left.Count;
    }

    private static bool IsNeeded(Variable variable)
    {
        foreach (var needer in variable.Needers)
        {
            if (needer.Distance == variable.Distance && needer.Rank == variable.Rank && needer.IsOpen)
            {
                return true;
            }
        }

        return false;
    }
}
