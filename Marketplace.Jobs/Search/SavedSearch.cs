using System.Text.Json;
using Marketplace.Accounts;
using Marketplace.Search.Index;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Search;

/// <summary>A person wants to hear of what is new under a search.</summary>
public sealed class SavedSearch(long userId, string address, string queryJson, DateTime notifiedAt) : IPersonal
{
    public const int MaxAddress = 190;
    public const int MaxQuery = 4000;

    public long Id { get; private set; }
    public long UserId { get; private set; } = userId;
    public User User { get; private set; } = null!;

    /// <summary>The part of the search's address after the question mark.</summary>
    public string Address { get; private set; } = address;
    public string QueryJson { get; private set; } = queryJson;

    /// <summary>Up to when its results were told of.</summary>
    public DateTime NotifiedAt { get; private set; } = notifiedAt;

    public CatalogQuery Query => JsonSerializer.Deserialize<CatalogQuery>(QueryJson)!;

    public void Tell(DateTime now) => NotifiedAt = now;
}

internal sealed class SavedSearchMapping : IEntityTypeConfiguration<SavedSearch>
{
    public void Configure(EntityTypeBuilder<SavedSearch> search)
    {
        search.ToTable("SavedSearches");
        search.Property(s => s.Address).HasMaxLength(SavedSearch.MaxAddress);
        search.Property(s => s.QueryJson).HasMaxLength(SavedSearch.MaxQuery);
        search.Property(s => s.NotifiedAt).IsConcurrencyToken();
        search.Ignore(s => s.Query);
        search.HasIndex(s => new { s.UserId, s.Address }).IsUnique();
        search.HasIndex(s => s.NotifiedAt);
        search.HasOne(s => s.User).WithMany().HasForeignKey(s => s.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
