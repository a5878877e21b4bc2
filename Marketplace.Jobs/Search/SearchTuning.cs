using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Search.Index;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Search;

/// <summary>Two words that find the same. Kept once for both directions, the lesser word first.</summary>
public sealed class SearchSynonym(string word, string other)
{
    public string Word { get; private set; } = word;
    public string Other { get; private set; } = other;
}

/// <summary>By how much operators raise or lower a module among the results.</summary>
public sealed class SearchBoost(long moduleId, double factor)
{
    public long ModuleId { get; private set; } = moduleId;
    public Module Module { get; private set; } = null!;
    public double Factor { get; private set; } = factor;

    public void Change(double factor) => Factor = factor;
}

/// <summary>What operators keep so that search does better. Each change is audited, and told to every process, which takes it in with its index.</summary>
public sealed class SearchTuning(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    public const double Least = 0.1, Greatest = 10;
    internal const int Most = 500;

    /// <summary>From now on each of the words finds what the other does, a little below.</summary>
    public async Task<ListingOutcome> AddSynonymAsync(Actor actor, string word, string other, CancellationToken cancel)
    {
        if (!TryPair(word, other, out var pair))
        {
            return new ListingOutcome.Invalid("Give two different words of letters and digits, without blanks or signs.") { Field = nameof(SynonymRow.Other) };
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await MayAsync(db, actor, cancel))
        {
            return new ListingOutcome.NotFound();
        }

        var known = db.Set<SearchSynonym>();
        if (await known.AnyAsync(s => s.Word == pair.Word && s.Other == pair.Other, cancel) || await known.CountAsync(cancel) >= Most)
        {
            return new ListingOutcome.Invalid($"These two are known already, or there are {Most} pairs, which is the most.");
        }

        db.Add(new SearchSynonym(pair.Word, pair.Other));
        return await DoneAsync(db, actor, "synonym.add", pair, cancel);
    }

    public async Task<ListingOutcome> RemoveSynonymAsync(Actor actor, string word, string other, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!TryPair(word, other, out var pair)
            || !await MayAsync(db, actor, cancel)
            || await db.Set<SearchSynonym>()
                .FirstOrDefaultAsync(s => s.Word == pair.Word && s.Other == pair.Other, cancel) is not { } known)
        {
            return new ListingOutcome.NotFound();
        }

        db.Remove(known);
        return await DoneAsync(db, actor, "synonym.remove", pair, cancel);
    }

    /// <param name="factor">What the module's place is multiplied by; 1 takes the boost away.</param>
    public async Task<ListingOutcome> BoostAsync(Actor actor, string packageId, double factor, CancellationToken cancel)
    {
        if (factor is not (>= Least and <= Greatest))
        {
            return new ListingOutcome.Invalid($"A boost is a number from {Least:0.0} to {Greatest:0}.") { Field = nameof(BoostRow.Factor) };
        }

        var id = Module.Normalize(packageId.Trim());
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await MayAsync(db, actor, cancel))
        {
            return new ListingOutcome.NotFound();
        }

        if (await db.Modules.FirstOrDefaultAsync(m => m.NormalizedId == id, cancel) is not { } module)
        {
            return new ListingOutcome.Invalid($"There is no module “{packageId}”.") { Field = nameof(BoostRow.PackageId) };
        }

        if (await db.Set<SearchBoost>().FirstOrDefaultAsync(b => b.ModuleId == module.Id, cancel) is not { } boost)
        {
            db.Add(boost = new SearchBoost(module.Id, factor));
        }

        boost.Change(factor);
        if (factor is 1)
        {
            db.Remove(boost);
        }

        module.Touch(clock.UtcNow);
        db.Audit(actor, "module.boost", $"module/{id}", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"× {factor:0.##}"), clock.UtcNow);
        return await SaveAsync(db, cancel);
    }

    private async Task<ListingOutcome> DoneAsync(MarketplaceDb db, Actor actor, string action, SynonymRow pair, CancellationToken cancel)
    {
        db.Audit(actor, action, $"synonym/{pair.Word}", $"{pair.Word} = {pair.Other}", clock.UtcNow);
        return await SaveAsync(db, cancel);
    }

    private async Task<ListingOutcome> SaveAsync(MarketplaceDb db, CancellationToken cancel)
    {
        db.Changed(LiveTopic.Catalog, clock.UtcNow);
        await db.SaveChangesAsync(cancel);
        return new ListingOutcome.Done();
    }

    private static Task<bool> MayAsync(MarketplaceDb db, Actor actor, CancellationToken cancel) =>
        db.StaffGrants.Allowing(actor, StaffRole.Operator).AnyAsync(cancel);

    // As search takes words: folded, and one on each side.
    private static bool TryPair(string word, string other, out SynonymRow pair)
    {
        string[] words = [.. SearchText.Words(word).Take(2)], others = [.. SearchText.Words(other).Take(2)];
        var isPair = words.Length == 1 && others.Length == 1 && words[0] != others[0];
        pair = !isPair ? new("", "") : string.CompareOrdinal(words[0], others[0]) < 0 ? new(words[0], others[0]) : new(others[0], words[0]);
        return isPair;
    }
}

internal static class SearchTuningData
{
    extension(MarketplaceDb db)
    {
        public async Task<IReadOnlyList<SynonymRow>> SynonymsAsync(CancellationToken cancel) =>
            await db.Set<SearchSynonym>()
                .OrderBy(s => s.Word)
                .ThenBy(s => s.Other)
                .Select(s => new SynonymRow(s.Word, s.Other))
                .Take(SearchTuning.Most)
                .ToListAsync(cancel);
    }
}

internal sealed class SearchSynonymMapping : IEntityTypeConfiguration<SearchSynonym>
{
    public void Configure(EntityTypeBuilder<SearchSynonym> synonym)
    {
        synonym.ToTable("SearchSynonyms");
        synonym.HasKey(s => new { s.Word, s.Other });
        synonym.Property(s => s.Word).HasMaxLength(60);
        synonym.Property(s => s.Other).HasMaxLength(60);
    }
}

internal sealed class SearchBoostMapping : IEntityTypeConfiguration<SearchBoost>
{
    public void Configure(EntityTypeBuilder<SearchBoost> boost)
    {
        boost.ToTable("SearchBoosts");
        boost.HasKey(b => b.ModuleId);
        boost.Property(b => b.ModuleId).ValueGeneratedNever();
        boost.HasOne(b => b.Module).WithOne().HasForeignKey<SearchBoost>(b => b.ModuleId).OnDelete(DeleteBehavior.Cascade);
    }
}
