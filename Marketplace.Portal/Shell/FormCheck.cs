using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;

namespace Marketplace.Portal.Shell;

/// <summary>A form without the token that this person's page gave it is refused before anything reads it.</summary>
internal static class FormCheck
{
    /// <summary>Goes after the framework's check, which only notes what it found.</summary>
    public static Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        // What failed is shown as the answer to the same request, which need not have been a form.
        if (context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false } && context.Features.Get<IExceptionHandlerFeature>() is null)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Task.CompletedTask;
        }

        return next(context);
    }
}
