using System.Text.Json.Serialization;
using Marketplace.Accounts;

namespace Marketplace.Sites;

/// <summary>How modules are delivered to a site.</summary>
public enum SiteDelivery
{
    /// <summary>Our worker writes the module folder.</summary>
    Folder,

    /// <summary>The host runs an agent, which asks us and writes its own module folder.</summary>
    Agent,
}

/// <summary>What a site is for. Licenses count production sites only: staging and development are free. The names are the interface's codes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SiteKind>))]
public enum SiteKind
{
    Production,
    Staging,
    Development,
}

/// <summary>Which releases a plan chooses by default.</summary>
public enum SiteChannel
{
    /// <summary>No prereleases, unless one is there already or is asked for by its version.</summary>
    Stable,

    /// <summary>Prereleases count as releases.</summary>
    Prerelease,
}

/// <summary>One running host of a client organization. Its modules live in one folder, which our worker writes or the host's own agent.</summary>
public sealed class Site
{
    private Site() => (Name, HostVersion, Folder) = ("", "", "");

    public Site(long organizationId, string name, string hostVersion, string folder, DateTime now) =>
        (OrganizationId, Name, HostVersion, Folder, CreatedAt) = (organizationId, name, hostVersion, folder, now);

    public long Id { get; private set; }
    public long OrganizationId { get; private set; }
    public Organization Organization { get; private set; } = null!;
    public string Name { get; private set; }
    public string HostVersion { get; private set; }

    /// <summary>One folder name; the installation's settings say below which folder it lies.</summary>
    public string Folder { get; private set; }

    public SiteKind Kind { get; private set; }

    public SiteDelivery Delivery { get; private set; }

    public SiteChannel Channel { get; private set; }

    /// <summary>What one member plans another must approve; rolling back needs nobody else.</summary>
    public bool NeedsApproval { get; private set; }

    /// <summary>Where people open the running site, if its members have said so.</summary>
    public string? Address { get; private set; }

    public DateTime CreatedAt { get; private set; }

    /// <summary>Number of the active revision; 0 before the first operation.</summary>
    public int CurrentRevision { get; private set; }

    public Guid Stamp { get; private set; } = Guid.NewGuid();
    public ICollection<Revision> Revisions { get; } = [];

    public void MoveTo(string hostVersion) => (HostVersion, Stamp) = (hostVersion, Guid.NewGuid());

    public void Declare(SiteKind kind) => (Kind, Stamp) = (kind, Guid.NewGuid());

    public void Deliver(SiteDelivery delivery) => (Delivery, Stamp) = (delivery, Guid.NewGuid());

    public void Choose(SiteChannel channel) => (Channel, Stamp) = (channel, Guid.NewGuid());

    public void RequireApproval(bool required) => (NeedsApproval, Stamp) = (required, Guid.NewGuid());

    public void OpenAt(string? address) => (Address, Stamp) = (address, Guid.NewGuid());

    public void Activate(int revision) => (CurrentRevision, Stamp) = (revision, Guid.NewGuid());
}
