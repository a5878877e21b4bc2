using Marketplace.Data;
using Marketplace.Moderation;
using Marketplace.Publishing;
using Marketplace.Tests.Support;
using static Marketplace.Tests.Access.ServiceCall;

namespace Marketplace.Tests.Access;

internal static partial class ServiceTable
{
    private static IEnumerable<ServiceCall> Review =>
    [
        Writes<PackageIntake>(Who.Home, (s, w, a) => s.ReceiveAsync(a, w.HomeId, new MemoryStream(w.Package), Cancel)),
        Reads<SubmissionQueries>(Who.Home, (s, w, a) => s.ListAsync(a, ListQuery.First, Cancel)),
        Reads<SubmissionQueries>(Who.Home, (s, w, a) => s.StreamAsync(a, ListQuery.First, Cancel).ToListAsync(Cancel).AsTask()),
        Reads<SubmissionQueries>(Who.Home, (s, w, a) => s.UnderWayAsync(a, 5, Cancel)),
        Reads<SubmissionQueries>(Who.Staff, (s, w, a) => s.ScanningAsync(a, ListQuery.First, Cancel)),
        Reads<SubmissionQueries>(Who.Staff, (s, w, a) => s.StreamScanningAsync(a, ListQuery.First, Cancel).ToListAsync(Cancel).AsTask()),
        Reads<SubmissionQueries>(Who.Staff, (s, w, a) => s.CountScanningAsync(a, Cancel)),
        Reads<SubmissionQueries>(Who.Home, (s, w, a) => s.ReadAsync(a, w.Submission, Cancel)),
        Reads<PackageComparisons>(Who.Staff, (s, w, a) => s.ReadAsync(a, Packages.HashOf(w.Package), "Home.Next", Cancel)),
        Reads<ReviewQueueQueries>(Who.Staff, (s, w, a) => s.ListAsync(a, QueueTab.NeedsReview, ListQuery.First, Cancel)),
        Reads<ReviewQueueQueries>(Who.Staff, (s, w, a) => s.StreamAsync(a, QueueTab.NeedsReview, ListQuery.First, Cancel).ToListAsync(Cancel).AsTask()),
        Reads<QueueGlances>(Who.Staff, (s, w, a) => s.ReadAsync(a, Cancel)),
        Reads<ReviewQueueQueries>(Who.Staff, (s, w, a) => s.CountsAsync(a, Cancel)),
        Reads<ReviewQueries>(Who.Staff, (s, w, a) => s.ReadAsync(a, w.OpenReview, Cancel)),
        Writes<ReviewDecisions>(Who.Staff, (s, w, a) =>
            s.DecideAsync(a, w.OpenReview, DecisionAction.Reject, "Broken", "It does not start.", Cancel)),
        Writes<ReviewDecisions>(Who.Staff, (s, w, a) => s.ClaimAsync(a, w.OpenReview, Cancel)),
        Writes<Suspensions>(Who.Staff, (s, w, a) => s.SuspendAsync(a, w.ApprovedReview, "It loses mail.", Cancel)),
        Writes<Suspensions>(Who.Staff, (s, w, a) => s.RestoreAsync(a, w.SuspendedReview, Cancel)),
        Reads<Reports>(Who.PeopleWhoSee, (s, w, a) => s.CanSendAsync(a, World.Private, Cancel)),
        Writes<Reports>(Who.PeopleWhoSee, (s, w, a) => s.SendAsync(a, World.Private, "1.0.0", ReportKind.Broken, "It does not start.", Cancel)),
        Reads<ReviewReports>(Who.PeopleWhoSee, (s, w, a) => s.CanSendAsync(a, w.Rating, Cancel)),
        Writes<ReviewReports>(Who.PeopleWhoSee, (s, w, a) => s.SendAsync(a, w.Rating, "It is not about the module.", Cancel)),
        Reads<Reports>(Who.Staff, (s, w, a) => s.ListAsync(a, ListQuery.First, Cancel)),
        Reads<Reports>(Who.Staff, (s, w, a) => s.StreamAsync(a, ListQuery.First, Cancel).ToListAsync(Cancel).AsTask()),
        Reads<Reports>(Who.Staff, (s, w, a) => s.OpenAsync(a, Cancel)),
        Writes<Reports>(Who.Staff, (s, w, a) => s.CloseAsync(a, w.Report, "It starts now.", Cancel)),
    ];
}
