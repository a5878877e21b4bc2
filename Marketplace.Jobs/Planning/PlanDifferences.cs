using Marketplace.Resolution;

namespace Marketplace.Planning;

/// <summary>What makes a new plan another than the one that was looked at, in sentences.</summary>
public static class PlanDifferences
{
    /// <summary>What both rest on and what has become of it.</summary>
    public static IReadOnlyList<string> Ground(PlanDocument before, PlanDocument after) =>
    [
        .. before.HostVersion == after.HostVersion ? [] : new[] { $"The host is {after.HostVersion} now, not {before.HostVersion}." },
        .. before.FromRevision == after.FromRevision ? [] : new[] { $"The site is in revision {after.FromRevision} now, not {before.FromRevision}." },
        .. Rights(before).SequenceEqual(Rights(after)) ? [] : new[] { "The licenses or prices of what it brings are others now." },
    ];

    /// <summary>Changes that one of them makes and the other does not; none when both come to the same modules.</summary>
    public static IReadOnlyList<string> Changes(PlanDocument before, PlanDocument after)
    {
        var (was, now) = (Moving(before), Moving(after));
        return [.. was.Keys.Union(now.Keys, StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)
            .Select(id => Sentence(was.GetValueOrDefault(id), now.GetValueOrDefault(id))).OfType<string>()];
    }

    private static IEnumerable<string> Rights(PlanDocument plan) =>
        (plan.Licenses ?? []).Select(license =>
            $"{license.Id} {license.Verdict} {license.Sites} {license.Others} {license.IsAsked} "
            + $"{string.Join(' ', license.Offers.Select(offer => $"{offer.Id} {offer.Price}"))}");

    private static Dictionary<string, PlanChange> Moving(PlanDocument plan) =>
        plan.Changes.Where(change => change.Kind is not ChangeKind.Keep).ToDictionary(change => change.Id, StringComparer.OrdinalIgnoreCase);

    private static string? Sentence(PlanChange? before, PlanChange? after) => (before, after) switch
    {
        (null, { To: null } gone) => $"{gone.Id} would be removed too.",
        (null, { } more) => $"{more.Id} would become {more.To} too.",
        ({ } less, null) => $"{less.Id} would stay as it is.",
        ({ To: { } was, Id: var id }, { To: { } now }) when was != now => $"{id} would become {now}, not {was}.",
        ({ To: { } to, Id: var id }, { To: null }) => $"{id} would be removed, not become {to}.",
        ({ To: null, Id: var id }, { To: { } to }) => $"{id} would become {to}, not be removed.",
        ({ } was, { } now) when was.Hash != now.Hash => $"{now.Id} {now.To} would be another package.",
        _ => null,
    };
}
