using Marketplace.Data;
using Marketplace.Modules;

namespace Marketplace.Operations;

/// <summary>Why an operation failed. Each is met in its own way, see <see cref="Recovery"/>.</summary>
public enum FailureCategory
{
    /// <summary>The site is not what the plan was made for.</summary>
    SiteMoved,

    /// <summary>A package could not be downloaded.</summary>
    Network,

    /// <summary>The site's folder could not be written, or has too little space.</summary>
    Disk,

    /// <summary>A package is not what was chosen, or may no longer be installed.</summary>
    Verification,

    /// <summary>A module that it brings is not free, and no longer licensed.</summary>
    License,

    /// <summary>The host said no to the new revision as a whole.</summary>
    HostRefused,

    /// <summary>A module could not be loaded, or fails its health check.</summary>
    HealthCheck,

    /// <summary>A step, or the host, took longer than allowed.</summary>
    Timeout,

    /// <summary>A fault of the marketplace itself.</summary>
    Internal,
}

public sealed record OperationFailure(FailureCategory Category, string Sentence)
{
    public const int MaxSentence = 1000;

    public string Sentence { get; init; } = Sentence.Clip(MaxSentence);

    private const int NoSpaceOnUnix = 28, NoSpaceOnWindows = unchecked((int)0x80070070);

    /// <summary>The same for people. What the exception says is for the log: it names paths and types of the server.</summary>
    public static OperationFailure Of(Exception error, long operationId) => error switch
    {
        InvalidDataException => new(FailureCategory.Disk, "The site's module folder is damaged: one of its files cannot be understood."),
        UnauthorizedAccessException => new(
            FailureCategory.Disk, "The worker may not read or write the site's module folder, or a folder lies where a file should be."),
        IOException { HResult: NoSpaceOnUnix or NoSpaceOnWindows } => new(
            FailureCategory.Disk, "There is no space left where the site's modules lie. The site is as it was before."),
        IOException => new(FailureCategory.Disk, "The site's module folder could not be read or written."),
        _ => new(
            FailureCategory.Internal, $"An unexpected error stopped operation {operationId}; the server's log has the details. The site is as it was before."),
    };

    /// <summary>What a site's host or agent said, in the same categories.</summary>
    public static OperationFailure Of(AgentResult result) => new(
        result.Failure switch
        {
            AgentFailure.HealthCheck => FailureCategory.HealthCheck,
            AgentFailure.HostRefused => FailureCategory.HostRefused,
            AgentFailure.Timeout => FailureCategory.Timeout,
            AgentFailure.Disk => FailureCategory.Disk,
            AgentFailure.SiteMoved or AgentFailure.OlderRevision => FailureCategory.SiteMoved,
            AgentFailure.Network => FailureCategory.Network,
            AgentFailure.Withdrawn => FailureCategory.Internal,
            _ => FailureCategory.Verification,
        },
        result.Sentence ?? $"The site's agent refused it: {result.Failure}.");

    /// <summary>The folder is in another revision than the marketplace put it in. A new plan would find the same.</summary>
    public static OperationFailure Foreign(int there, int known) => new(
        FailureCategory.Disk,
        $"The site's module folder is in revision {there}, but the marketplace put it in {known}: something else changed it, or it is damaged.");

    public static OperationFailure Missing(InstalledModule module) => new(
        FailureCategory.Disk, $"The files of {module.Id} {module.Version} are missing from the site's module folder.");
}

/// <summary>What is done about a failure. In every case the site is in its earlier revision first.</summary>
/// <param name="Pauses">How long to wait before each further attempt that is made automatically; none where a person must act.</param>
/// <param name="Remedy">What a person can do when the operation has failed for good.</param>
public sealed record Recovery(IReadOnlyList<TimeSpan> Pauses, string Remedy)
{
    public static Recovery Of(FailureCategory category) => category switch
    {
        FailureCategory.SiteMoved => new([], "Make a new plan and look at what is different."),
        FailureCategory.Network => After("Try again when the package store can be reached.", 2, 10, 30),
        FailureCategory.Disk => new([], "Free space where the site's modules lie, or let the worker write there, then try again. "
            + "If the folder is damaged, an administrator repairs it: “site repair” and the number of the site, on the command line."),
        FailureCategory.Verification => new([], "Make a new plan; it chooses what is available now."),
        FailureCategory.License => new([], "See the plan for what a license costs and ask for one, then plan again."),
        FailureCategory.HostRefused => new([], "See what the host says on the site's page, then try again."),
        FailureCategory.HealthCheck => new([], "Go on without the module, or ask its publisher."),
        FailureCategory.Timeout => After("See whether the host still answers, then try again.", 5),
        _ => After("Try again. If it fails again, give the administrator the number of this operation.", 1, 5),
    };

    private static Recovery After(string remedy, params int[] seconds) => new([.. seconds.Select(s => TimeSpan.FromSeconds(s))], remedy);
}
