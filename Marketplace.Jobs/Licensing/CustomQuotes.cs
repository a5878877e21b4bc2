using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Notifications;
using Marketplace.Pricing;
using Marketplace.Pricing.Quotes;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Licensing;

/// <summary>
/// Publishers answer requests for a price that no offer states. The client's owners accept or decline the quote; the license comes with the payment, or is
/// issued by hand on the request.
/// </summary>
public sealed class CustomQuotes(
    IDbContextFactory<MarketplaceDb> databases, QuoteBaskets baskets, IEnumerable<ICustomQuoteListener> listeners, TimeProvider clock)
    : IQuoteListener
{
    /// <summary>Makes a quote; one that waits on the same request is withdrawn.</summary>
    public Task<LicenseOutcome> AnswerAsync(Actor actor, long requestId, CustomQuoteTerms terms, CancellationToken cancel) =>
        databases.TransactAsync(async db =>
        {
            // A write that changes nothing but takes the row's lock: a concurrent answer to the same request waits here.
            await db.LicenseRequests.Where(r => r.Id == requestId).ExecuteUpdateAsync(set => set.SetProperty(r => r.Note, r => r.Note), cancel);
            var managed = db.ModulesManagedBy(actor);
            if (await db.LicenseRequests.Include(r => r.Module).Include(r => r.Offer).Include(r => r.Organization)
                .FirstOrDefaultAsync(r => r.Id == requestId && r.AnsweredAt == null && managed.Any(m => m.Id == r.ModuleId), cancel) is not { } request)
            {
                return new LicenseOutcome.NotFound();
            }

            if (!await db.ModulesSoldBy(actor).AnyAsync(m => m.Id == request.ModuleId, cancel))
            {
                return LicenseOutcome.OnlyOwners;
            }

            return request.Offer.Tier is not OfferTier.Custom
                ? new LicenseOutcome.Invalid($"The price of {request.Offer.Tier} stands in the offer. Only Custom is told by a quote.")
                : terms.Problem(DateOnly.FromDateTime(clock.UtcNow)) is { } problem ? new LicenseOutcome.Invalid(problem)
                : await db.AcceptedQuoteAsync(requestId, cancel) is not null
                    ? new LicenseOutcome.Invalid($"{request.Organization.Name} accepted your quote. Issue the license.")
                : await QuoteAsync(db, actor, request, terms, cancel);
        }, cancel);

    /// <summary>The publisher takes a quote back that the client has not answered.</summary>
    public async Task<LicenseOutcome> WithdrawAsync(Actor actor, long requestId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var sold = db.ModulesSoldBy(actor);
        if (await db.LicenseRequests.Include(r => r.Module).FirstOrDefaultAsync(
            r => r.Id == requestId && r.Quotes.Any(q => q.Quote.Ending == null) && sold.Any(m => m.Id == r.ModuleId), cancel) is not { } request)
        {
            return new LicenseOutcome.NotFound();
        }

        var now = clock.UtcNow;
        await db.WithdrawQuotesAsync(requestId, actor, now, cancel);
        await db.NotifyOwnersAsync(
            request.OrganizationId, "licenses", $"The quote for {request.Module.DisplayName} was withdrawn. Your request still stands.", now, cancel);
        db.TellLicenses(request.OrganizationId, request.Module.NormalizedId, now);
        return await db.AnsweredAsync(cancel);
    }

    /// <summary>Tells the publisher what the client answered.</summary>
    public async Task AnsweredAsync(MarketplaceDb db, KeptQuote quote, QuoteEnding ending, CancellationToken cancel)
    {
        if (await db.CustomQuotes.Where(q => q.QuoteId == quote.Id)
            .Select(q => new { q.Request.OrganizationId, Client = q.Request.Organization.Name, q.Request.Module.DisplayName, q.Request.Module.NormalizedId,
                q.Request.Module.PublisherId }).FirstOrDefaultAsync(cancel) is { } about)
        {
            var words = ending.Kind is QuoteEndingKind.Accepted
                ? $"{about.Client} accepted your quote for {about.DisplayName}. What is paid here brings the license; otherwise issue it."
                : $"{about.Client} declined your quote for {about.DisplayName}{(ending.Reason == "" ? "." : $": {ending.Reason}")}";
            await db.NotifyMembersAsync(about.PublisherId, $"licenses/{about.NormalizedId}", words, ending.At, cancel);
            db.TellLicenses(about.OrganizationId, about.NormalizedId, ending.At);
        }
    }

    private async Task<LicenseOutcome> QuoteAsync(MarketplaceDb db, Actor actor, LicenseRequest request, CustomQuoteTerms terms, CancellationToken cancel)
    {
        var (open, refused) = await baskets.OpenAsync(db, request.OrganizationId, terms.Currency, cancel);
        if (open is null)
        {
            return new LicenseOutcome.Invalid(refused is QuoteOutcome.Invalid invalid
                ? invalid.Problem
                : $"{request.Organization.Name} has no billing details yet, and tax depends on them. Its owners see on the request that they are needed.");
        }

        var now = clock.UtcNow;
        await db.WithdrawQuotesAsync(request.Id, actor, now, cancel);
        var lines = terms.Lines.Select(line => new BasketLine(
            request.OfferId, request.Module.NormalizedId, line.Text.Trim(),
            new PricedOffer(OfferTier.Custom, line.Model, null, open.Basket.Currency, line.Minor, 0, null, [], null, null), line.Sites));
        var basket = open.Basket with { Lines = [.. lines] };
        var quote = open.Price(basket) with { ValidUntil = terms.ValidUntil.ToDateTime(new TimeOnly(23, 59, 59), DateTimeKind.Utc), Renews = terms.Renews };
        // What ends with its term is paid once.
        quote = terms.Renews ? quote : quote with { Later = [] };
        var kept = KeptQuote.Of(quote, request.OrganizationId, actor.UserId, terms.Renews ? basket : null);
        db.Add(kept);
        db.Add(new CustomQuote(request.Id, kept.Id));
        db.Audit(actor, "license.quote", $"module/{request.Module.NormalizedId}", $"{request.Organization.Name}: {quote.Total}, {kept.Hash}", now);
        await db.NotifyOwnersAsync(
            request.OrganizationId, $"quotes/{kept.Id}",
            $"There is a quote for {request.Module.DisplayName}: {quote.Total}, valid until {terms.ValidUntil:yyyy-MM-dd}.", now, cancel);
        foreach (var listener in listeners)
        {
            await listener.OfferedAsync(db, kept, cancel);
        }

        db.TellLicenses(request.OrganizationId, request.Module.NormalizedId, now);
        return await db.AnsweredAsync(cancel);
    }
}
