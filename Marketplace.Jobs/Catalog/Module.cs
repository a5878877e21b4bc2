using Marketplace.Accounts;
using Marketplace.Data;

namespace Marketplace.Catalog;

/// <summary>A named add-on, owned by a publisher.</summary>
public sealed class Module
{
    private Module() =>
        (PackageId, NormalizedId, DisplayName, NormalizedName, Summary, NormalizedSummary, Category, Tags, Capabilities) = ("", "", "", "", "", "", "", "", "");

    public Module(string packageId, long publisherId, DateTime now)
        : this() =>
            (PackageId, NormalizedId, PublisherId, CreatedAt, ChangedAt, Figures, Price) =
                (packageId, Normalize(packageId), publisherId, now, now, new(), ListPrice.Free());

    public long Id { get; private set; }
    public string PackageId { get; private set; }
    public string NormalizedId { get; private set; }
    public long PublisherId { get; private set; }
    public Organization Publisher { get; private set; } = null!;
    public string DisplayName { get; private set; }

    /// <summary>In lower case, for search: databases do not agree on the case of letters outside ASCII.</summary>
    public string NormalizedName { get; private set; }

    public string Summary { get; private set; }
    public string NormalizedSummary { get; private set; }
    public string Category { get; private set; }

    /// <summary>Lower-case tags between spaces, one before and one after, so that a tag is found by <c>" tag "</c>.</summary>
    public string Tags { get; private set; }

    /// <summary>The names of the capabilities that it asks for, kept as <see cref="Tags"/> are.</summary>
    public string Capabilities { get; private set; }

    /// <summary>The SHA-256 of the icon of its newest available release; null if that has none, or there is none.</summary>
    public string? IconHash { get; private set; }

    public DateTime CreatedAt { get; private set; }
    public DateTime UpdatedAt { get; private set; }

    /// <summary>When something that a listing says of it last changed; the search index reads what changed since it last looked.</summary>
    public DateTime ChangedAt { get; private set; }

    public ICollection<Release> Releases { get; } = [];
    public ModuleFigures Figures { get; private set; } = null!;
    public ICollection<Deprecation> Deprecations { get; } = [];

    /// <summary>What it costs, as lists say it.</summary>
    public ListPrice Price { get; private set; } = null!;

    /// <summary>Since when its publisher looks for someone to take it over; null if not.</summary>
    public DateTime? MaintainerSoughtAt { get; private set; }

    /// <summary>Since when only its publisher and the organizations in <see cref="Audience"/> see it; null if everybody does.</summary>
    public DateTime? PrivateSince { get; private set; }

    public ICollection<ModuleAudience> Audience { get; } = [];

    /// <summary>Package ids are unique ignoring case.</summary>
    public static string Normalize(string packageId) => packageId.ToLowerInvariant();

    /// <summary>A description in one paragraph of at most 500 characters, for lists.</summary>
    public static string Summarize(string description)
    {
        var line = string.Join(' ', description.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Clip(500);
    }

    /// <summary>Takes over what the newest listed release says of the module.</summary>
    /// <param name="at">When that release was approved.</param>
    public void Describe(ListingText listing, DateTime at)
    {
        (DisplayName, Summary, Category, Tags, Capabilities) = listing;
        IconHash = listing.IconHash;
        (NormalizedName, NormalizedSummary, UpdatedAt) = (DisplayName.ToLowerInvariant(), Summary.ToLowerInvariant(), at);
        Touch(at);
    }

    /// <summary>No release is available any more. Its texts stay for those who manage it; a picture, which may be the reason, does not.</summary>
    public void WithdrawIcon() => IconHash = null;

    /// <summary>Called by whatever changes what a listing says: a release made, suspended, unlisted, the module hidden. Always later than before.</summary>
    public void Touch(DateTime now) => ChangedAt = now > ChangedAt ? now : ChangedAt.AddTicks(1);

    public void SeekMaintainer(bool seeks, DateTime now) => MaintainerSoughtAt = seeks ? MaintainerSoughtAt ?? now : null;

    public void PriceAt(ListPrice price) => Price = price;

    public void Hide(DateTime now) => PrivateSince ??= now;

    public void Show() => PrivateSince = null;
}
