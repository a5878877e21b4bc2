using PdfSharp.Drawing;

namespace Marketplace.Data.Pdf;

public static class PdfPicture
{
    private static readonly byte[] Jpeg = [0xff, 0xd8], JfifHeader = [0xff, 0xe0, 0, 16, .. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0];

    // The library takes a JPEG only with the header of JFIF, which pictures that are kept have lost.
    internal static byte[] WithHeader(byte[] content) =>
        content.AsSpan().StartsWith(Jpeg) && content[3] != JfifHeader[1] ? [.. Jpeg, .. JfifHeader, .. content[2..]] : content;

    /// <summary>Whether documents can show the picture. What they cannot is refused where it comes in, not when a document is wanted.</summary>
    public static bool CanDraw(byte[] content)
    {
        try
        {
            return PdfWriter.Write(new("", "", Guid.Empty, DateTime.UnixEpoch, "", ""), flow => flow.Picture(content, 100, 100, "")).Length > 0;
        }
        // The library throws whatever its decoders do.
        catch (Exception)
        {
            return false;
        }
    }
}
