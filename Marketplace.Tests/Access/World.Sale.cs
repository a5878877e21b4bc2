using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Licensing;
using Marketplace.Modules;
using Marketplace.Planning;
using Marketplace.Pricing;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Quotes;
using Marketplace.Pricing.Succession;
using Marketplace.Pricing.Tax;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Access;

public sealed partial class World
{
    public const string Document = "order/1";

    private static readonly PostalAddress Address = new("Home Ltd.", "Bahnhofstr. 1", "", "8001", "Zurich", "", "CH");

    public static readonly BillingDetails Billing = new(Address, BuyerKind.Business, "", "Certificate 12", null, "EUR");

    public static readonly SellerDetails Seller = new(Address with { Name = "Marketplace AG" }, [new("CH", "CHE-107.787.577 MWST", false)], "M-",
        "CH9300762011623852957", "POFICHBEXXX");

    public static readonly TaxRateKey TaxRate = new("CH", "", ProductClass.Electronic, new(2024, 1, 1));

    public static readonly int Month = LedgerMonth.Of(A.Day);

    public static RateTerms Rate => new("", "", null, DateOnly.FromDateTime(DateTime.UtcNow).AddDays(2), 1500);

    /// <summary>What Home claims, and nobody decided yet.</summary>
    public ExemptionRow Exemption => new(HomeId, "Home", "CH", Billing.ExemptionEvidence, null, null);

    /// <summary>Of Home, sold along with <see cref="Private"/>.</summary>
    public const string Bundled = "Home.Extra";

    /// <summary>An offer of Home's tool that Home itself holds, another to go over to, and a succession that was announced to Home.</summary>
    public long Held { get; private set; }

    public long Successor { get; private set; }
    public long Succession { get; private set; }

    public AccountName Account { get; private set; } = null!;
    public long Journal { get; private set; }

    /// <summary>The hash of the seller's.</summary>
    public string Logo => Database.Read(db => db.SellerLogos.Single().Hash);

    public static CustomQuoteTerms CustomTerms =>
        new("EUR", [new("Rollout", OfferModel.OneTime, 5, 900)], DateOnly.FromDateTime(DateTime.UtcNow).AddDays(30));

    /// <summary>Home asked Other for a price, and got a quote.</summary>
    public long CustomRequest { get; private set; }

    public Guid CustomQuote => Database.Read(db => db.CustomQuotes.Single().QuoteId);

    public string CustomQuoteHash => Database.Read(db => db.CustomQuotes.Select(q => q.Quote.Hash).Single());

    /// <summary>Of a site of Home, for a module of Other that everybody sees.</summary>
    public PlanDocument UnlicensedPlan =>
        new(Site, "2.0.0", 0, null, [], null, [new PlanLicense(Sold, LicenseVerdict.NotFound, 0, 0, [], IsAsked: false)]);

    /// <summary>Of Home, for a module that everybody sees.</summary>
    public Guid Quote { get; private set; }

    private async Task SellAsync(CancellationToken cancel)
    {
        var (staff, other) = (Callers["operator"].Actor, Callers["owner of another organization"].Actor);
        var posting = new Posting(
            JournalKind.Payment, "payment/1", "Paid", Document, A.Day,
            new PostingLine(AccountKey.ProviderCash("bank"), AccountKey.Revenue, new(900, "EUR")));
        Journal = await ((IDbContextFactory<MarketplaceDb>)Database).TransactAsync(db => Get<Journals>().PostAsync(db, posting, cancel), cancel);
        var account = Database.Read(db => db.LedgerAccounts.Single(a => a.Kind == AccountKind.Revenue).Id);
        Account = (await Get<AccountEntries>().ReadAsync(staff, account, cancel))!.Account;
        Assert.IsType<ListingOutcome.Done>(await Get<CommissionRates>().AddAsync(staff, Rate, cancel));
        Assert.IsType<TaxRateOutcome.Done>(await Get<TaxRates>().SetAsync(staff, TaxRate, 9, cancel));
        Assert.IsType<PartyOutcome.Saved>(await Get<SellerEntities>().SaveAsync(staff, Seller, cancel));
        Assert.IsType<PartyOutcome.Saved>(await Get<SellerLogos>().SetAsync(staff, Pictures.Png(64, 32), cancel));
        var profile = new BillingProfile(HomeId);
        profile.Change(Billing, null, new(VatVerdict.None, null, null, null), Owner.UserId, A.Day);
        Database.Save(profile);
        Assert.IsType<ListingOutcome.Done>(
            await Get<Offers>().OfferAsync(other, Sold, new(OfferTier.Basic, OfferModel.OneTime, 1, [new(100, "EUR")]), cancel));
        var offer = Database.Read(db => db.Offers.Single(o => o.Module.PackageId == Sold && o.Tier == OfferTier.Basic).Id);
        Assert.IsType<ListingOutcome.Done>(await Get<Offers>().OfferAsync(other, Sold, new(OfferTier.Custom, OfferModel.Yearly, null, []), cancel));
        var custom = Database.Read(db => db.Offers.Single(o => o.Module.PackageId == Sold && o.Tier == OfferTier.Custom).Id);
        Assert.IsType<LicenseOutcome.Done>(await Get<LicenseRequests>().AskAsync(Owner, HomeId, custom, "", 5, cancel));
        CustomRequest = Database.Read(db => db.LicenseRequests.Single(r => r.OfferId == custom).Id);
        Assert.IsType<LicenseOutcome.Done>(await Get<CustomQuotes>().AnswerAsync(other, CustomRequest, CustomTerms, cancel));
        // Whose inbox is open to whom is asked of one notification alone.
        await using (var db = Database.CreateDbContext())
        {
            await db.Set<Marketplace.Notifications.Notification>().Where(n => n.Subject.StartsWith("licenses/") || n.Subject.StartsWith("quotes/"))
                .ExecuteDeleteAsync(cancel);
        }

        PayAndDispute();
        Transfer(staff);
        HoldOffers(offer);
        Quote = Assert.IsType<QuoteOutcome.Made>(await Get<QuoteRequests>().MakeAsync(Owner, new(HomeId, [new(offer, 1)]), cancel)).Id;
    }

    private void HoldOffers(long sold)
    {
        using (var db = Database.CreateDbContext())
        {
            Database.Available(db.Organizations.Single(o => o.Id == HomeId), Bundled);
        }

        Offer Of(OfferTier tier, OfferDetails details) => new(ModuleId, tier, OfferModel.Monthly, 1, Owner.UserId, A.Day)
        {
            Details = details, Prices = { new OfferPrice("EUR", 900) },
        };
        var held = Database.Saved(Of(OfferTier.Enterprise, OfferDetails.None));
        (Held, Successor) = (held.Id, Database.Saved(Of(OfferTier.Premium, new() { Bundle = [Bundled] })).Id);
        Database.Save(new License(ModuleId, HomeId, Held, OfferTier.Enterprise, 1, DateTime.UtcNow.AddYears(1), Owner.UserId, A.Day));
        var succession = new OfferSuccession(sold, Successor, DateTime.UtcNow.AddDays(60), Owner.UserId, A.Day)
        {
            Moves = { new SuccessionMove(HomeId, 1, "EUR", 900, 1000) },
        };
        Succession = Database.Saved(succession).Id;
    }
}
