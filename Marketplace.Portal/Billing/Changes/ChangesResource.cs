using Marketplace.Billing.Changes;
using Marketplace.Billing.Subscriptions;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Billing.Subscriptions;
using Marketplace.Portal.Http;
using Marketplace.Pricing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Billing.Changes;

/// <param name="Id">What a change of the plan names.</param>
/// <param name="Included">How many sites it includes; null for all.</param>
/// <param name="Price">For as many sites as are bought now, without tax, in minor units.</param>
/// <param name="IsCurrent">The one that it has.</param>
public sealed record ChangeOfferResponse(long Id, OfferTier Tier, OfferModel Model, int? Included, long Price, bool IsCurrent);

/// <param name="RenewsAt">When it is billed next.</param>
public sealed record AlignableResponse(Guid Id, string Name, DateTime RenewsAt);

/// <param name="BilledUntil">The end of what is billed.</param>
/// <param name="BillingDay">Of the month, by its calendar.</param>
/// <param name="Later">What it becomes with its next period, in words; null if that is planned by nobody.</param>
/// <param name="ResumesAt">Null if it is not paused, and no pause is planned.</param>
/// <param name="MaxPauseDays">How long it can be paused; 0 where it cannot be.</param>
/// <param name="Offers">What it can be changed to.</param>
/// <param name="Others">Subscriptions that it can be aligned with.</param>
public sealed record ChangeChoiceResponse(
    Guid Subscription, SubscriptionState State, long Offer, int Sites, DateTime BilledUntil, int BillingDay, string? Later, DateTime? ResumesAt,
    int MaxPauseDays, IReadOnlyList<ChangeOfferResponse> Offers, IReadOnlyList<AlignableResponse> Others);

/// <param name="Net">In minor units; less than nothing for what is given back.</param>
/// <param name="Gross">With tax.</param>
public sealed record ChangeLineResponse(string Text, string Detail, long Net, long Gross);

/// <summary>What a change comes to, to the minor unit of the currency (ISO 4217). Nothing is changed by it.</summary>
/// <param name="Hash">Of all of it: it is confirmed with it.</param>
/// <param name="At">The moment for which it was computed; it is confirmed with it.</param>
/// <param name="ValidUntil">By when it can be confirmed.</param>
/// <param name="Becomes">Tier, model and sites, in words; null where it ends.</param>
/// <param name="Effective">From when it counts.</param>
/// <param name="Credit">What is given back, with tax.</param>
/// <param name="Charge">What is charged, with tax.</param>
/// <param name="Balance">The credit that there was before.</param>
/// <param name="Due">What is left to be paid now.</param>
/// <param name="Kept">The credit that there is afterwards.</param>
/// <param name="Upcoming">The next three charges after it, without what is used; none where it ends.</param>
public sealed record ChangePreviewResponse(
    string Hash, DateTime At, DateTime ValidUntil, string? Becomes, DateTime Effective, string Currency, IReadOnlyList<ChangeLineResponse> Lines, long Credit,
    long Charge, long Balance, long Due, long Kept, IReadOnlyList<UpcomingResponse> Upcoming)
{
    internal static ChangePreviewResponse Of(ChangePreview shown) => new(
        shown.Hash(), shown.At, shown.At + SubscriptionRevisions.Validity, shown.Becomes, shown.Effective, shown.Due.Currency,
        [.. shown.Lines.Select(line => new ChangeLineResponse(line.Text, line.Detail, line.Net.Minor, line.Gross.Minor))],
        shown.Credit.Minor, shown.Charge.Minor, shown.Balance.Minor, shown.Due.Minor, shown.Kept.Minor, UpcomingResponse.Of(shown.Upcoming));
}

/// <summary>Owners' programs change subscriptions: shown first, and confirmed by the hash of what was shown.</summary>
internal static class ChangesResource
{
    public static void MapChangeResource(this IEndpointRouteBuilder api)
    {
        api.MapGet("/subscriptions/{id:guid}/choices", ChoicesAsync).WithName("subscription-choices").ProducesProblem(404)
            .WithSummary("What a subscription can be changed to.");
        api.MapPost("/subscriptions/{id:guid}/previews", PreviewAsync).WithName("preview-subscription-change").ProducesProblem(404).ProducesProblem(409)
            .WithSummary("What a change comes to: its lines, what is due now, the next three charges, and the hash to confirm it with. Changes nothing.");
        api.MapPost("/subscriptions/{id:guid}/changes", ConfirmAsync).WithName("change-subscription").ProducesProblem(404).ProducesProblem(409)
            .WithSummary("Does what a preview showed, within 15 minutes, and charges what is due of it; if that is not what it comes to any more, nothing.");
        api.MapPut("/subscriptions/{id:guid}/cancellation", CancelAsync).WithName("cancel-subscription").ProducesProblem(404).ProducesProblem(409)
            .WithSummary("It goes on to the end of what is paid, and is not renewed.");
        api.MapDelete("/subscriptions/{id:guid}/cancellation", ReactivateAsync).WithName("reactivate-subscription").ProducesProblem(404).ProducesProblem(409)
            .WithSummary("It is renewed again, as if nobody had canceled it.");
    }

