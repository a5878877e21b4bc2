using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Modules;

/// <summary>
/// Keeps an application's modules equal to the active revision of its module folder, without a restart, and reports in
/// <c>status.json</c>. On a switch the whole new set is loaded first; then the earlier one is let go of.
/// </summary>
public sealed partial class ModuleHost : BackgroundService
{
    private readonly ModuleStore _store;
    private readonly ModuleHostOptions _options;
    private readonly IServiceProvider _services;
    private readonly TimeProvider _clock;
    private readonly ILogger<ModuleHost> _log;
    private readonly ModuleUnloader _departures;
    private readonly HostReport _report;
    private readonly UsageBook _usage;
    private readonly SemaphoreSlim _switched = new(0, 1);
    private ModuleSet _set = new(SiteRevision.Empty);
    private IReadOnlyList<ModuleStatus> _modules = [];
    private DateTime _healthAt;
    private string? _problem;

    /// <summary>Made by <see cref="ModuleHosting.AddModules"/>.</summary>
    public ModuleHost(
        IOptions<ModuleHostOptions> options, IHostEnvironment environment, IServiceProvider services, ILogger<ModuleHost> log)
    {
        (_options, _services, _log) = (options.Value, services, log);
        _clock = services.GetService<TimeProvider>() ?? TimeProvider.System;
        _store = new ModuleStore(Path.Combine(environment.ContentRootPath, _options.Folder), _clock);
        _departures = new ModuleUnloader(_clock, _options.DrainFor);
        _usage = new UsageBook(_store.Layout, new Disk(), _clock, _options.ReportUsageEvery);
        _report = new HostReport(_store.Layout.Status, _options.HostVersion, _clock);
        // One host believes the same keys for its licenses as its agent does, if it has one.
        var hasAgent = services.GetService<MarketplaceClient>() is not null
            && services.GetRequiredService<IOptions<SiteAgentOptions>>().Value.IsComplete;
        var trusted = hasAgent
            ? services.GetRequiredService<IOptions<SiteAgentOptions>>().Value
            : services.Configuration().GetSection("Marketplace").Get<SiteAgentOptions>() ?? new();
        Licenses = new LicenseShelf(_store.Layout, new AgentTrust(_store, new Disk(), trusted), new Disk(), _clock, pins: !hasAgent);
    }

    /// <summary>The full path of the site's module folder.</summary>
    public string Folder => _store.Folder;

    /// <summary>The revision that is being served.</summary>
    public SiteRevision Revision => _set.Revision;

    /// <summary>Its modules, and how each fares.</summary>
    public IReadOnlyList<ModuleStatus> Modules => _modules;

    /// <summary>The pages of all its modules, as of now.</summary>
    public IReadOnlyList<ModulePage> Pages() => [.. _set.Loaded.ToArray().SelectMany(module => module.Pages())];

    /// <summary>What the licenses of its modules have to tell the people of the site; show it where they see it.</summary>
    public IReadOnlyList<string> Banners => [.. _set.Revision.Modules.Select(module => License(module.Id).Banner).OfType<string>()];

    internal ModuleEndpoints Endpoints { get; } = new();

    internal LicenseShelf Licenses { get; }

    /// <summary>The license of a module on this site.</summary>
    public ILicense License(string module) => new SiteLicense(Licenses, _usage, module);

    /// <summary>Loads the active revision before the application answers its first request.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Folder);
        if (_store.Recover() is RecoverOutcome.Undone undone)
        {
            LogRecovered(undone.OperationId, undone.Current);
        }

        await TurnAsync();
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        Endpoints.Replace([]);
        _departures.Add(_set);
        await _departures.LeaveAllAsync();
        _usage.Write(ends: true);
        Report(stopped: true);
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _switched.Dispose();
        Endpoints.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var watcher = new FileSystemWatcher(Folder, Path.GetFileName(_store.Layout.Current));
        watcher.Created += (_, _) => Wake();
        watcher.Changed += (_, _) => Wake();
        watcher.Renamed += (_, _) => Wake();
        watcher.EnableRaisingEvents = true;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await _switched.WaitAsync(_departures.InProgress ? TimeSpan.FromMilliseconds(250) : _options.PollEvery, stoppingToken);
                await TurnAsync();
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
            }
        }
    }

    private async Task TurnAsync()
    {
        try
        {
            var revision = _store.Current();
            if (revision.Number != _set.Revision.Number)
            {
                await SwitchAsync(revision);
            }
            else if (_clock.GetUtcNow().UtcDateTime - _healthAt >= _options.HealthEvery)
            {
                await ExamineAsync();
            }

            _problem = null;
            _usage.Write(ends: false);
            await _departures.AdvanceAsync();
        }
        // The host goes on serving what it serves, whatever becomes of its folder, and says so.
        catch (Exception error)
        {
            _problem = error.Message;
            LogProblem(error, Folder);
        }

        Report(stopped: false);
    }

    private async Task SwitchAsync(SiteRevision revision)
    {
        var next = new ModuleSet(revision);
        await next.LoadAsync(_store, _options, _services, License);
        foreach (var (id, error) in next.Failed)
        {
            LogFailed(id, error);
        }

        var earlier = _set;
        _set = next;
        Endpoints.Replace(next.Endpoints);
        LogSwitched(earlier.Revision.Number, revision.Number, next.Loaded.Count);
        _departures.Add(earlier);
        await ExamineAsync();
    }

    private async Task ExamineAsync()
    {
        var set = _set;
        var healths = await Task.WhenAll(set.Loaded.Select(async module => (
            module.Module.Id, Health: await ModulePulse.FeelAsync(module, _services, _clock))));
        var health = healths.ToDictionary(known => known.Id, known => known.Health, StringComparer.OrdinalIgnoreCase);
        _modules =
        [
            .. set.Revision.Modules.Select(module => set.Failed.TryGetValue(module.Id, out var error)
                ? new ModuleStatus(module.Id, module.Version, ModuleState.Failed, error, null)
                : new ModuleStatus(module.Id, module.Version, ModuleState.Loaded, null, health[module.Id]))
        ];
        _healthAt = _clock.GetUtcNow().UtcDateTime;
    }

    private void Report(bool stopped)
    {
        try
        {
            _report.Write(_set.Revision.Number, _modules, _departures.Leaving, _problem, stopped);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogProblem(error, Folder);
        }
    }

    private void Wake()
    {
        try
        {
            _switched.Release();
        }
        catch (SemaphoreFullException)
        {
            // It has been woken already.
        }
    }

    [LoggerMessage(LogLevel.Information, "Switched from revision {Earlier} to {Revision} with {Count} modules")]
    private partial void LogSwitched(int earlier, int revision, int count);

    [LoggerMessage(LogLevel.Warning, "Operation {OperationId} had been interrupted and is undone; revision {Revision} is active")]
    private partial void LogRecovered(string operationId, int revision);

    [LoggerMessage(LogLevel.Error, "Module {ModuleId} is disabled: {Reason}")]
    private partial void LogFailed(string moduleId, string reason);

    [LoggerMessage(LogLevel.Error, "Cannot follow the module folder {Folder}")]
    private partial void LogProblem(Exception error, string folder);
}
