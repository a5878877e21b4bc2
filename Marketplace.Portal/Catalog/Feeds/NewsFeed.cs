using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Marketplace.Catalog;

namespace Marketplace.Portal.Catalog.Feeds;

/// <summary>News in the two forms that readers know.</summary>
/// <param name="page">The page that shows the same, whole.</param>
/// <param name="self">The feed's own address.</param>
/// <param name="whole">From a path to the whole address.</param>
internal sealed class NewsFeed(News news, string page, string self, Func<string, string> whole)
{
    private static readonly XNamespace AtomName = "http://www.w3.org/2005/Atom";

    private string Title => $"{news.About}: new releases";

    // A feed that has no release yet has never changed; the moment stays the same, and so does the entity tag.
    private DateTime ChangedAt => news.Rows.Count > 0 ? news.Rows[0].At : DateTime.UnixEpoch;

    public XDocument Atom() => new(new XElement(AtomName + "feed",
        new XElement(AtomName + "id", self),
        new XElement(AtomName + "title", Title),
        new XElement(AtomName + "updated", Instant(ChangedAt)),
        new XElement(AtomName + "author", new XElement(AtomName + "name", "Marketplace")),
        new XElement(AtomName + "link", new XAttribute("rel", "self"), new XAttribute("type", "application/atom+xml"), new XAttribute("href", self)),
        new XElement(AtomName + "link", new XAttribute("rel", "alternate"), new XAttribute("type", "text/html"), new XAttribute("href", page)),
        news.Rows.Select(row => new XElement(AtomName + "entry",
            new XElement(AtomName + "id", Address(row)),
            new XElement(AtomName + "title", Clean(Headline(row))),
            new XElement(AtomName + "updated", Instant(row.At)),
            new XElement(AtomName + "author", new XElement(AtomName + "name", Clean(row.Publisher))),
            new XElement(AtomName + "link", new XAttribute("rel", "alternate"), new XAttribute("type", "text/html"), new XAttribute("href", Address(row))),
            new XElement(AtomName + "summary", Clean(row.Summary)),
            Html(row) is { } html ? new XElement(AtomName + "content", new XAttribute("type", "html"), html) : null))));

    public XDocument Rss() => new(new XElement("rss",
        new XAttribute("version", "2.0"),
        new XAttribute(XNamespace.Xmlns + "atom", AtomName),
        new XElement("channel",
            new XElement("title", Title),
            new XElement("link", page),
            new XElement("description", $"The newest releases of {Clean(news.About)}."),
            new XElement("lastBuildDate", ChangedAt.ToString("R", CultureInfo.InvariantCulture)),
            new XElement(AtomName + "link",
                new XAttribute("rel", "self"), new XAttribute("type", "application/rss+xml"), new XAttribute("href", self)),
            news.Rows.Select(row => new XElement("item",
                new XElement("title", Clean(Headline(row))),
                new XElement("link", Address(row)),
                new XElement("guid", new XAttribute("isPermaLink", "true"), Address(row)),
                new XElement("pubDate", row.At.ToString("R", CultureInfo.InvariantCulture)),
                new XElement("description", Html(row) ?? Clean(row.Summary)))))));

    public static byte[] Bytes(XDocument document)
    {
        using var bytes = new MemoryStream();
        document.Save(bytes, SaveOptions.DisableFormatting);
        return bytes.ToArray();
    }

    private string Address(NewsRow row) => whole(PortalUrls.Module(row.PackageId, null, row.Version));

    private static string Headline(NewsRow row) => $"{row.DisplayName} {row.Version}";

    private static string? Html(NewsRow row) => row.NotesHtml.Length == 0 ? null : Clean(row.NotesHtml);

    private static string Instant(DateTime at) => at.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    // What publishers write may hold letters that XML has not.
    private static string Clean(string text) => string.Concat(text.EnumerateRunes().Where(rune => !rune.IsBmp || XmlConvert.IsXmlChar((char)rune.Value)));
}
