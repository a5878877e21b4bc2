namespace Marketplace.Search.Index;

/// <summary>Two words for one thing: who types one finds the other.</summary>
public sealed record SynonymRow(string Word, string Other);
