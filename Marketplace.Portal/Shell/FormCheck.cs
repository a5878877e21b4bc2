using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;

namespace Marketplace.Portal.Shell;

/// <summary>A form without the token that this person's page gave it is refused before anything reads it.</summary>
internal static class FormCheck
{
    /// <summary>What failed is shown by a page, which is asked for as pages are: it is not sent the form, and no token is asked of it.</summary>
    public static Task AskForPageAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null || context.Features.Get<IExceptionHandlerFeature>() is not null)
        {
            context.Request.Method = HttpMethods.Get;
            context.Features.Set<IAntiforgeryValidationFeature>(null);
        }

        return next(context);
    }

    /// <summary>Goes after the framework's check, which only notes what it found.</summary>
    public static Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false })
        {
            context.Features.Get<IStatusCodePagesFeature>()?.Enabled = false;
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return context.Response.WriteAsync("This form has expired. Go back, reload the page and send it again.");
        }

        return next(context);
    }
}
