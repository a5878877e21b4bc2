using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Moderation;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Shared.Grid;
using Marketplace.Publishing;

namespace Marketplace.Portal.Moderation;

/// <summary>The tabs of the queue as files.</summary>
public static class ModerationEndpoints
{
    public static void MapModeration(this IEndpointRouteBuilder app)
    {
        app.MapQueue("review", QueueTab.NeedsReview);
        app.MapQueue("waiting", QueueTab.WaitingOnPublisher);
        app.MapQueue("decided", QueueTab.Decided);
        app.MapCsv(
            PortalUrls.QueueFile("scanning"), ScanningList.Columns, SubmissionQueries.ScanningColumns,
            (SubmissionQueries submissions, Actor actor, ListQuery query, CancellationToken cancel) => submissions.StreamScanningAsync(actor, query, cancel))
            .RequireAuthorization(Policies.Moderator);
        app.MapCsv(
            PortalUrls.QueueFile("reports"), ReportList.Columns, Reports.Columns,
            (Reports reports, Actor actor, ListQuery query, CancellationToken cancel) => reports.StreamAsync(actor, query, cancel))
            .RequireAuthorization(Policies.Moderator);
    }

    private static void MapQueue(this IEndpointRouteBuilder app, string name, QueueTab tab) =>
        app.MapCsv(
            PortalUrls.QueueFile(name), ReviewList.Columns(tab), ReviewQueueQueries.Columns(tab),
            (ReviewQueueQueries queue, Actor actor, ListQuery query, CancellationToken cancel) => queue.StreamAsync(actor, tab, query, cancel))
            .RequireAuthorization(Policies.Moderator);
}
