using System.Text;
using Stripe;

namespace Marketplace.Tests.Payments.StripeFake;

public class StripeDisputeTests : StripeFakeTest
{
    [Fact]
    public async Task A_chargeback_takes_the_amount_and_a_fee_and_no_refund_is_possible()
    {
        var charge = await ChargeAsync("pm_card_createDispute");

        var dispute = await DisputeAsync();
        Assert.Equal(("needs_response", "fraudulent", 4_200, false), (dispute.Status, dispute.Reason, dispute.Amount, dispute.IsChargeRefundable));
        var line = Assert.Single(dispute.BalanceTransactions);
        Assert.Equal(("adjustment", -4_200, 1_500, -5_700, "dispute"), (line.Type, line.Amount, line.Fee, line.Net, line.ReportingCategory));
        Assert.Equal("charge_disputed", (await RefusedAsync(Api.Refunds.CreateAsync(new() { Charge = charge.Id }, cancellationToken: Cancel))).Code);
        Assert.Equal(["charge.dispute.created", "charge.dispute.funds_withdrawn"], (await EventsAsync())[^2..]);
    }

    [Theory]
    [InlineData("winning_evidence", "won", 4_112)]
    [InlineData("losing_evidence", "lost", 4_112 - 5_700)]
    public async Task Evidence_is_drafted_then_submitted_once_and_decides(string text, string end, long left)
    {
        await ChargeAsync("pm_card_createDispute");
        var file = await UploadAsync("%PDF-1.7 invoice", "dispute_evidence");
        var id = (await DisputeAsync()).Id;

        var draft = await Api.Disputes.UpdateAsync(id, new() { Evidence = new() { Receipt = file.Id, ProductDescription = "A module" }, Submit = false },
            cancellationToken: Cancel);
        Assert.Equal(("needs_response", true, 0), (draft.Status, draft.EvidenceDetails.HasEvidence, draft.EvidenceDetails.SubmissionCount));
        var sent = await Api.Disputes.UpdateAsync(id, new() { Evidence = new() { UncategorizedText = text }, Submit = true }, cancellationToken: Cancel);
        Assert.Equal(("under_review", 1, "A module"), (sent.Status, sent.EvidenceDetails.SubmissionCount, sent.Evidence.ProductDescription));
        await RefusedAsync(Api.Disputes.UpdateAsync(id, new() { Evidence = new() { UncategorizedText = "More" } }, cancellationToken: Cancel));

        Assert.Equal(end, (await DisputeAsync()).Status);
        var (available, pending) = await BalanceAsync();
        Assert.Equal(left, available + pending);
        Assert.Contains("charge.dispute.closed", await EventsAsync());
        Assert.Equal(end is "won", (await EventsAsync()).Contains("charge.dispute.funds_reinstated"));
    }

    [Fact]
    public async Task An_inquiry_moves_no_money_until_it_becomes_a_chargeback()
    {
        await ChargeAsync("pm_card_createDisputeInquiry");
        var inquiry = await DisputeAsync();
        Assert.Equal(("warning_needs_response", true, 0), (inquiry.Status, inquiry.IsChargeRefundable, inquiry.BalanceTransactions.Count));

        await Api.Disputes.UpdateAsync(inquiry.Id, new() { Evidence = new() { UncategorizedText = "escalate_inquiry_evidence" }, Submit = true },
            cancellationToken: Cancel);

        var dispute = await DisputeAsync();
        Assert.Equal(("needs_response", false, -5_700), (dispute.Status, dispute.IsChargeRefundable, dispute.BalanceTransactions.Single().Net));
    }

    [Fact]
    public async Task Closing_accepts_the_loss()
    {
        await ChargeAsync("pm_card_createDisputeProductNotReceived");

        var closed = await Api.Disputes.CloseAsync((await DisputeAsync()).Id, cancellationToken: Cancel);

        Assert.Equal(("lost", "product_not_received"), (closed.Status, closed.Reason));
    }

    [Fact]
    public async Task Evidence_must_be_a_file_of_its_purpose_and_kind()
    {
        await ChargeAsync("pm_card_createDispute");
        var dispute = await DisputeAsync();
        var logo = await UploadAsync("%PDF-1.7 logo", "business_logo");

        Assert.Equal("evidence[receipt]", (await RefusedAsync(Api.Disputes.UpdateAsync(dispute.Id, new() { Evidence = new() { Receipt = logo.Id } },
            cancellationToken: Cancel))).Param);
        Assert.Equal("evidence[receipt]", (await RefusedAsync(Api.Disputes.UpdateAsync(dispute.Id, new() { Evidence = new() { Receipt = "file_none" } },
            cancellationToken: Cancel))).Param);
        Assert.Equal("file", (await RefusedAsync(UploadAsync("plain words", "dispute_evidence"))).Param);
    }

    private async Task<Dispute> DisputeAsync() => (await Api.Disputes.ListAsync(cancellationToken: Cancel)).Single();

    private async Task<Stripe.File> UploadAsync(string content, string purpose)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(content));
        return await Api.Files.CreateAsync(new() { File = new() { Data = stream, Name = "invoice.pdf", Type = "application/pdf" }, Purpose = purpose },
            cancellationToken: Cancel);
    }
}
