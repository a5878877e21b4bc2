namespace Marketplace.Portal.Catalog;

/// <summary>The slug of a category as people read it.</summary>
internal static class Category
{
    public static string Title(string slug) => slug is "" ? "" : char.ToUpperInvariant(slug[0]) + slug[1..].Replace('-', ' ');
}
