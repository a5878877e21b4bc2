using Microsoft.AspNetCore.Antiforgery;

namespace Marketplace.Portal.Shell;

/// <summary>A form without the token that this person's page gave it is refused before anything reads it.</summary>
internal static class FormCheck
{
    /// <summary>Goes after the framework's check, which only notes what it found.</summary>
    public static Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false })
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Task.CompletedTask;
        }

        return next(context);
    }
}
