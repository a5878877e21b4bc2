using Hangfire;
using Marketplace.Accounts;
using Marketplace.Billing.Dunning;
using Marketplace.Billing.Interest;
using Marketplace.Billing.Orders;
using Marketplace.Billing.Subscriptions;
using Marketplace.Catalog;
using Marketplace.Community;
using Marketplace.Delivery;
using Marketplace.Insight;
using Marketplace.Ledger;
using Marketplace.Live;
using Marketplace.Notifications;
using Marketplace.Operations;
using Marketplace.Payments;
using Marketplace.Payments.Inbox;
using Marketplace.Payments.Reconciliation;
using Marketplace.Payouts;
using Marketplace.Payouts.Connect;
using Marketplace.Payouts.Shares;
using Marketplace.Pricing.Rates;
using Marketplace.Pricing.Succession;
using Marketplace.Publishers;
using Marketplace.Publishing;
using Marketplace.Revenue;
using Marketplace.Revenue.Movements;
using Marketplace.Revenue.Reports;
using Marketplace.Scanning;
using Marketplace.Search;
using Marketplace.Updates;
using Marketplace.Usage;

namespace Marketplace;

/// <summary>Which job runs when: all recurring jobs, with times in UTC, and what announced work wakes.</summary>
public static class Schedule
{
    /// <summary>Sweeps do, at start and every minute, what is due and was not announced, or whose announcement was lost.</summary>
    public static readonly IReadOnlyList<string> Sweeps =
    [
        "sweep-operations", "sweep-deliveries", "advance-batches", "carry-out-policies",
        "respond-to-suspensions", "sweep-submissions", "seal-audit", "notify-followers",
        "notify-sites", "send-webhooks", "send-mail", "count-host-outcomes", "roll-up-statistics",
        "sweep-payments", "process-events", "find-events", "sweep-orders", "send-transfers",
    ];

    public static void Wake(IBackgroundJobClient jobs, WaitingWork work)
    {
        switch (work)
        {
            case { Kind: Work.Submissions, Id: { } submission }:
                jobs.Enqueue<ScanSubmissionJob>(job => job.RunAsync(submission, CancellationToken.None));
                break;
            case { Kind: Work.Sites, Id: { } site }:
                jobs.Enqueue<SiteOperationsJob>(job => job.RunAsync(site, CancellationToken.None));
                break;
            case { Kind: Work.Batches, Id: { } batch }:
                jobs.Enqueue<AdvanceBatchJob>(job => job.RunAsync(batch, CancellationToken.None));
                break;
            case { Kind: Work.Endings }:
                jobs.Enqueue<CountHostOutcomesJob>(job => job.RunAsync(CancellationToken.None));
                jobs.Enqueue<RespondToSuspensionsJob>(job => job.RunAsync(CancellationToken.None));
                break;
            case { Kind: Work.Releases }:
                jobs.Enqueue<NotifyFollowersJob>(job => job.RunAsync(CancellationToken.None));
                jobs.Enqueue<NotifySitesJob>(job => job.RunAsync(CancellationToken.None));
                jobs.Enqueue<RespondToSuspensionsJob>(job => job.RunAsync(CancellationToken.None));
                break;
            case { Kind: Work.Policies }:
                jobs.Enqueue<CarryOutPoliciesJob>(job => job.RunAsync(CancellationToken.None));
                break;
            case { Kind: Work.Usage }:
                jobs.Enqueue<StatisticsJob>(job => job.RunAsync(CancellationToken.None));
                break;
            case { Kind: Work.Webhooks }:
                jobs.Enqueue<SendWebhooksJob>(job => job.RunAsync(CancellationToken.None));
                break;
            case { Kind: Work.Payments }:
                jobs.Enqueue<SweepPaymentsJob>(job => job.RunAsync(CancellationToken.None));
                break;
            case { Kind: Work.ProviderEvents }:
                jobs.Enqueue<ProcessEventsJob>(job => job.RunAsync(CancellationToken.None));
                break;
            case { Kind: Work.Reconciliation }:
                jobs.Enqueue<ReconcileJob>(job => job.RunAsync(CancellationToken.None));
                break;
            case { Kind: Work.Orders }:
                jobs.Enqueue<SweepOrdersJob>(job => job.RunAsync(CancellationToken.None));
                break;
            case { Kind: Work.Renewals }:
                jobs.Enqueue<RenewalJob>(job => job.RunAsync(CancellationToken.None));
                break;
            case { Kind: Work.Licenses, Id: { } organization }:
                jobs.Enqueue<WriteLicenseFilesJob>(job => job.RunAsync(organization, CancellationToken.None));
                break;
            case { Kind: Work.Transfers }:
                jobs.Enqueue<SendTransfersJob>(job => job.RunAsync(CancellationToken.None));
                break;
            case { Kind: Work.Mail }:
                jobs.Enqueue<SendMailJob>(job => job.RunAsync(CancellationToken.None));
                break;
        }
    }

