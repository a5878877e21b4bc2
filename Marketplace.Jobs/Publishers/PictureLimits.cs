namespace Marketplace.Publishers;

/// <summary>Which pictures are taken; sides are in pixels.</summary>
public sealed record PictureLimits(int MaxBytes, int MinSide, int MaxSide, bool IsSquare)
{
    public static readonly PictureLimits Icon = new(PngIcon.MaxBytes, PngIcon.LeastSide, PngIcon.MaxSide, IsSquare: true);

    internal bool Allow(uint width, uint height) =>
        width >= MinSide && width <= MaxSide && height >= MinSide && height <= MaxSide && (width == height || !IsSquare);
}
