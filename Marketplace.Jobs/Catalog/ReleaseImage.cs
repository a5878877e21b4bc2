namespace Marketplace.Catalog;

/// <summary>A screenshot of a release. The file is kept by its hash beside the packages, so its address never changes.</summary>
public sealed class ReleaseImage(int ordinal, string hash, string contentType, string text)
{
    public long Id { get; private set; }
    public long ReleaseId { get; private set; }
    public int Ordinal { get; private set; } = ordinal;
    public string Hash { get; private set; } = hash;

    /// <summary><c>image/png</c> or <c>image/jpeg</c>, as the file itself says.</summary>
    public string ContentType { get; private set; } = contentType;

    /// <summary>What it shows, for those who cannot see it.</summary>
    public string Text { get; private set; } = text;
}

/// <summary>A screenshot on a page.</summary>
public sealed record ImageRow(string Hash, string Text);
