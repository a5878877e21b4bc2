using Marketplace.Catalog;

namespace Marketplace.Scanning;

/// <summary>One automatic check of a package. Each name in <see cref="RuleSet.Required"/> has exactly one body.</summary>
public interface ICheck
{
    string Name { get; }

    /// <summary>Looks at the package; an exception or a time-out counts as <see cref="Verdict.Error"/>.</summary>
    Task<CheckResult> RunAsync(ScanSubject subject, CancellationToken cancel);
}

/// <summary>The file under scan: who submitted it, and the file itself, opened again by each check.</summary>
public sealed record ScanSubject(string PackageHash, long PublisherId, Func<CancellationToken, Task<Stream>> OpenAsync);

public sealed record CheckResult(Verdict Verdict, IReadOnlyList<FindingDraft> Findings);

/// <summary>A finding before it has a row.</summary>
public sealed record FindingDraft(string Rule, Severity Severity, string Message, string Place, string Remedy);
