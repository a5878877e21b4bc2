using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Modules;

/// <summary>
/// Fetches the modules of a site: asks the marketplace, which never has to reach the site, for the next revision, believes only what is signed, takes it up
/// and says how that went. What it missed while it could not ask comes in order. Without a connection the site goes on as it is.
/// </summary>
public sealed partial class SiteAgent : BackgroundService
{
    private readonly SiteAgentOptions _options;
    private readonly MarketplaceClient _marketplace;
    private readonly ModuleStore _store;
    private readonly AgentTrust _trust;
    private readonly LicenseRenewal _licenses;
    private readonly UsageReporting _usage;
    private readonly string _hostVersion;
    private readonly TimeProvider _clock;
    private readonly ILogger<SiteAgent> _log;

    /// <summary>Made by <see cref="SiteAgentHosting.AddSiteAgent"/>.</summary>
    public SiteAgent(
        IOptions<SiteAgentOptions> options, IOptions<ModuleHostOptions> hostOptions,
        ModuleHost host, IServiceProvider services, ILogger<SiteAgent> log)
    {
        (_options, _hostVersion, _log) = (options.Value, hostOptions.Value.HostVersion, log);
        _marketplace = services.GetRequiredService<MarketplaceClient>();
        _clock = services.GetService<TimeProvider>() ?? TimeProvider.System;
        _store = new ModuleStore(host.Folder, _clock);
        _trust = new AgentTrust(_store, new Disk(), _options);
        _licenses = new LicenseRenewal(_marketplace, host.Licenses, log);
        _usage = new UsageReporting(_marketplace, _store.Layout, log);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!_options.IsComplete)
        {
            return;
        }

        LogStarted(_options.Address!);
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                failures = await TurnAsync(stoppingToken) ? 0 : failures + 1;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (NotWelcomeException refused)
            {
                // Someone has to do something about it, so there is no hurry.
                failures = int.MaxValue - 1;
                LogRefused(refused.Message);
            }
            catch (HttpRequestException lost)
            {
                failures++;
                LogLost(lost.Message);
            }
            // The site goes on as it is, whatever becomes of the connection or the folder, and it is tried again.
            catch (Exception error)
            {
                failures++;
                LogFailed(error, error.Message);
            }

            await PauseAsync(failures, stoppingToken);
        }
    }

    /// <summary>Asks once and does what is asked. False if that did not go well, so that a pause is due.</summary>
    internal async Task<bool> TurnAsync(CancellationToken cancel)
    {
        var (have, highest) = (_store.Current().Number, _store.Highest());
        var welcome = await _marketplace.AnnounceAsync(
            new AgentAnnouncement(_hostVersion, have, highest, HostStatus.Read(_store.Folder), SiteFingerprint.Of(_store.Folder)), cancel);
        if (!_trust.Belongs(welcome.Site))
        {
            throw new NotWelcomeException(
                $"The token is that of site {welcome.Site}, {welcome.Name}, but the module folder belongs to site {_trust.Site}. "
                    + "Use that site's token, or another folder.");
        }

        var keys = _trust.Keys(await _marketplace.KeysAsync(cancel));
        await _licenses.RenewAsync(cancel);
        await _usage.SendAsync(cancel);
        if (await _marketplace.NextAsync(have, highest, _options.WaitFor, cancel) is not { } signed)
        {
            return true;
        }

        if (keys.Find(signed.KeyId) is null)
        {
            // The keys may have been changed while it waited.
            keys = _trust.Keys(await _marketplace.KeysAsync(cancel));
        }

        var (number, result) = signed.Open(keys) switch
        {
            LockOutcome.Genuine(var document) => (
                document.Revision,
                LockJudgement.Of(document, welcome.Site, have, highest, _clock.GetUtcNow().UtcDateTime) ?? await TakeAsync(document, cancel)),
            LockOutcome.UnknownKey unknown => (
                LockDocument.Parse(signed.Document)?.Revision,
                new AgentResult(AgentFailure.UnknownKey,
                    $"The lock file is signed with the key {unknown.KeyId}, which this site does not trust.")),
            _ => (LockDocument.Parse(signed.Document)?.Revision, new AgentResult(AgentFailure.BadSignature, "The lock file is not what was signed.")),
        };
        if (result?.Failure is { } failure)
        {
            LogNotTaken(number, failure, result.Sentence!);
        }

        if (number is { } told && result is { Failure: not AgentFailure.Withdrawn })
        {
            await _marketplace.EndAsync(told, result, cancel);
        }

        return result is { Failure: null };
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _marketplace.Dispose();
        base.Dispose();
    }

    private async Task<AgentResult?> TakeAsync(LockDocument document, CancellationToken cancel)
    {
        LogTaking(document.Revision, document.Modules.Count);
        // Before a module starts its license is there.
        await _licenses.RenewAsync(cancel);
        var result = await new RevisionInstaller(_store, _marketplace, _options, _clock).TakeAsync(document, cancel);
        if (result is { Failure: null })
        {
            LogTaken(document.Revision);
        }

        return result;
    }

    // Longer each time, and never the same for all sites, so that a marketplace that comes back is not asked by all of them at once.
    private Task PauseAsync(int failures, CancellationToken cancel)
    {
        if (failures is 0)
        {
            return Task.CompletedTask;
        }

        var most = Math.Min(_options.LongestPause.TotalMilliseconds, 500 * Math.Pow(2, Math.Min(failures, 20)));
        return Task.Delay(TimeSpan.FromMilliseconds(most * (0.5 + (Random.Shared.NextDouble() / 2))), _clock, cancel)
            .ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    [LoggerMessage(LogLevel.Information, "The modules of this site come from {Marketplace}")]
    private partial void LogStarted(Uri marketplace);

    [LoggerMessage(LogLevel.Information, "Taking up revision {Revision} with {Count} modules")]
    private partial void LogTaking(int revision, int count);

    [LoggerMessage(LogLevel.Information, "Revision {Revision} is kept")]
    private partial void LogTaken(int revision);

    [LoggerMessage(LogLevel.Error, "Revision {Revision} was not taken up ({Failure}): {Sentence}")]
    private partial void LogNotTaken(int? revision, AgentFailure failure, string sentence);

    [LoggerMessage(LogLevel.Error, "{Reason}")]
    private partial void LogRefused(string reason);

    [LoggerMessage(LogLevel.Warning, "The marketplace could not be asked; trying again: {Reason}")]
    private partial void LogLost(string reason);

    [LoggerMessage(LogLevel.Error, "The agent met something unforeseen; trying again: {Reason}")]
    private partial void LogFailed(Exception error, string reason);
}
