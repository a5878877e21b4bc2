using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Ratings;

/// <summary>What an organization that has or had a module says of it. One for each organization and module.</summary>
public sealed class Rating
{
    private Rating() => (Text, Version) = ("", "");

    public Rating(long moduleId, long organizationId, long byId, RatingText words, DateTime now)
        : this() =>
            (ModuleId, OrganizationId, ById, Stars, Text, Version, WrittenAt) =
                (moduleId, organizationId, byId, words.Stars, words.Text, words.Version, now);

    public long Id { get; private set; }
    public long ModuleId { get; private set; }
    public Module Module { get; private set; } = null!;
    public long OrganizationId { get; private set; }
    public Organization Organization { get; private set; } = null!;

    /// <summary>Who wrote or changed it last.</summary>
    public long ById { get; private set; }

    /// <summary>1 to 5.</summary>
    public int Stars { get; private set; }

    /// <summary>Plain text.</summary>
    public string Text { get; private set; }

    /// <summary>The version that the organization had when it was written.</summary>
    public string Version { get; private set; }

    public DateTime WrittenAt { get; private set; }
    public DateTime? EditedAt { get; private set; }

    /// <summary>What its publisher answered, once.</summary>
    public RatingAnswer? Answer { get; private set; }

    /// <summary>Set while moderators hide it: nobody but its organization and moderators reads it, and it does not count.</summary>
    public RatingHiding? Hiding { get; private set; }

    public Guid Stamp { get; private set; } = Guid.NewGuid();

    public void Edit(long byId, RatingText words, DateTime now) =>
        (ById, Stars, Text, Version, EditedAt, Stamp) = (byId, words.Stars, words.Text, words.Version, now, Guid.NewGuid());

    public void Reply(RatingAnswer answer) => (Answer, Stamp) = (Answer ?? answer, Guid.NewGuid());

    public void Hide(RatingHiding hiding) => (Hiding, Stamp) = (Hiding ?? hiding, Guid.NewGuid());

    public void Show() => (Hiding, Stamp) = (null, Guid.NewGuid());
}

public sealed record RatingAnswer(string Text, long ById, DateTime At);

/// <summary>Why a review is hidden, by whom and when.</summary>
public sealed record RatingHiding(string Reason, long ById, DateTime At);

/// <summary>A rating from 1 to 5 with its text, checked and cleaned, and the version it is about.</summary>
public sealed record RatingText(int Stars, string Text, string Version)
{
    public const int MinLetters = 10;
    public const int MaxLetters = 2000;

    /// <summary>Null where the rating or the length is out of bounds.</summary>
    public static RatingText? Parse(int rating, string text, string version) =>
        rating is >= 1 and <= 5 && Clean(text) is { Length: >= MinLetters and <= MaxLetters } words ? new(rating, words, version) : null;

    /// <summary>Without control characters and those that turn the direction of writing; line ends as \n, at most one line empty at a time.</summary>
    public static string Clean(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n').Select(line => string.Concat(line.Where(IsText)).TrimEnd());
        var kept = lines.Aggregate(new List<string>(), (all, line) =>
        {
            if (line != "" || (all.Count > 0 && all[^1] != ""))
            {
                all.Add(line);
            }

            return all;
        });
        return string.Join('\n', kept).Trim();
    }

    private static bool IsText(char c) =>
        c == '\t'
        || !(char.IsControl(c)
            || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u200E' or '\u200F' or '\u061C' or '\uFEFF');
}

internal sealed class RatingMapping : IEntityTypeConfiguration<Rating>
{
    public void Configure(EntityTypeBuilder<Rating> review)
    {
        review.ToTable("ModuleRatings");
        review.Property(r => r.Text).HasMaxLength(RatingText.MaxLetters);
        review.Property(r => r.Version).HasMaxLength(100);
        review.Property(r => r.Stamp).IsConcurrencyToken();
        review.ComplexProperty(r => r.Answer, a => a.Property(x => x.Text).HasMaxLength(RatingText.MaxLetters));
        review.ComplexProperty(r => r.Hiding, h => h.Property(x => x.Reason).HasMaxLength(500));
        review.HasIndex(r => new { r.ModuleId, r.OrganizationId }).IsUnique();
        review.HasIndex(r => new { r.ModuleId, r.WrittenAt });
        review.HasOne(r => r.Module).WithMany().HasForeignKey(r => r.ModuleId).OnDelete(DeleteBehavior.Cascade);
        review.HasOne(r => r.Organization).WithMany().HasForeignKey(r => r.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        review.HasOne<User>().WithMany().HasForeignKey(r => r.ById).OnDelete(DeleteBehavior.Restrict);
    }
}

public static class RatingData
{
    extension(MarketplaceDb db)
    {
        public DbSet<Rating> Ratings => db.Set<Rating>();
    }
}
