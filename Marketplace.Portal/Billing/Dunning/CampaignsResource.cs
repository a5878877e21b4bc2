using Marketplace.Billing.Dunning;
using Marketplace.Data;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Http;
using Marketplace.Pricing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Billing.Dunning;

/// <summary>What a mail says, with its placeholders.</summary>
/// <param name="IsDefault">Nothing else was written.</param>
public sealed record CampaignMailResponse(DunningLetter Letter, string Subject, string Body, bool IsDefault);

/// <param name="Day">After the bill.</param>
/// <param name="Mail">Null where none is sent.</param>
public sealed record CampaignStepResponse(int Day, bool Retries, bool ShowsBanner, bool EndsLicense, CampaignMailResponse? Mail)
{
    internal static CampaignStepResponse Of(DunningStep step) => new(step.Day, step.Retries, step.ShowsBanner, step.EndsLicense, Of(step.Mail, step.Text));

    private static CampaignMailResponse? Of(DunningLetter? letter, DunningWording? text)
    {
        if (letter is not { } sent)
        {
            return null;
        }

        var (subject, body) = text ?? DunningWording.Default(sent);
        return new(sent, subject, body, text is null);
    }
}

/// <summary>What is empty asks for nothing.</summary>
/// <param name="Modules">Package ids.</param>
/// <param name="Countries">ISO 3166-1.</param>
/// <param name="MinMonths">Since the client's first order.</param>
public sealed record CampaignRuleResponse(IReadOnlyList<string> Modules, IReadOnlyList<OfferTier> Tiers, IReadOnlyList<string> Countries, int MinMonths);

/// <param name="FromHour">Nothing is tried or mailed before, where the payer is, nor from <c>untilHour</c> on.</param>
/// <param name="End">What becomes of what nobody paid.</param>
public sealed record CampaignPlanResponse(
    int Priority, CampaignRuleResponse Rule, int FromHour, int UntilHour, DunningEnd End, IReadOnlyList<CampaignStepResponse> Steps)
{
    internal static CampaignPlanResponse Of(DunningPlan plan) => new(
        plan.Priority, new(plan.Rule.Modules, plan.Rule.Tiers, plan.Rule.Countries, plan.Rule.MinMonths), plan.FromHour, plan.UntilHour, plan.End,
        [.. plan.Steps.Select(CampaignStepResponse.Of)]);
}

/// <param name="Amount">In minor units.</param>
public sealed record RecoveredAmountResponse(long Amount, string Currency);

/// <param name="Rate">Of what is settled and was not credited, 0 to 1; null where nothing is.</param>
/// <param name="MedianDays">From the first failure to the payment; null where none was paid.</param>
public sealed record RecoveryResponse(
    int Failed, int Open, int Recovered, int Lost, int WrittenOff, int Credited, IReadOnlyList<RecoveredAmountResponse> Amounts, decimal? Rate,
    decimal? MedianDays)
{
    internal static RecoveryResponse Of(RecoveryFigures one) => new(
        one.Entered, one.Open, one.Recovered, one.Lost, one.WrittenOff, one.Credited,
        [.. one.Amounts.Select(amount => new RecoveredAmountResponse(amount.Minor, amount.Currency))], one.Rate, one.MedianDays);
}

public sealed record CampaignResponse(
    long Id, string Name, bool IsDefault, DateTime? RetiredAt, int Version, CampaignPlanResponse Plan, RecoveryResponse Recovery);

/// <param name="By">Who saved it; null where it was shipped.</param>
public sealed record CampaignVersionResponse(int Version, DateTime At, string? By, CampaignPlanResponse Plan, RecoveryResponse Recovery);

/// <param name="Versions">The newest 50, newest first; a failed payment follows the one that counted then.</param>
public sealed record CampaignFacts(long Id, string Name, bool IsDefault, DateTime? RetiredAt, IReadOnlyList<CampaignVersionResponse> Versions);

internal static class CampaignsResource
{
    public static void MapCampaignResource(this IEndpointRouteBuilder api)
    {
        api.MapGet("/dunning/campaigns", ListAsync).WithName("dunning-campaigns")
            .WithSummary("Campaigns as they are now and what they recovered; for operators who are signed in.");
        api.MapGet("/dunning/campaigns/{id:long}", ReadAsync).WithName("dunning-campaign")
            .WithSummary("A campaign with its versions, the texts of their mails and what each recovered; for operators who are signed in.")
            .ProducesProblem(404);
    }

    private static async Task<Results<Ok<IReadOnlyList<CampaignResponse>>, ProblemHttpResult>> ListAsync(CampaignQueries campaigns, HttpContext context) =>
        await campaigns.ListAsync(context.User.Actor, context.RequestAborted) is { } rows
            ? TypedResults.Ok<IReadOnlyList<CampaignResponse>>([.. rows.Select(row => new CampaignResponse(
                row.Id, row.Name, row.IsDefault, row.RetiredAt, row.Version, CampaignPlanResponse.Of(row.Plan), RecoveryResponse.Of(row.Figures)))])
            : NotOperator();

    private static async Task<Results<Ok<CampaignFacts>, ProblemHttpResult>> ReadAsync(long id, CampaignQueries campaigns, HttpContext context) =>
        await campaigns.ReadAsync(context.User.Actor, id, context.RequestAborted) is { } view
            ? TypedResults.Ok(new CampaignFacts(view.Id, view.Name, view.IsDefault, view.RetiredAt, [.. view.Versions.Select(one => new CampaignVersionResponse(
                one.Number, one.At, one.By, CampaignPlanResponse.Of(one.Plan), RecoveryResponse.Of(one.Figures)))]))
            : ApiResults.NotFound("dunning-campaign", $"There is no campaign {id} that you may see.", "Sign in as an operator; API keys are never staff.");

    private static ProblemHttpResult NotOperator() =>
        ApiResults.Problem(403, "operator", "Only operators see campaigns.", "Sign in as an operator; API keys are never staff.");
}
