namespace Marketplace.Modules;

/// <summary>The revision was withdrawn by the marketplace before the site was switched.</summary>
internal sealed class WithdrawnException() : Exception("The marketplace took the revision back.");

/// <summary>Tells the marketplace what the agent does with one revision: soon, but not each step on its own.</summary>
internal sealed class AgentReport(MarketplaceClient marketplace, int revision, TimeProvider clock)
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private readonly List<AgentStep> _steps = [];
    private DateTimeOffset _toldAt = DateTimeOffset.MinValue;

    public Task BeginAsync(AgentStepKind kind, string? module, CancellationToken cancel) =>
        AddAsync(new AgentStep(kind, module, AgentStepState.Begun, null), cancel);

    public Task EndAsync(AgentStepKind kind, string? module, string? detail, CancellationToken cancel) =>
        AddAsync(new AgentStep(kind, module, AgentStepState.Done, detail), cancel);

    public Task MissAsync(AgentStepKind kind, string? module, string detail, CancellationToken cancel) =>
        AddAsync(new AgentStep(kind, module, AgentStepState.Failed, detail), cancel);

    /// <summary>Tells how far a download has come, if it is time to tell something.</summary>
    public Task ProgressAsync(string module, long bytes, CancellationToken cancel) =>
        clock.GetUtcNow() - _toldAt < Beat
            ? Task.CompletedTask
            : AddAsync(new AgentStep(AgentStepKind.Download, module, AgentStepState.Begun, null, bytes), cancel);

    /// <summary>Asks for the right to switch the site: the marketplace must have heard of it, and may say no.</summary>
    public async Task AskToSwitchAsync(CancellationToken cancel)
    {
        _steps.Add(new AgentStep(AgentStepKind.Activate, null, AgentStepState.Begun, null));
        await TellAsync(cancel);
    }

    /// <summary>Tells what has not been told. After the switch nothing depends on it: the marketplace learns of the end in any case.</summary>
    public async Task TryTellAsync(CancellationToken cancel)
    {
        try
        {
            await TellAsync(cancel);
        }
        catch (Exception lost) when (lost is HttpRequestException or WithdrawnException)
        {
        }
    }

    private async Task AddAsync(AgentStep step, CancellationToken cancel)
    {
        _steps.Add(step);
        if (clock.GetUtcNow() - _toldAt >= Beat)
        {
            await (step.Kind >= AgentStepKind.Activate ? TryTellAsync(cancel) : TellAsync(cancel));
        }
    }

    private async Task TellAsync(CancellationToken cancel)
    {
        if (_steps.Count is 0)
        {
            return;
        }

        _toldAt = clock.GetUtcNow();
        if (!await marketplace.ReportAsync(revision, [.. _steps], cancel))
        {
            throw new WithdrawnException();
        }

        _steps.Clear();
    }
}
