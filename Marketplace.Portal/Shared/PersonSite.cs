using Marketplace.Sites;

namespace Marketplace.Portal.Shared;

/// <summary>A site of the person's; one of them is chosen at a time, and modules are shown as they fit it.</summary>
public sealed record PersonSite(long Id, string Name, string Organization, SiteKind Kind = SiteKind.Production);
