using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Data.Pdf;
using Marketplace.Live;
using Marketplace.Publishers;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Pricing.Parties;

/// <summary>The logo of the seller: shown by operators, drawn on documents.</summary>
public sealed class SellerLogos(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    public static readonly PictureLimits Limits = new(MaxBytes: 256 * 1024, MinSide: 32, MaxSide: 2000, IsSquare: false);

    private static readonly string Refused =
        $"Choose a PNG or JPEG, {Limits.MinSide} to {Limits.MaxSide:#,0} pixels wide and high, of at most {Limits.MaxBytes / 1024} KB, not interlaced.";

    /// <summary>Null where there is none.</summary>
    public async Task<SellerLogo?> ReadAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.SellerLogos.AsNoTracking().FirstOrDefaultAsync(l => l.SellerId == SellerEntity.OnlyId, cancel);
    }

    /// <param name="file">A picture; null takes the logo away.</param>
    public async Task<PartyOutcome> SetAsync(Actor actor, byte[]? file, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await db.StaffGrants.Allowing(actor, StaffRole.Operator).AnyAsync(cancel))
        {
            return new PartyOutcome.NotAllowed();
        }

        var picture = file is null ? null : PngIcon.Clean(file, Limits) ?? JpegIcon.Clean(file, Limits);
        if (file is not null && (picture is null || !PdfPicture.CanDraw(picture)))
        {
            return Invalid(Refused);
        }

        if (!await db.SellerEntities.AnyAsync(s => s.Id == SellerEntity.OnlyId, cancel))
        {
            return Invalid("Save who sells first.");
        }

        var logo = await db.SellerLogos.FirstOrDefaultAsync(l => l.SellerId == SellerEntity.OnlyId, cancel);
        if (picture is null && logo is not null)
        {
            db.Remove(logo);
        }
        else if (picture is not null && logo is null)
        {
            db.Add(logo = new SellerLogo(picture));
        }
        else if (picture is not null)
        {
            logo!.Change(picture);
        }

        db.Audit(actor, picture is null ? "seller.logo.remove" : "seller.logo.show", "seller", picture is null ? "" : logo!.Hash, clock.UtcNow);
        db.Changed(LiveTopic.Rates, clock.UtcNow);
        return await db.TrySaveAsync(cancel) ? new PartyOutcome.Saved() : new PartyOutcome.Changed();
    }

    private static PartyOutcome.Invalid Invalid(string problem) => new(new Dictionary<string, string> { ["Logo"] = problem });
}
