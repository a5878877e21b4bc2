using Marketplace.Billing.Dunning;
using Marketplace.Notifications;
using Marketplace.Pricing;
using Microsoft.EntityFrameworkCore;
using static Marketplace.Tests.Billing.Subscriptions.Renewals;

namespace Marketplace.Tests.Billing.Dunning;

/// <summary>A client whose card is declined when its subscription is renewed, and what jobs do about it.</summary>
internal static class Failures
{
    public const string German = "5555555555554444";

    public static readonly OfferTerms Monthly = new(OfferTier.Basic, OfferModel.Monthly, 1, [new(10000, "EUR")]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Bought on 2 March 2026, it fails on 2 April at nine (UTC).</summary>
    public static async Task<Shop> OpenAsync(OfferTerms? terms = null, string card = KeptThenDeclined)
    {
        var shop = await Shop.OpenAsync(terms ?? Monthly);
        await BuyAsync(shop);
        await AddAsync(shop, card, isDefault: true);
        shop.Advance(TimeSpan.FromDays(31));
        return shop;
    }

    public static async Task<Shop> FailedAsync(OfferTerms? terms = null, string card = KeptThenDeclined)
    {
        var shop = await OpenAsync(terms, card);
        await WorkAsync(shop);
        return shop;
    }

    /// <summary>What the jobs of an hour do.</summary>
    public static async Task WorkAsync(Shop shop)
    {
        await RenewAsync(shop);
        await shop.Get<DunningRun>().RunAsync(Cancel);
    }

    /// <summary>Every three hours for so many days.</summary>
    public static async Task WaitAsync(Shop shop, int days, Func<Task>? each = null)
    {
        for (var hours = 0; hours < days * 24; hours += 3)
        {
            shop.Advance(TimeSpan.FromHours(3));
            await WorkAsync(shop);
            await (each?.Invoke() ?? Task.CompletedTask);
        }
    }

    public static DunningCase Case(Shop shop) => shop.Read(db => db.DunningCases.Include(c => c.Campaign).Include(c => c.Mails).AsNoTracking().Single());

    /// <summary>What was mailed about payments that failed, the first first.</summary>
    public static string[] Letters(Shop shop) =>
        shop.Read(db => db.Set<OutgoingMail>().Where(m => m.IsOnce).OrderBy(m => m.Id).Select(m => m.Subject).ToArray());

    public static OutgoingMail LastLetter(Shop shop) => shop.Read(db => db.Set<OutgoingMail>().Where(m => m.IsOnce).OrderByDescending(m => m.Id).First());

    /// <summary>The token of the link in the last letter.</summary>
    public static string Token(Shop shop)
    {
        var text = LastLetter(shop).Text;
        return text[(text.IndexOf(DunningLink.Page, StringComparison.Ordinal) + DunningLink.Page.Length + 1)..].Split('\n')[0];
    }

    public static DunningPlan Plan(params DunningStep[] steps) => DunningPlan.Default with { Steps = steps, Priority = 1 };

    public static async Task<long> CampaignAsync(Shop shop, DunningPlan plan, string name = "Ours") =>
        Assert.IsType<CampaignOutcome.Saved>(await shop.Get<CampaignChanges>().CreateAsync(shop.Operator, name, plan, Cancel)).Id;
}
