using Marketplace.Accounts;
using Marketplace.Billing.Dunning;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Licensing;
using Marketplace.Modules;
using Marketplace.Notifications;
using Marketplace.Payments;
using Marketplace.Payments.Sandbox;
using Marketplace.Pricing;
using static Marketplace.Tests.Billing.Dunning.Failures;
using static Marketplace.Tests.Billing.Subscriptions.Renewals;

namespace Marketplace.Tests.Billing.Dunning;

/// <summary>A payment that fails follows one version of a campaign to its end: its days, its mails, its license.</summary>
public sealed class DunningTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_default_campaign_tries_and_mails_on_its_days_in_the_mornings_of_the_card()
    {
        using var shop = await FailedAsync();
        var billed = shop.Now;
        List<(int Day, int Hour)> tries = [];
        var attempts = Last(shop).Attempts;
        await WaitAsync(shop, 20, () =>
        {
            if (Last(shop).Attempts > attempts)
            {
                attempts = Last(shop).Attempts;
                tries.Add(((shop.Now.Date - billed.Date).Days, shop.Now.Hour));
            }

            return Task.CompletedTask;
        });

        // The card is from the United States: nine o'clock UTC is five in New York.
        Assert.Equal([(1, 12), (3, 12), (5, 12), (7, 12), (14, 12)], tries);
        Assert.Equal(
            [
                "Your payment for Acme Shop failed", "Reminder: €119.00 for Acme Shop is still unpaid",
                "Acme Shop ends on April 16, 2026 unless it is paid", "Your subscription of Acme Shop has ended",
            ],
            Letters(shop));
        Assert.Equal((DunningState.Lost, SubscriptionState.Ended, null), (Case(shop).State, One(shop).StateAt(shop.Now), Last(shop).ChargeAt));
        Assert.Equal(billed.AddDays(15), shop.Read(db => db.Licenses.Single().ExpiresAt));
    }

    [Fact]
    public async Task A_letter_says_what_happened_when_it_is_tried_next_and_where_to_pay()
    {
        using var shop = await FailedAsync();

        var letter = LastLetter(shop);

        Assert.StartsWith(
            "We could not charge €119.00 for your subscription of Acme Shop: Visa •••• 0341 was declined.", letter.Text, StringComparison.Ordinal);
        Assert.Contains("We will try again on April 3, 2026.", letter.Text, StringComparison.Ordinal);
        Assert.Contains("/pay/", letter.Text, StringComparison.Ordinal);
        Assert.Equal(shop.Read(db => db.Users.Single(u => u.Id == shop.Owner.UserId).Email), letter.To);
        Assert.Single(Told(shop), text => text.Contains("could not be renewed: the payment failed", StringComparison.Ordinal));
        Assert.All(
            shop.Read(db => db.Set<Notification>().Where(n => n.Subject.StartsWith("subscription/")).ToList()), told => Assert.NotNull(told.MailedAt));
    }

    [Fact]
    public async Task After_an_outage_one_mail_says_what_several_would_have()
    {
        using var shop = await FailedAsync();
        shop.Advance(TimeSpan.FromHours((8 * 24) + 4));
        await WorkAsync(shop);
        await WorkAsync(shop);

        Assert.Equal(["Your payment for Acme Shop failed", "Acme Shop ends on April 16, 2026 unless it is paid"], Letters(shop));
        Assert.Equal([(0, true), (3, false), (7, true)], Case(shop).Mails.OrderBy(mail => mail.Day).Select(mail => (mail.Day, mail.IsSent)));
        Assert.Equal(2, Last(shop).Attempts);
    }

    [Fact]
    public async Task What_an_outage_left_for_the_night_waits_for_the_morning()
    {
        using var shop = await FailedAsync();
        shop.Advance(TimeSpan.FromHours(44));
        await WorkAsync(shop);
        Assert.Equal((1, shop.Now.Date.AddHours(12)), (Last(shop).Attempts, Last(shop).ChargeAt));

        shop.Advance(TimeSpan.FromHours(7));
        await WorkAsync(shop);
        Assert.Equal(2, Last(shop).Attempts);
    }

    [Fact]
    public async Task A_new_card_pays_at_once_whatever_the_hour_and_is_what_is_charged_from_then_on()
    {
        using var shop = await FailedAsync();
        shop.Advance(TimeSpan.FromHours(13));
        await AddAsync(shop, German, isDefault: false);

        await WorkAsync(shop);

        Assert.Equal((DunningState.Recovered, 11900L, 13), (Case(shop).State, Case(shop).RecoveredMinor, Case(shop).Hours));
        Assert.Equal(shop.Read(db => db.SavedMethods.Single(m => m.Text.EndsWith("4444")).Id), One(shop).MethodId);
        await WaitAsync(shop, 31);
        Assert.Single(Letters(shop));
        Assert.NotNull(Last(shop).PaidAt);
    }

    [Fact]
    public async Task A_card_that_is_added_after_the_last_retry_still_pays()
    {
        using var shop = await OpenAsync();
        await CampaignAsync(shop, Plan(new(1) { Retries = true }, new(10)));
        await WorkAsync(shop);
        await WaitAsync(shop, 3);
        Assert.Equal((2, null), (Last(shop).Attempts, Last(shop).ChargeAt));

        await AddAsync(shop, German, isDefault: false);
        await WorkAsync(shop);

        Assert.Equal(DunningState.Recovered, Case(shop).State);
    }

    [Fact]
    public async Task A_hard_decline_is_not_tried_again_by_the_same_card_and_a_soft_one_is()
    {
        using var shop = await FailedAsync();
        shop.Read(db =>
        {
            var period = db.SubscriptionPeriods.OrderBy(p => p.Number).Last();
            period.Fail(PaymentFailure.Stolen, period.FailedMethodId, period.ChargeAt);
            return db.SaveChanges();
        });
        var charged = shop.Read(db => db.Set<SandboxPayment>().Count());

        await WaitAsync(shop, 6);

        Assert.Equal(charged, shop.Read(db => db.Set<SandboxPayment>().Count()));
        Assert.Equal(PaymentFailure.Stolen, Last(shop).Failure);
        Assert.Contains("It cannot be charged until you enter another payment method.", LastLetter(shop).Text, StringComparison.Ordinal);
        Assert.Equal(
            new DunningOutcome.Invalid("The bank has permanently declined this card. The client has to enter another payment method."),
            await shop.Get<CaseChanges>().RetryAsync(shop.Operator, Last(shop).Id, Cancel));
    }

    [Fact]
    public async Task A_campaign_for_some_takes_those_and_a_new_version_changes_nothing_that_runs()
    {
        using var shop = await OpenAsync();
        await CampaignAsync(shop, Plan(new(0) { Mail = DunningLetter.PaymentFailed }, new(9) { Retries = true }) with
        {
            Rule = new() { Countries = ["FR"] },
        }, "France");
        var id = await CampaignAsync(shop, Plan(new(2) { Retries = true }, new(4) { Mail = DunningLetter.Reminder, EndsLicense = true }, new(20)) with
        {
            Rule = new() { Countries = ["DE"], Tiers = [OfferTier.Basic], Modules = ["acme.shop"], MinMonths = 1 },
        });
        var billed = shop.Now;
        await WorkAsync(shop);
        Assert.Equal((billed.Date.AddDays(2).AddHours(12), 0), (Last(shop).ChargeAt, Letters(shop).Length));
        // The license is over on the fourth day, and not before what was paid is.
        Assert.Equal(billed.AddDays(4), shop.Read(db => db.Licenses.Single().ExpiresAt));

        Assert.Equal(
            new CampaignOutcome.Saved(id, 2),
            await shop.Get<CampaignChanges>().SaveAsync(shop.Operator, id, 1, Plan(new(0) { Mail = DunningLetter.Reminder }, new(1)), Cancel));
        await WaitAsync(shop, 5);

        Assert.Equal((1, 2, null), (Case(shop).Campaign.Number, Last(shop).Attempts, Last(shop).ChargeAt));
        Assert.Equal(["Reminder: €119.00 for Acme Shop is still unpaid"], Letters(shop));
        Assert.Equal(SubscriptionState.PastDue, One(shop).StateAt(shop.Now));
        await WaitAsync(shop, 16);
        Assert.Equal((SubscriptionState.Ended, DunningState.Lost), (One(shop).StateAt(shop.Now), Case(shop).State));
    }

    [Fact]
    public async Task A_pause_moves_the_days_and_the_end_of_the_license_and_a_new_card_still_pays()
    {
        using var shop = await FailedAsync();
        var (changes, id, billed) = (shop.Get<CaseChanges>(), Last(shop).Id, shop.Now);
        Assert.IsType<DunningOutcome.NotFound>(await changes.PauseAsync(shop.Owner, id, new(2026, 4, 11), Cancel));
        Assert.IsType<DunningOutcome.Done>(await changes.PauseAsync(shop.Operator, id, new(2026, 4, 11), Cancel));
        await WaitAsync(shop, 9);
        Assert.Equal((1, 1), (Last(shop).Attempts, Letters(shop).Length));
        Assert.Equal(billed.AddDays(15) + (new DateTime(2026, 4, 12) - billed), shop.Read(db => db.Licenses.Single().ExpiresAt));

        await WaitAsync(shop, 3);
        Assert.Equal((2, 1), (Last(shop).Attempts, Letters(shop).Length));
        Assert.IsType<DunningOutcome.Done>(await changes.PauseAsync(shop.Operator, id, new(2026, 5, 30), Cancel));
        Assert.IsType<DunningOutcome.Done>(await changes.ResumeAsync(shop.Operator, id, Cancel));
        await WaitAsync(shop, 2);
        Assert.Equal((3, 2), (Last(shop).Attempts, Letters(shop).Length));

        Assert.IsType<DunningOutcome.Done>(await changes.PauseAsync(shop.Operator, id, new(2026, 5, 30), Cancel));
        await AddAsync(shop, German, isDefault: true);
        await WorkAsync(shop);
        Assert.Equal(DunningState.Recovered, Case(shop).State);
    }

    [Fact]
    public async Task What_is_written_off_credits_the_days_that_are_left_and_is_a_loss_for_the_rest()
    {
        using var shop = await OpenAsync();
        await CampaignAsync(shop, Plan(new(3) { Retries = true }, new(6)) with { End = DunningEnd.WriteOff });
        await WorkAsync(shop);
        Assert.Equal(11900, shop.Net(AccountKey.Receivable));

        await WaitAsync(shop, 7);

        // From 2 April to 2 May are 30 days, of which 6 had passed.
        Assert.Equal(DunningState.WrittenOff, Case(shop).State);
        var note = shop.Read(db => db.Set<Marketplace.Billing.Invoices.Invoice>().Single(i => i.CorrectsId != null));
        Assert.Equal((8000, 1520), (note.NetMinor, note.TaxMinor));
        Assert.Equal((0L, 2380L), (shop.Net(AccountKey.Receivable), shop.Net(AccountKey.WriteOffs)));
        Assert.Equal(0, shop.Net(AccountKey.DeferredRevenue) + shop.Read(db => db.RecognitionSchedules.Where(s => !s.IsDone).Sum(s => s.Minor)));
        Assert.Equal((SubscriptionState.Ended, true), (One(shop).StateAt(shop.Now), shop.Read(db => db.Journals.Any(j => j.Kind == JournalKind.WriteOff))));
        Assert.Equal([], (await shop.Get<LedgerVerify>().RunAsync(Cancel)).Problems);
    }

    [Fact]
    public async Task An_operator_retries_at_night_and_writes_off_by_hand()
    {
        using var shop = await FailedAsync();
        var (changes, id) = (shop.Get<CaseChanges>(), Last(shop).Id);
        shop.Advance(TimeSpan.FromHours(14));
        Assert.Equal(new DunningOutcome.Invalid("It failed again."), await changes.RetryAsync(shop.Operator, id, Cancel));
        Assert.Equal(2, Last(shop).Attempts);
        Assert.IsType<DunningOutcome.NotFound>(await changes.WriteOffAsync(shop.Owner, id, "Insolvent.", Cancel));
        Assert.IsType<DunningOutcome.Invalid>(await changes.WriteOffAsync(shop.Operator, id, " ", Cancel));

        Assert.Equal(new DunningOutcome.Done("Written off."), await changes.WriteOffAsync(shop.Operator, id, "Insolvent.", Cancel));

        Assert.Equal((0L, DunningState.WrittenOff), (shop.Net(AccountKey.Receivable), Case(shop).State));
        Assert.Equal(new DunningOutcome.Invalid("It is already settled."), await changes.WriteOffAsync(shop.Operator, id, "Insolvent.", Cancel));
        await WaitAsync(shop, 20);
        Assert.Single(Letters(shop));
        Assert.Equal(LicenseState.Grace, shop.Read(db => db.Licenses.Single()).Life.StateAt(shop.Now));
    }
}
