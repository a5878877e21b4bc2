namespace Marketplace.Portal.Shared.Charts;

/// <param name="Column">From left to right.</param>
/// <param name="Title">The whole of what the text is short for.</param>
/// <param name="Href">Where it leads; null for nowhere.</param>
/// <param name="IsHere">It is what the graph is about.</param>
public sealed record GraphBox(string Id, int Column, string Text, string Title, string? Href, bool IsHere = false);

public sealed record GraphLine(string From, string To, string Title);
