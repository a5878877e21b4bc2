using System.ComponentModel;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Http;
using Marketplace.Pricing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Pricing;

/// <param name="Kinds">In which kinds of price it can be had: <c>free</c>, <c>one-time</c>, <c>subscription</c>.</param>
/// <param name="Tiers">What is offered: <c>free</c>, <c>basic</c>, <c>premium</c>, <c>enterprise</c>, <c>custom</c>.</param>
/// <param name="Minor">The least price, in minor units of the currency (ISO 4217); 0 where it is free, null where it is told on request.</param>
/// <param name="Currency">ISO 4217; null where there is no price.</param>
/// <param name="Per"><c>month</c> or <c>year</c>; null where it is paid once. Where only what is used is paid, the units, such as <c>document</c>.</param>
public sealed record PriceResponse(IReadOnlyList<string> Kinds, IReadOnlyList<string> Tiers, long? Minor, string? Currency, string? Per)
{
    internal static PriceResponse Of(ListPrice price) => new(
        price.Kinds.Split(' ', StringSplitOptions.RemoveEmptyEntries), price.Tiers.Split(' ', StringSplitOptions.RemoveEmptyEntries), price.Minor,
        price.Currency == "" ? null : price.Currency, price.Per == "" ? null : price.Per);
}

/// <param name="Tier"><c>Free</c>, <c>Basic</c>, <c>Premium</c>, <c>Enterprise</c> or <c>Custom</c>.</param>
/// <param name="Model"><c>OneTime</c>, <c>Monthly</c>, <c>Yearly</c>, <c>UsageBased</c> (by what was used in a month) or <c>Freemium</c>.</param>
/// <param name="Sites">On how many of the buyer's sites a license counts; null for all.</param>
/// <param name="Prices">One in each currency, the marketplace's own first; none where it is free or told on request.</param>
public sealed record OfferResponse(long Id, string Tier, string Model, int? Sites, IReadOnlyList<Money> Prices);

internal static class OffersResource
{
    public static void MapOfferResource(this IEndpointRouteBuilder api) => api.MapGet("/modules/{id}/offers", ListAsync)
        .WithName("offers").WithTags("Modules").WithSummary("What a module can be bought for; empty where it is free for everybody.").ProducesProblem(404);

    private static async Task<Results<Ok<IReadOnlyList<OfferResponse>>, ProblemHttpResult>> ListAsync(
        [Description("Its package id, ignoring case.")] string id, OfferQueries offers, ModuleQueries modules, HttpContext context) =>
        await modules.ReadAsync(context.User.Reader, id, null, context.RequestAborted) is null ? ApiResults.NoModule(id)
        : TypedResults.Ok<IReadOnlyList<OfferResponse>>([.. (await offers.ReadAsync(context.User.Reader, id, context.RequestAborted))
            .Select(offer => new OfferResponse(
                offer.Id, $"{offer.Tier}", $"{offer.Model}", offer.Sites,
                offer.Price is { } price ? [price, .. offer.Others] : offer.Others))]);
}
