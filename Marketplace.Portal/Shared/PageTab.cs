namespace Marketplace.Portal.Shared;

/// <summary>A tab of a page.</summary>
/// <param name="Name">As the address says it.</param>
/// <param name="Count">How much lies behind it; null if that says nothing.</param>
public sealed record PageTab(string Name, string Text, string Href, int? Count = null);
