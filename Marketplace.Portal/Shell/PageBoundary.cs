using Microsoft.AspNetCore.Components.Web;

namespace Marketplace.Portal.Shell;

/// <summary>Keeps a failing page from taking the frame around it along, and logs why it failed.</summary>
public sealed partial class PageBoundary(ILogger<PageBoundary> logger) : ErrorBoundary
{
    protected override Task OnErrorAsync(Exception exception)
    {
        LogFailed(logger, exception);
        return Task.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A page failed.")]
    private static partial void LogFailed(ILogger logger, Exception error);
}
