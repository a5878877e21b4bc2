namespace Marketplace.Modules;

/// <summary>What a site has used of a quantity in a while.</summary>
/// <param name="Report">Its own number: however often it is told, it counts once.</param>
/// <param name="Module">The module's package id.</param>
/// <param name="Quantity">The name of the quantity, as the offer writes it.</param>
/// <param name="Count">How many, at least 1.</param>
/// <param name="From">When the first was used, in UTC.</param>
/// <param name="Until">When the last was used, in UTC; its day is the one that it counts on.</param>
public sealed record UsageEntry(Guid Report, string Module, string Quantity, long Count, DateTime From, DateTime Until);

/// <summary>What became of the entries that were told.</summary>
/// <param name="Counted">How many count now.</param>
/// <param name="Known">How many had been counted before.</param>
/// <param name="Refused">Those that do not count, each with its reason.</param>
public sealed record UsageReceipt(int Counted, int Known, IReadOnlyList<UsageRefusal> Refused);

/// <param name="Report">The entry's number.</param>
/// <param name="Reason">What is wrong with it.</param>
public sealed record UsageRefusal(Guid Report, string Reason);

/// <summary>Entries that are not added to any more, in a file of the site's module folder, until the marketplace has them.</summary>
/// <param name="Path">The file.</param>
/// <param name="Entries">What it says; empty if it is damaged.</param>
public sealed record UsageBatch(string Path, IReadOnlyList<UsageEntry> Entries);
