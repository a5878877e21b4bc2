using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Pricing.Tax;

/// <summary>What is known of a VAT id that is well formed.</summary>
/// <param name="At">When the register was asked; null if nobody was.</param>
/// <param name="Name">The name that is registered.</param>
/// <param name="Note">Why the register did not say; null where it did, or is not asked.</param>
public sealed record VatStanding(VatVerdict Verdict, DateTime? At, string? Name, string? Note);

/// <summary>Asks the register about VAT ids where it is switched on, and keeps what it said. When it is away, the form and checksum count.</summary>
public sealed class VatIds(IDbContextFactory<MarketplaceDb> databases, Vies vies, TimeProvider clock)
{
    /// <summary>An answer of today is not asked for again.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromDays(1);

    public async Task<VatStanding> StandingAsync(VatId id, CancellationToken cancel)
    {
        if (!vies.IsOn || !Vies.Covers(id))
        {
            return new(VatVerdict.WellFormed, null, null, null);
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        var since = clock.UtcNow - Fresh;
        if (await db.VatAnswers.AsNoTracking().Where(a => a.VatId == id.Text && a.At >= since).OrderByDescending(a => a.At).FirstOrDefaultAsync(cancel)
            is { } kept)
        {
            return Of(kept);
        }

        if (await vies.AskAsync(id, cancel) is not ViesReply.Answered answered)
        {
            return new(
                VatVerdict.WellFormed, null, null,
                "The register of VAT IDs did not answer; the form and the check digits are right, which counts until it does.");
        }

        var answer = new VatAnswer(id.Text, answered.IsValid, answered.Name, answered.Consultation, clock.UtcNow);
        db.Add(answer);
        await db.SaveChangesAsync(cancel);
        return Of(answer);
    }

    private static VatStanding Of(VatAnswer answer) =>
        new(answer.IsValid ? VatVerdict.Confirmed : VatVerdict.Refused, answer.At, answer.Name, null);
}
