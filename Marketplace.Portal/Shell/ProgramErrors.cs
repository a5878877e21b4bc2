using Marketplace.Portal.Http;
using Microsoft.AspNetCore.Diagnostics;

namespace Marketplace.Portal.Shell;

/// <summary>What failed is said to programs as a problem, without anything of how; people get the error page.</summary>
internal sealed class ProgramErrors : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        SecurityHeaders.Confine(httpContext.Response);
        if (httpContext.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        await TypedResults.Problem(statusCode: httpContext.Response.StatusCode).ExecuteAsync(httpContext);
        return true;
    }
}
