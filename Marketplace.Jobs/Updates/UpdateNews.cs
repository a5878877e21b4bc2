using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Updates;

/// <summary>A release that the members of a site are still to be told of; deleted with the telling.</summary>
public sealed class UpdateNews(long siteId, long releaseId, DateTime dueAt)
{
    private const int DigestHour = 8;

    public long Id { get; private set; }
    public long SiteId { get; private set; } = siteId;
    public long ReleaseId { get; private set; } = releaseId;
    public DateTime DueAt { get; private set; } = dueAt;

    /// <summary>When the next digest of a site leaves: at eight, by the clock on its wall.</summary>
    public static DateTime NextDigest(DateTime utc, string timeZone)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(timeZone);
        var today = DateTime.SpecifyKind(TimeZoneInfo.ConvertTimeFromUtc(utc, zone).Date.AddHours(DigestHour), DateTimeKind.Unspecified);
        var digest = TimeZoneInfo.ConvertTimeToUtc(today, zone);
        return digest > utc ? digest : TimeZoneInfo.ConvertTimeToUtc(today.AddDays(1), zone);
    }
}

internal sealed class UpdateNewsMapping : IEntityTypeConfiguration<UpdateNews>
{
    public void Configure(EntityTypeBuilder<UpdateNews> news)
    {
        news.ToTable("UpdateNews");
        news.HasIndex(n => new { n.SiteId, n.ReleaseId }).IsUnique();
        news.HasIndex(n => n.DueAt);
        news.HasOne<Site>().WithMany().HasForeignKey(n => n.SiteId).OnDelete(DeleteBehavior.Cascade);
        news.HasOne<Catalog.Release>().WithMany().HasForeignKey(n => n.ReleaseId).OnDelete(DeleteBehavior.Cascade);
    }
}
