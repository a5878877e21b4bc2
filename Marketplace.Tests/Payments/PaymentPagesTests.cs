using Bunit;
using Marketplace.Ledger;
using Marketplace.Payments;
using Marketplace.Payments.Inbox;
using Marketplace.Payments.Reconciliation;
using Marketplace.Portal;
using Marketplace.Portal.Payments;
using Marketplace.Tests.Billing;
using Marketplace.Tests.Support;
using Microsoft.AspNetCore.Components.Forms;

namespace Marketplace.Tests.Payments;

/// <summary>What operators see and do on the pages of payments.</summary>
public sealed class PaymentPagesTests : PageTest
{
    private readonly Shop _shop;

    public PaymentPagesTests()
        : this(Shop.OpenAsync().GetAwaiter().GetResult())
    {
    }

    private PaymentPagesTests(Shop shop)
        : base(shop.Portal)
    {
        _shop = shop;
        SignIn(shop.Operator);
    }

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_payment_leads_to_its_dispute_its_events_and_its_journals()
    {
        var payment = await DisputeAsync();
        Draw<PaymentsPage>().Says(PortalUrls.Payment(payment.Id));

        var page = Draw<PaymentPage>(parameters => parameters.Add(one => one.Id, payment.Id));

        page.Says("Payment of €119.00");
        page.Says($"start-{payment.Id:N}");
        page.Says("M-2026-000001");
        page.Says(PortalUrls.Dispute(_shop.Read(db => db.Disputes.Single().Id)));
        page.Says(PortalUrls.Journal(_shop.Read(db => db.Journals.First(j => j.Source == $"payment/{payment.Id:N}").Id)));
        page.Says(PortalUrls.ProviderEvent(_shop.Read(db => db.ProviderEvents.First(e => e.PaymentRef != null).Id)));
        Draw<PaymentPage>(parameters => parameters.Add(one => one.Id, Guid.NewGuid())).Says("There is no such payment.");
    }

    [Fact]
    public async Task An_event_is_shown_without_secrets_and_replayed()
    {
        await DisputeAsync();
        var id = _shop.Read(db => db.ProviderEvents.First(e => e.PaymentRef != null).Id);
        Draw<EventsPage>().Says(PortalUrls.ProviderEvent(id));
        var page = Draw<EventPage>(parameters => parameters.Add(one => one.Id, id));
        page.Says("Processed");
        page.Says("Journal ");

        page.Press("Replay");
        Floating.Submit();

        Floating.Says("The event is processed again.");
        page.Says("Waiting");
        await _shop.Get<ProviderInbox>().ProcessAsync(Cancel);
        Changed(Marketplace.Live.LiveTopic.Payments);
        page.Says("Processed");
    }

    [Fact]
    public async Task A_dispute_is_answered_once_with_a_file()
    {
        await DisputeAsync();
        var id = _shop.Read(db => db.Disputes.Single().Id);
        Draw<DisputesPage>().Says(PortalUrls.Dispute(id));
        var page = Draw<DisputePage>(parameters => parameters.Add(one => one.Id, id));
        page.Says("Answer by");

        page.Field("Response").Change("It was delivered and used.");
        Attach([0x4D, 0x5A, 0x90]);
        page.Submit();
        page.Says("is no PDF, JPEG or PNG");
        // A double click sends a form once.
        _shop.Advance(TimeSpan.FromSeconds(1));
        Attach("%PDF-1.7 proof"u8.ToArray());
        page.Submit();

        Floating.Says("The evidence is being sent.");
        page.Says("It was delivered and used.");
        page.Says("proof.pdf");
        Assert.Empty(page.FindAll("form"));
        Assert.Equal("%PDF-1.7 proof"u8.ToArray(), _shop.Read(db => db.Disputes.Single().EvidenceContent));

        void Attach(byte[] content) => page.FindComponents<InputFile>()[^1]
            .UploadFiles(InputFileContent.CreateFromBinary(content, "proof.pdf", contentType: "application/pdf"));
    }

    [Fact]
    public async Task Differences_lead_to_their_journal_and_are_closed_with_a_reason()
    {
        var payment = await DisputeAsync();
        var journal = _shop.Read(db => db.Journals.First(j => j.Source == $"payment/{payment.Id:N}").Id);
        var difference = new Difference("sandbox", DifferenceKind.OtherAmount, "sbm_1", _shop.Now);
        difference.Say(DifferenceKind.OtherAmount, $"payment/{payment.Id:N}", new(11900, "EUR"), new(11000, "EUR"), "Another fee was posted by hand.");
        Database.Saved(difference);
        var page = Draw<ReconciliationPage>();
        page.Says("Another fee was posted by hand.");
        page.Says(PortalUrls.Journal(journal));

        page.Press("Close the difference of sbm_1");
        Floating.Field("Reason").Change("The bank kept it.");
        Floating.Submit();

        Floating.Says("The difference is closed.");
        Assert.Equal("The bank kept it.", _shop.Read(db => db.Differences.Single().CloseReason));
        page.Press("Run now");
        Floating.Says("Reconciliation has started.");
        await _shop.Get<ReconciliationRun>().RunAsync(Cancel);
        Navigation.NavigateTo(PortalUrls.ReconciliationIn("runs"));
        Draw<ReconciliationPage>().Says("Completed");
    }

    private async Task<Payment> DisputeAsync()
    {
        var order = await _shop.PlaceAsync();
        await _shop.PayAtSandboxAsync(order, StripeShop.Disputed);
        await _shop.WorkAsync();
        return _shop.PaymentOf(order);
    }
}
