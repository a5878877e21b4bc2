namespace Marketplace.Catalog;

public enum CatalogSort
{
    Relevance,
    Installs,
    Rating,
    Updated,
    Price,
    Name,
}
