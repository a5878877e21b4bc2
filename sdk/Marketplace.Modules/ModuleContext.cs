using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Marketplace.Modules;

/// <summary>What the host gives a module.</summary>
public sealed class ModuleContext
{
    private readonly ModuleOffers _offers;

    internal ModuleContext(InstalledModule module, string dataFolder, IConfiguration settings, ILogger log, ILicense license, ModuleOffers offers)
    {
        (Id, Version, DataFolder, Settings, Log, License) = (module.Id, module.Version, dataFolder, settings, log, license);
        _offers = offers;
    }

    /// <summary>The module's package id.</summary>
    public string Id { get; }

    /// <summary>The version that is installed.</summary>
    public string Version { get; }

    /// <summary>
    /// The module's own folder, which exists. It outlives updates and removal. For a moment around a switch, the old and
    /// the new instance of the module both run, so write files as a whole and by rename.
    /// </summary>
    public string DataFolder { get; }

    /// <summary>The site's settings for this module: the host's configuration under <c>Modules:Settings:{id}</c>.</summary>
    public IConfiguration Settings { get; }

    /// <summary>The host's log, under the module's id.</summary>
    public ILogger Log { get; }

    /// <summary>What the site may use of the module.</summary>
    public ILicense License { get; }

    /// <summary>The pages of all modules of the site, this one's included.</summary>
    public IEnumerable<ModulePage> SitePages() => _offers.Pages();

    /// <summary>Offers a service to the modules that need this one. The type must live in this module's assembly or in the framework.</summary>
    public void Offer<T>(T service) where T : class => _offers.Add(typeof(T), service);

    /// <summary>A service of a module that this one needs, or <see langword="null"/> if none offers it.</summary>
    public T? Find<T>() where T : class => _offers.Find(typeof(T)) as T;
}

/// <summary>What the modules of one loaded revision offer to each other. It lives and dies with that revision.</summary>
internal sealed class ModuleOffers
{
    private readonly Dictionary<Type, object> _services = [];
    private IReadOnlyList<LoadedModule> _modules = [];

    public void Add(Type type, object service) => _services[type] = service;

    public object? Find(Type type) => _services.GetValueOrDefault(type);

    public IEnumerable<ModulePage> Pages() => _modules.SelectMany(module => module.Pages());

    public void Open(IReadOnlyList<LoadedModule> modules) => _modules = modules;

    public void Clear()
    {
        _services.Clear();
        _modules = [];
    }
}