    private static ProblemHttpResult NoChange => ApiResults.Problem(
        400, "subscription-change", "No change is requested, or what it needs is missing.",
        "Send kind, and with it sites (Plan), day (BillingDay), with (Align) or until (Pause).");

    private static async Task<Results<Ok<ChangeChoiceResponse>, ProblemHttpResult>> ChoicesAsync(Guid id, ChangeChoices choices, HttpContext context) =>
        await choices.ReadAsync(context.User.Actor, id, context.RequestAborted) is { } choice
            ? TypedResults.Ok(new ChangeChoiceResponse(
                choice.Id, choice.State, choice.OfferId, choice.Sites, choice.BilledUntil, choice.BillingDay, choice.Later, choice.ResumesAt,
                choice.MaxPauseDays,
                [
                    .. choice.Offers.Select(offer => new ChangeOfferResponse(
                        offer.Id, offer.Tier, offer.Model, offer.Included, offer.Price.Minor, offer.IsCurrent)),
                ],
                [.. choice.Others.Select(other => new AlignableResponse(other.Id, other.Name, other.Day))]))
            : SubscriptionsResource.NoSubscription(id);

    private static async Task<Results<Ok<ChangePreviewResponse>, ProblemHttpResult>> PreviewAsync(
        Guid id, ChangeBody body, SubscriptionRevisions revisions, HttpContext context) => body.Read() switch
    {
        null => NoChange,
        var asked => await revisions.PreviewAsync(context.User.Actor, id, asked, context.RequestAborted) switch
        {
            ChangeOutcome.Shown shown => TypedResults.Ok(ChangePreviewResponse.Of(shown.Preview)),
            var refused => Problem(id, refused),
        },
    };

    // Once it is confirmed it is carried out, whether or not the program still waits.
    private static async Task<Results<Ok<SubscriptionFacts>, ProblemHttpResult>> ConfirmAsync(
        Guid id, ConfirmBody body, SubscriptionRevisions revisions, SubscriptionQueries subscriptions, HttpContext context) => body.Read() switch
    {
        null => NoChange,
        var asked => await revisions.ConfirmAsync(
            context.User.Actor, id, asked, body.At.UtcDateTime, body.Hash ?? "", CancellationToken.None) is var outcome and not ChangeOutcome.Done
            ? Problem(id, outcome) : await FactsAsync(id, subscriptions, context),
    };

    private static async Task<Results<Ok<SubscriptionFacts>, ProblemHttpResult>> CancelAsync(
        Guid id, CancellationBody? body, SubscriptionChanges changes, SubscriptionQueries subscriptions, HttpContext context) =>
        await changes.CancelAsync(context.User.Actor, id, body?.Reason ?? "", context.RequestAborted) is var outcome and not SubscriptionOutcome.Done
            ? Problem(id, outcome) : await FactsAsync(id, subscriptions, context);

    private static async Task<Results<Ok<SubscriptionFacts>, ProblemHttpResult>> ReactivateAsync(
        Guid id, SubscriptionChanges changes, SubscriptionQueries subscriptions, HttpContext context) =>
        await changes.ReactivateAsync(context.User.Actor, id, context.RequestAborted) is var outcome and not SubscriptionOutcome.Done
            ? Problem(id, outcome) : await FactsAsync(id, subscriptions, context);

    private static async Task<Results<Ok<SubscriptionFacts>, ProblemHttpResult>> FactsAsync(Guid id, SubscriptionQueries subscriptions, HttpContext context) =>
        await subscriptions.ReadAsync(context.User.Actor, id, context.RequestAborted) is { } view
            ? TypedResults.Ok(SubscriptionFacts.Of(view)) : SubscriptionsResource.NoSubscription(id);

    private static ProblemHttpResult Problem(Guid id, ChangeOutcome outcome) => outcome switch
    {
        ChangeOutcome.Stale stale => ApiResults.Problem(
            409, "preview-changed", stale.Problem, "Ask for another preview of the same change, and confirm that one with its hash and its moment."),
        ChangeOutcome.Invalid invalid => Refused(invalid.Problem),
        _ => SubscriptionsResource.NoSubscription(id),
    };

    private static ProblemHttpResult Problem(Guid id, SubscriptionOutcome outcome) =>
        outcome is SubscriptionOutcome.Invalid invalid ? Refused(invalid.Problem) : SubscriptionsResource.NoSubscription(id);

    private static ProblemHttpResult Refused(string problem) => ApiResults.Problem(
        409, "subscription-change", problem, "GET /api/v1/subscriptions/{id} says how it stands, and /choices what it can be changed to.");
}
