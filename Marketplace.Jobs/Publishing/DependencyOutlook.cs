using Marketplace.Catalog;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Publishing;

/// <summary>Whether what a submission waits for may still come. Only the publisher's own submissions count: of others' it must not learn.</summary>
internal static class DependencyOutlook
{
    /// <summary>How long the rest of a set that is pushed together may take to arrive.</summary>
    public static readonly TimeSpan ForPush = TimeSpan.FromMinutes(15);

    /// <summary>How long one that has arrived may take to be released.</summary>
    public static readonly TimeSpan ForRelease = TimeSpan.FromDays(30);

    private const int MaxSubmissions = 1000;

    /// <summary>Why it will not come, as a sentence; null while it may.</summary>
    public static async Task<string?> ProblemAsync(MarketplaceDb db, Submission submission, IReadOnlyList<string> ids, DateTime now, CancellationToken cancel)
    {
        var open = await db.Submissions.Open().Where(s => s.PublisherId == submission.PublisherId && s.Id != submission.Id).OrderBy(s => s.Id)
            .Select(s => new OpenSubmission(s.NormalizedId, s.State == SubmissionState.Waiting ? s.WaitsFor : "")).Take(MaxSubmissions).ToListAsync(cancel);
        var byId = open.ToLookup(s => s.Id);
        if (ids.FirstOrDefault(id => NeedsInTurn(submission.NormalizedId, Module.Normalize(id), byId)) is { } circle)
        {
            return $"{circle} needs {submission.PackageId} in turn, so neither can come first.";
        }

        if (now >= submission.ReceivedAt + ForRelease)
        {
            return $"{string.Join(", ", ids)} was not released within {ForRelease.TotalDays:0} days.";
        }

        string[] missing = [.. ids.Where(id => !byId.Contains(Module.Normalize(id)))];
        var normalized = missing.Select(Module.Normalize).ToList();
        var rejected = await db.Submissions.Where(s => s.PublisherId == submission.PublisherId && s.State == SubmissionState.Rejected
            && s.DecidedAt >= submission.ReceivedAt && normalized.Contains(s.NormalizedId)).OrderBy(s => s.Id)
            .Select(s => new { s.PackageId, s.Version }).FirstOrDefaultAsync(cancel);
        return rejected is not null ? $"{rejected.PackageId} {rejected.Version} was rejected."
            : missing.Length > 0 && now >= submission.ReceivedAt + ForPush
                ? $"{string.Join(", ", missing)} was not submitted within {ForPush.TotalMinutes:0} minutes."
            : null;
    }

    // One that is not waiting for a module itself may be released, and then nothing stands in the way.
    private static bool NeedsInTurn(string own, string id, ILookup<string, OpenSubmission> open)
    {
        var (next, seen) = (new Stack<string>([id]), new HashSet<string>());
        while (next.TryPop(out var current))
        {
            if (current == own)
            {
                return true;
            }

            if (seen.Add(current) && open[current].Any() && open[current].All(s => s.WaitsFor != ""))
            {
                foreach (var further in open[current].SelectMany(s => s.WaitsFor.Split(", ")))
                {
                    next.Push(Module.Normalize(further));
                }
            }
        }

        return false;
    }

    private sealed record OpenSubmission(string Id, string WaitsFor);
}
