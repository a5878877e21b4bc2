using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Search;

/// <summary>What happened with one phrase on one day, summed over everybody: nothing of it says who searched.</summary>
public sealed class SearchTally(DateOnly day, string phrase)
{
    public const int MaxPhrase = 60;

    public long Id { get; private set; }
    public DateOnly Day { get; private set; } = day;

    /// <summary>The words in small letters; empty for all that came after the day's most.</summary>
    public string Phrase { get; private set; } = phrase;

    public long Searches { get; private set; }

    /// <summary>Of the searches, those that found nothing.</summary>
    public long Empty { get; private set; }

    /// <summary>Of the searches, those from which a result was opened.</summary>
    public long Opened { get; private set; }

    public long Milliseconds { get; private set; }
    public int Slowest { get; private set; }

    internal void Add(SearchCount count) => (Searches, Empty, Opened, Milliseconds, Slowest) =
        (Searches + count.Searches, Empty + count.Empty, Opened + count.Opened, Milliseconds + count.Milliseconds, Math.Max(Slowest, count.Slowest));
}

/// <summary>What one process counted of a phrase since its last flush.</summary>
internal readonly record struct SearchCount(long Searches, long Empty, long Opened, long Milliseconds, int Slowest)
{
    public static SearchCount operator +(SearchCount one, SearchCount other) => new(
        one.Searches + other.Searches,
        one.Empty + other.Empty,
        one.Opened + other.Opened,
        one.Milliseconds + other.Milliseconds,
        Math.Max(one.Slowest, other.Slowest));
}

internal sealed class SearchTallyMapping : IEntityTypeConfiguration<SearchTally>
{
    public void Configure(EntityTypeBuilder<SearchTally> tally)
    {
        tally.ToTable("SearchTallies");
        tally.Property(t => t.Phrase).HasMaxLength(SearchTally.MaxPhrase);
        tally.HasIndex(t => new { t.Day, t.Phrase }).IsUnique();

        // Two processes that add to the same sum at once: the later one tries again.
        tally.Property(t => t.Searches).IsConcurrencyToken();
        tally.Property(t => t.Opened).IsConcurrencyToken();
    }
}
