namespace Marketplace.Data.Pdf;

/// <summary>What is the same on all pages of a document, and what it says of itself.</summary>
/// <param name="Author">Who made it out.</param>
/// <param name="Id">The same document always has the same.</param>
/// <param name="At">When it was made out, in UTC.</param>
/// <param name="Head">At the top of each page but the first.</param>
/// <param name="Foot">At the bottom of each.</param>
public sealed record PdfPaper(string Title, string Author, Guid Id, DateTime At, string Head, string Foot);
