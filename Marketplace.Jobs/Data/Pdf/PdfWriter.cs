using PdfSharp.Pdf;
using PdfSharp.UniversalAccessibility;

namespace Marketplace.Data.Pdf;

/// <summary>Writes documents: A4, tagged for screen readers, fonts embedded.</summary>
public static class PdfWriter
{
    // The texts are English in any culture; only formats follow it.
    private const string Language = "en";

    public static byte[] Write(PdfPaper paper, Action<PdfFlow> draw)
    {
        // How many pages there are is known at the end, and stands on the first.
        using var draft = new PdfDocument();
        Draw(draft, paper, draw, pages: 0);
        using var document = new PdfDocument();
        Draw(document, paper, draw, draft.PageCount);
        using var file = new MemoryStream();
        document.Save(file);
        return file.ToArray();
    }

    private static void Draw(PdfDocument document, PdfPaper paper, Action<PdfFlow> draw, int pages)
    {
        (document.Info.Title, document.Info.Author, document.Info.Creator) = (paper.Title, paper.Author, "Marketplace");
        document.Info.CreationDate = document.Info.ModificationDate = paper.At;
        (document.Internals.FirstDocumentID, document.Internals.SecondDocumentID) = ($"{paper.Id:N}"[..16], $"{paper.Id:N}"[..16]);
        document.Options.CompressContentStreams = true;
        var accessibility = UAManager.ForDocument(document);
        accessibility.SetDocumentLanguage(Language);
        using var flow = new PdfFlow(document, accessibility.StructureBuilder, paper, pages);
        draw(flow);
    }
}
