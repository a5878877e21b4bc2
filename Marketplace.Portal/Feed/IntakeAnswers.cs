using Marketplace.Accounts;
using Marketplace.Modules.Packages;
using Marketplace.Publishing;
using Microsoft.AspNetCore.Http.Features;

namespace Marketplace.Portal.Feed;

/// <summary>One answer for each outcome of intake, the same for push and for the browser: RFC 9457 problem details with a stable code.</summary>
internal static class IntakeAnswers
{
    /// <summary>Lets a body of the allowed package size through; what belongs to its form is small.</summary>
    public static void AllowSize(HttpContext context, PublishingOptions options)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = ((options.MaxPackageMegabytes + 1L) * 1024 * 1024) + 1;
        }
    }

    public static async Task<IResult> ReceiveAsync(HttpContext context, PackageIntake intake, Actor actor, long? organization, Stream body, CancellationToken cancel)
    {
        try
        {
            return Answer(context, await intake.ReceiveAsync(actor, organization, body, cancel));
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return Problem(context, 413, "push.too-large", "The package is larger than this marketplace takes.", "Make it smaller, or ask the operator.");
        }
        catch (BadHttpRequestException)
        {
            return Problem(context, 400, "push.incomplete", "The request ended before the package did.", "Send it again.");
        }
    }

    public static IResult Problem(HttpContext context, int status, string code, string title, string remedy, IReadOnlyList<PackageRefusal>? reasons = null)
    {
        // NuGet's client shows only the reason phrase; over HTTP/2 there is none, and the body says it anyway.
        if (context.Features.Get<IHttpResponseFeature>() is { } response)
        {
            response.ReasonPhrase = new string([.. $"{title} {remedy}".Where(c => c is >= ' ' and < '\u007f').Take(400)]);
        }

        return TypedResults.Problem(remedy, statusCode: status, title: title, type: $"urn:marketplace:{code}", extensions: new Dictionary<string, object?>
        {
            ["code"] = code,
            ["reasons"] = reasons?.Select(r => new { r.Code, r.Message, r.Remedy, r.Path }),
        });
    }

    private static IResult Answer(HttpContext context, IntakeOutcome outcome) => outcome switch
    {
        IntakeOutcome.Received received => TypedResults.Accepted(PortalUrls.Submission(received.SubmissionId), new { received.SubmissionId, received.PackageId, received.Version }),
        IntakeOutcome.Refused { Reasons: [var first, ..] } refused => Problem(context, 400, first.Code, first.Message, first.Remedy, refused.Reasons),
        IntakeOutcome.Exists exists => Problem(context, 409, "push.exists", $"{exists.PackageId} {exists.Version} was submitted before.", "A version is one file for ever: raise the version."),
        IntakeOutcome.TooLarge large => Problem(context, 413, "push.too-large", $"The package is larger than {large.Megabytes} MB.", "Make it smaller, or ask the operator."),
        IntakeOutcome.Incomplete => Problem(context, 400, "push.incomplete", "The request ended before the package did.", "Send it again."),
        IntakeOutcome.IdTaken taken => Problem(context, 403, "push.id-taken", $"The id {taken.PackageId} belongs to another publisher.", "Choose an id of your own."),
        _ => Problem(context, 403, "push.not-publisher", "You may not publish for this organisation.", "Use an API key of a publishing organisation in which you are a member."),
    };
}
