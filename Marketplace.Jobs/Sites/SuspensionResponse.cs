namespace Marketplace.Sites;

/// <summary>What happens on a site when a release that it has is suspended. Each does what the one before does.</summary>
public enum SuspensionResponse
{
    /// <summary>Its members are told.</summary>
    Warn,

    /// <summary>Nothing is installed or updated on the site while it has the release.</summary>
    BlockInstalls,

    /// <summary>The module is taken off the site, with what needs it.</summary>
    Disable,

    /// <summary>The newest earlier revision without it is taken up again; where there is none, the module is taken off.</summary>
    RollBack,
}
