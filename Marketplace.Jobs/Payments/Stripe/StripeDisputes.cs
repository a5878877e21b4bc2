using Marketplace.Data;
using Net = global::Stripe;

namespace Marketplace.Payments.Stripe;

/// <summary>Payments that payers contest: read, and answered once.</summary>
internal sealed class StripeDisputes(StripeCalls stripe)
{
    private static readonly List<string> Expand = ["charge"];

    public async Task<ProviderDispute> ReadAsync(string id, CancellationToken cancel) => Told(await GetAsync(id, cancel));

    public async Task<ProviderDispute> SubmitAsync(string key, string id, ProviderEvidence evidence, CancellationToken cancel)
    {
        try
        {
            var told = new Net.DisputeEvidenceOptions { UncategorizedText = evidence.Text };
            if (evidence.File is { } upload)
            {
                told.UncategorizedFile = await UploadAsync($"{key}-file", upload, cancel);
            }

            if (evidence.Records is { } records)
            {
                // That the service was provided: beside a file of the operator's own, which has the other field.
                told.ServiceDocumentation = await UploadAsync($"{key}-records", records, cancel);
            }

            await StripeCalls.ChangeAsync(
                "send evidence", key,
                request => stripe.Api.Disputes.UpdateAsync(id, new() { Evidence = told, Submit = true }, request, cancel),
                async () => await GetAsync(id, cancel) is { EvidenceDetails.SubmissionCount: > 0 } sent ? sent : null, cancel);
        }
        catch (Net.StripeException refusal) when (refusal.HttpStatusCode is System.Net.HttpStatusCode.BadRequest)
        {
            // It was sent already, by an answer that was lost for days, or the bank takes none any more.
            var now = await GetAsync(id, cancel);
            return now.Status.EndsWith("needs_response", StringComparison.Ordinal) ? throw stripe.Refused("send evidence", refusal) : Told(now);
        }
        catch (Net.StripeException refusal)
        {
            throw stripe.Refused("send evidence", refusal);
        }

        return await ReadAsync(id, cancel);
    }

    private async Task<string> UploadAsync(string key, EvidenceFile file, CancellationToken cancel)
    {
        var made = await StripeCalls.ChangeAsync("upload evidence", key, async request =>
        {
            using var content = new MemoryStream(file.Content);
            return await stripe.Api.Files.CreateAsync(
                new() { Purpose = "dispute_evidence", File = new() { Data = content, Name = file.Name, Type = file.MediaType } }, request, cancel);
        }, () => Task.FromResult<Net.File?>(null), cancel);
        return made.Id;
    }

    private Task<Net.Dispute> GetAsync(string id, CancellationToken cancel) => stripe.ReadAsync(
        "read a dispute", request => stripe.Api.Disputes.GetAsync(id, new() { Expand = Expand }, request, cancel), cancel);

    private static ProviderDispute Told(Net.Dispute dispute)
    {
        var lines = dispute.BalanceTransactions ?? [];
        return new(
            dispute.Id, dispute.Charge?.Metadata?.GetValueOrDefault(StripePayments.PaymentKey), StateOf(dispute.Status),
            StripeAmounts.FromStripe(dispute.Amount, dispute.Currency), dispute.Reason ?? "", dispute.Created, dispute.EvidenceDetails?.DueBy,
            dispute.Status.StartsWith("warning_", StringComparison.Ordinal), lines.Exists(line => line.Amount < 0), lines.Exists(line => line.Amount > 0),
            Fee(lines, 1), Fee(lines, -1));
    }

    private static Money? Fee(List<Net.BalanceTransaction> lines, int sign) =>
        lines.Where(line => line.Fee * sign > 0).ToList() is { Count: > 0 } some
            ? StripeAmounts.FromStripe(some.Sum(line => line.Fee * sign), some[0].Currency) : null;

    private static DisputeState StateOf(string status) => status switch
    {
        "won" or "prevented" => DisputeState.Won,
        "lost" => DisputeState.Lost,
        "warning_closed" => DisputeState.Closed,
        "under_review" or "warning_under_review" or "appeal_under_review" => DisputeState.UnderReview,
        _ => DisputeState.NeedsResponse,
    };
}
