using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Delivery;

/// <summary>What the agent of a site last said of itself and of its host.</summary>
public sealed class AgentContact(long siteId)
{
    /// <summary>An agent asks at least twice in this time; one that was silent for longer is away.</summary>
    public static readonly TimeSpan SilenceAllowed = TimeSpan.FromSeconds(90);

    public const int MaxProblem = 1000;

    public long SiteId { get; private set; } = siteId;
    public DateTime SeenAt { get; private set; }
    public string HostVersion { get; private set; } = "";

    /// <summary>The revision that is active on the site, as it says.</summary>
    public int Revision { get; private set; }

    /// <summary>The highest number that was ever active there; it takes up none that is not higher.</summary>
    public int Highest { get; private set; }

    /// <summary>What tells its installation from a copy; empty where it does not say.</summary>
    public string Fingerprint { get; private set; } = "";

    /// <summary>What its host reports, as JSON; empty where it reports nothing.</summary>
    public string StatusJson { get; private set; } = "";

    /// <summary>Why it did not take up what it was given outside of an operation, if so.</summary>
    public string? Problem { get; private set; }

    public bool IsPresent(DateTime now) => now - SeenAt < SilenceAllowed;

    public void See(string hostVersion, int revision, int highest, string statusJson, DateTime now) =>
        (HostVersion, Revision, Highest, StatusJson, SeenAt) = (hostVersion, revision, highest, statusJson, now);

    /// <returns>Whether it came from another installation before.</returns>
    public bool Identify(string fingerprint)
    {
        var hasMoved = Fingerprint != "" && Fingerprint != fingerprint;
        Fingerprint = fingerprint;
        return hasMoved;
    }

    public void Complain(string? problem) => Problem = problem;
}

internal sealed class AgentContactMapping : IEntityTypeConfiguration<AgentContact>
{
    public void Configure(EntityTypeBuilder<AgentContact> contact)
    {
        contact.ToTable("AgentContacts");
        contact.HasKey(c => c.SiteId);
        contact.Property(c => c.SiteId).ValueGeneratedNever();
        contact.Property(c => c.HostVersion).HasMaxLength(60);
        contact.Property(c => c.Fingerprint).HasMaxLength(SiteMove.MaxFingerprint).IsUnicode(false);
        contact.Property(c => c.Problem).HasMaxLength(AgentContact.MaxProblem);
        contact.HasOne<Site>().WithOne().HasForeignKey<AgentContact>(c => c.SiteId).OnDelete(DeleteBehavior.Cascade);
    }
}