    public static void Write(IRecurringJobManager recurring)
    {
        recurring.AddOrUpdate<SweepOperationsJob>("sweep-operations", job => job.RunAsync(CancellationToken.None), "* * * * *");
        recurring.AddOrUpdate<SweepDeliveriesJob>("sweep-deliveries", job => job.RunAsync(CancellationToken.None), "* * * * *");
        recurring.AddOrUpdate<AdvanceBatchesJob>("advance-batches", job => job.RunAsync(CancellationToken.None), "* * * * *");
        recurring.AddOrUpdate<CarryOutPoliciesJob>("carry-out-policies", job => job.RunAsync(CancellationToken.None), "* * * * *");
        recurring.AddOrUpdate<RespondToSuspensionsJob>("respond-to-suspensions", job => job.RunAsync(CancellationToken.None), "* * * * *");
        recurring.AddOrUpdate<SweepSubmissionsJob>("sweep-submissions", job => job.RunAsync(CancellationToken.None), "* * * * *");
        recurring.AddOrUpdate<RescanJob>("rescan", job => job.RunAsync(CancellationToken.None), "*/10 * * * *");
        recurring.AddOrUpdate<VerifyPackagesJob>("verify-packages", job => job.RunAsync(CancellationToken.None), "10 2 * * *");
        recurring.AddOrUpdate<RecognizeRevenueJob>("recognize-revenue", job => job.RunAsync(CancellationToken.None), "15 0 * * *");
        // After what was earned is posted, and in the hour in which a time for refunds has passed.
        recurring.AddOrUpdate<ReleaseSharesJob>("release-shares", job => job.RunAsync(CancellationToken.None), "25 * * * *");
        recurring.AddOrUpdate<PreparePayoutsJob>("prepare-payouts", job => job.RunAsync(CancellationToken.None), "40 5 * * *");
        recurring.AddOrUpdate<SendTransfersJob>("send-transfers", job => job.RunAsync(CancellationToken.None), "* * * * *");
        recurring.AddOrUpdate<ReadConnectAccountsJob>("read-connect-accounts", job => job.RunAsync(CancellationToken.None), "35 * * * *");
        recurring.AddOrUpdate<VerifyLedgerJob>("verify-ledger", job => job.RunAsync(CancellationToken.None), "30 1 * * *");
        recurring.AddOrUpdate<ReconcileJob>("reconcile-providers", job => job.RunAsync(CancellationToken.None), "50 0 * * *");
        recurring.AddOrUpdate<SealAuditJob>("seal-audit", job => job.RunAsync(CancellationToken.None), "* * * * *");
        recurring.AddOrUpdate<CountHostOutcomesJob>("count-host-outcomes", job => job.RunAsync(CancellationToken.None), "* * * * *");
        recurring.AddOrUpdate<StatisticsJob>("roll-up-statistics", job => job.RunAsync(CancellationToken.None), "* * * * *");
        recurring.AddOrUpdate<ScoreModulesJob>("score-modules", job => job.RunAsync(CancellationToken.None), "* * * * *");
        recurring.AddOrUpdate<RenderTextsJob>("render-texts", job => job.RunAsync(CancellationToken.None), "* * * * *");
        recurring.AddOrUpdate<LinkModulesJob>("link-modules", job => job.RunAsync(CancellationToken.None), "25 * * * *");
        recurring.AddOrUpdate<RecheckDomainsJob>("recheck-domains", job => job.RunAsync(CancellationToken.None), "40 4 * * *");
        recurring.AddOrUpdate<NotifyFollowersJob>("notify-followers", job => job.RunAsync(CancellationToken.None), "* * * * *");
        recurring.AddOrUpdate<NotifySitesJob>("notify-sites", job => job.RunAsync(CancellationToken.None), "* * * * *");
        recurring.AddOrUpdate<SendWebhooksJob>("send-webhooks", job => job.RunAsync(CancellationToken.None), "* * * * *");
        recurring.AddOrUpdate<SweepPaymentsJob>("sweep-payments", job => job.RunAsync(CancellationToken.None), "* * * * *");
        recurring.AddOrUpdate<ProcessEventsJob>("process-events", job => job.RunAsync(CancellationToken.None), "* * * * *");
        recurring.AddOrUpdate<FindEventsJob>("find-events", job => job.RunAsync(CancellationToken.None), "*/5 * * * *");
        recurring.AddOrUpdate<SweepOrdersJob>("sweep-orders", job => job.RunAsync(CancellationToken.None), "* * * * *");
        recurring.AddOrUpdate<RenewalJob>("renew-subscriptions", job => job.RunAsync(CancellationToken.None), "5 * * * *");
        recurring.AddOrUpdate<RevenueSumsJob>("sum-revenue", job => job.RunAsync(CancellationToken.None), "50 1 * * *");
        // Hours of some time zones begin at a half or a quarter of ours.
        recurring.AddOrUpdate<MailViewsJob>("mail-revenue-views", job => job.RunAsync(CancellationToken.None), "*/15 * * * *");
        recurring.AddOrUpdate<PausedSubscriptionsJob>("move-paused-subscriptions", job => job.RunAsync(CancellationToken.None), "10 * * * *");
        recurring.AddOrUpdate<DunningJob>("advance-dunning", job => job.RunAsync(CancellationToken.None), "15 * * * *");
        recurring.AddOrUpdate<InterestJob>("charge-interest", job => job.RunAsync(CancellationToken.None), "20 6 * * *");
        recurring.AddOrUpdate<BillingNoticesJob>("send-billing-notices", job => job.RunAsync(CancellationToken.None), "30 9 * * *");
        recurring.AddOrUpdate<WriteLicenseFilesJob>("write-license-files", job => job.RunAsync(null, CancellationToken.None), "20 * * * *");
        recurring.AddOrUpdate<CollectUsageJob>("collect-usage", job => job.RunAsync(CancellationToken.None), "*/10 * * * *");
        recurring.AddOrUpdate<NotifySavedSearchesJob>("notify-saved-searches", job => job.RunAsync(CancellationToken.None), "*/15 * * * *");
        recurring.AddOrUpdate<SendMailJob>("send-mail", job => job.RunAsync(CancellationToken.None), "* * * * *");
        recurring.AddOrUpdate<MailNotificationsJob>("mail-notifications", job => job.RunAsync(CancellationToken.None), "*/5 * * * *");
        recurring.AddOrUpdate<SweepQuarantineJob>("sweep-quarantine", job => job.RunAsync(), "15 * * * *");
        recurring.AddOrUpdate<CollectRevisionsJob>("collect-revisions", job => job.RunAsync(CancellationToken.None), "20 3 * * *");
        recurring.AddOrUpdate<PurgeSearchesJob>("purge-searches", job => job.RunAsync(CancellationToken.None), "50 3 * * *");
        recurring.AddOrUpdate<PostAuditHeadJob>("post-audit-head", job => job.RunAsync(CancellationToken.None), "5 * * * *");
        recurring.AddOrUpdate<MailAuditHeadJob>("mail-audit-head", job => job.RunAsync(CancellationToken.None), "10 0 * * *");
        // The bank publishes about 16:00 in Frankfurt.
        recurring.AddOrUpdate<FetchRatesJob>("fetch-rates", job => job.RunAsync(CancellationToken.None), "15 16 * * *");
        recurring.AddOrUpdate<CarryOutSuccessionsJob>("carry-out-successions", job => job.RunAsync(CancellationToken.None), "5 * * * *");
        recurring.AddOrUpdate<PurgeAttemptsJob>("purge-attempts", job => job.RunAsync(CancellationToken.None), "35 3 * * *");
        recurring.AddOrUpdate<PurgeSessionsJob>("purge-sessions", job => job.RunAsync(CancellationToken.None), "40 3 * * *");
        recurring.AddOrUpdate<PurgeChangesJob>("purge-changes", job => job.RunAsync(CancellationToken.None), "*/10 * * * *");
    }
}
