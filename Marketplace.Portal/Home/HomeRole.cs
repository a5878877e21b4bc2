using Marketplace.Accounts;
using Marketplace.Insight;
using Marketplace.Portal.Accounts;

namespace Marketplace.Portal.Home;

public enum HomeRole
{
    Client,
    Publisher,
    Moderator,
    Operator,
}

internal static class HomeRoles
{
    /// <summary>The roles of the person: those first for which something should not wait, then those for which something waits.</summary>
    public static IReadOnlyList<HomeRole> Of(Person person, MenuCounts counts, JobVerdict? jobs) =>
    [
        .. new (bool Has, HomeRole Role, bool IsUrgent, bool Waits)[]
            {
                (person.IsClient, HomeRole.Client, counts.SecurityUpdates + counts.Approvals > 0, counts.SitesToUpdate + counts.Operations > 0),
                (person.Publishes, HomeRole.Publisher, counts.ChangeRequests > 0, counts.Submissions > 0),
                (person.Staff is not null, HomeRole.Moderator, counts.Overdue > 0, counts.NeedsReview + counts.Reports > 0),
                (person.Staff is StaffRole.Operator, HomeRole.Operator,
                    jobs is JobVerdict.NoWorker or JobVerdict.Silent or JobVerdict.Behind, jobs is JobVerdict.Failing),
            }
            .Where(one => one.Has).OrderByDescending(one => one.IsUrgent).ThenByDescending(one => one.Waits).Select(one => one.Role),
    ];
}
