using Marketplace.Catalog;
using Marketplace.Modules.Packages;

namespace Marketplace.Scanning.Checks;

/// <summary>A check that looks into the package. One that cannot be opened fails it: what cannot be read cannot be approved.</summary>
internal abstract class PackageCheck : ICheck
{
    protected static readonly CheckResult Passed = new(Verdict.Passed, []);

    public abstract string Name { get; }

    public async Task<CheckResult> RunAsync(ScanSubject subject, CancellationToken cancel)
    {
        await using var file = await subject.OpenAsync(cancel);
        return await PackageArchive.OpenAsync(file, cancel) switch
        {
            PackageOutcome.Opened opened => await LookAsync(opened.Archive, subject, cancel),
            PackageOutcome.Refused refused => Refused(refused.Reasons),
            _ => throw new InvalidOperationException("An unknown outcome."),
        };
    }

    protected abstract Task<CheckResult> LookAsync(PackageArchive package, ScanSubject subject, CancellationToken cancel);

    protected virtual CheckResult Refused(IReadOnlyList<PackageRefusal> reasons) =>
        Failed($"{Name}.unreadable", "The package cannot be read, so this was not looked at.", "", "See the checks of archive and manifest.");

    protected static CheckResult Failed(IEnumerable<PackageRefusal> reasons) =>
        new(Verdict.Failed, [.. reasons.Select(r => new FindingDraft(r.Code, Severity.High, r.Message, r.Path ?? "", r.Remedy))]);

    protected static CheckResult Failed(string rule, string message, string place, string remedy) =>
        new(Verdict.Failed, [new(rule, Severity.High, message, place, remedy)]);
}
