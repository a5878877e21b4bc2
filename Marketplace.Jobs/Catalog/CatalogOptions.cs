using System.ComponentModel.DataAnnotations;

namespace Marketplace.Catalog;

/// <summary>Who may read the catalog, and what it counts: section <c>Catalog</c>.</summary>
public sealed class CatalogOptions
{
    public const string Section = "Catalog";

    /// <summary>Pages, feeds and the HTTP interface of the catalog may be read without signing in; false asks everybody to sign in first.</summary>
    public bool PublicReading { get; set; } = true;

    /// <summary>
    /// The request header in which a proxy in front of the portal names the visitor's country by two letters; empty counts all downloads
    /// as of unknown country. Name one only if the proxy sets or removes it in every request: visitors could write it themselves.
    /// </summary>
    [RegularExpression("[A-Za-z0-9-]*")]
    public string CountryHeader { get; set; } = "";
}
