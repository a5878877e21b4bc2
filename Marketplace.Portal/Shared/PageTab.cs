namespace Marketplace.Portal.Shared;

/// <summary>A tab of a page.</summary>
/// <param name="Name">As the address says it.</param>
/// <param name="Count">How much lies behind it; null if that says nothing.</param>
/// <param name="Note">The same where a number does not say it.</param>
public sealed record PageTab(string Name, string Text, string Href, int? Count = null, string? Note = null)
{
    public string? Behind => Note ?? (Count is { } count ? Format.Count(count) : null);
}
