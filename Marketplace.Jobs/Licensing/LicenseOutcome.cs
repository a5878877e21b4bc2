namespace Marketplace.Licensing;

/// <summary>What became of asking for a license, answering, issuing or taking back.</summary>
public abstract record LicenseOutcome
{
    public sealed record Done : LicenseOutcome;

    /// <summary>There is no such offer, request or license that the actor may act on.</summary>
    public sealed record NotFound : LicenseOutcome;

    /// <summary>An earlier request of the same organization waits for its answer.</summary>
    public sealed record AlreadyAsked : LicenseOutcome;

    public sealed record Invalid(string Problem) : LicenseOutcome;

    internal static readonly Invalid OnlyOwners = new("Ask an owner of the publisher: only owners decide on licenses.");
}
