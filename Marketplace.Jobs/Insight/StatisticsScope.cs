namespace Marketplace.Insight;

/// <summary>Whose operations and sites are counted.</summary>
public abstract record StatisticsScope
{
    /// <summary>All sites; for operators.</summary>
    public sealed record AllSites : StatisticsScope;

    /// <summary>One module on all sites; for members of its publisher, who are told of no group of few clients, and for operators.</summary>
    public sealed record OfModule(string PackageId) : StatisticsScope;

    /// <summary>The sites of the actor's organizations, or of one of them.</summary>
    /// <param name="OrganizationId">One of them; all if null.</param>
    /// <param name="PackageId">Of the versions in use, those of this module alone.</param>
    public sealed record OfClient(long? OrganizationId = null, string? PackageId = null) : StatisticsScope;
}
