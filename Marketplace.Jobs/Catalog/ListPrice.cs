using Marketplace.Data;

namespace Marketplace.Catalog;

/// <summary>
/// What a module's open offers come to, for lists and search. Pricing writes it with the offers, in one transaction; a module without
/// any offer is free.
/// </summary>
/// <param name="Kinds">Those of <see cref="AllKinds"/> in which it can be had, between spaces, one before and one after.</param>
/// <param name="Tiers">Those of <see cref="AllTiers"/> that are offered, in the same way.</param>
/// <param name="Minor">The least price, in minor units of <paramref name="Currency"/>; null where it is only told on request.</param>
/// <param name="Per">
/// What that pays for: <c>month</c> or <c>year</c>; empty if it is paid once. Where only what is used is paid, the units: <c>document</c>,
/// <c>1000 mails</c>.
/// </param>
/// <param name="FirstYear">The least that the first year costs, so that prices by the month and by the year stand in one order.</param>
public sealed record ListPrice(string Kinds, string Tiers, long? Minor, string Currency, string Per, long FirstYear)
{
    public const int MaxPer = 50;

    public static readonly IReadOnlyList<string> AllKinds = ["free", "one-time", "subscription"];
    public static readonly IReadOnlyList<string> AllTiers = ["free", "basic", "premium", "enterprise", "custom"];

    /// <summary>A new one each time: the database keeps it with the module's row.</summary>
    public static ListPrice Free() => new(" free ", " free ", 0, "", "", 0);

    public bool IsFree => Minor is 0;

    /// <summary>There is no base price: the amount is what units cost.</summary>
    public bool IsByUsage => Per is not ("" or "month" or "year");

    /// <summary>Null where it is free, or told on request.</summary>
    public Money? Amount => Minor is > 0 and { } minor ? new(minor, Currency) : null;
}
