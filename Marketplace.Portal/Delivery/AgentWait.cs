using Marketplace.Delivery;
using Marketplace.Live;

namespace Marketplace.Portal.Delivery;

/// <summary>
/// Lets an agent wait for the next revision without asking again and again: a change of its site wakes it, in whichever process
/// that was made.
/// </summary>
internal sealed class AgentWait(AgentRevisions revisions, LiveFeed feed, IHostApplicationLifetime life, TimeProvider clock)
{
    public async Task<NextOutcome> NextAsync(AgentCaller caller, int have, int highest, TimeSpan wait, CancellationToken cancel)
    {
        using var changed = new SemaphoreSlim(0);
        using var subscription = feed.Subscribe(LiveTopic.Delivery(caller.SiteId), () =>
        {
            changed.Release();
            return Task.CompletedTask;
        });
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancel, life.ApplicationStopping);
        var until = clock.GetUtcNow() + wait;
        while (true)
        {
            // Asked after the subscription, so that nothing can happen in between unheard.
            var outcome = await revisions.NextAsync(caller, have, highest, cancel);
            var left = until - clock.GetUtcNow();
            if (outcome is not NextOutcome.Nothing || left <= TimeSpan.Zero)
            {
                return outcome;
            }

            try
            {
                if (!await changed.WaitAsync(left, stopping.Token))
                {
                    return outcome;
                }
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                // The portal stops: the agent asks another node, or this one when it is back.
                return outcome;
            }
        }
    }
}
