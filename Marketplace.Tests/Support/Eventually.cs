namespace Marketplace.Tests.Support;

/// <summary>Asks again and again, for what another process or thread brings about.</summary>
public static class Eventually
{
    public static async Task TrueAsync(Func<Task<bool>> question, string what, CancellationToken cancel, int seconds = 120)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(TimeSpan.FromSeconds(seconds));
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        try
        {
            while (!await question())
            {
                await beat.WaitForNextTickAsync(deadline.Token);
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            Assert.Fail($"Within {seconds} seconds it was never true that {what}.");
        }
    }

    public static Task TrueAsync(Func<bool> question, string what, CancellationToken cancel, int seconds = 120) =>
        TrueAsync(() => Task.FromResult(question()), what, cancel, seconds);
}
