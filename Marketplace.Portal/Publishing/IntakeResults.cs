using Marketplace.Accounts;
using Marketplace.Modules.Packages;
using Marketplace.Notifications;
using Marketplace.Portal.Http;
using Marketplace.Publishing;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Marketplace.Portal.Publishing;

/// <summary>A package that was received.</summary>
/// <param name="Address">The page on which its checks can be followed.</param>
internal sealed record PushAnswer(long SubmissionId, string PackageId, string Version, string Address, IReadOnlyList<PushWarning> Warnings);

internal sealed record PushWarning(string Code, string Message, string Remedy);

/// <summary>One answer for each outcome of intake, the same for push and for the browser: RFC 9457 problem details with a stable code.</summary>
internal static class IntakeResults
{
    private const int MaxWarnings = 20;

    /// <summary>Lets a body of the allowed package size through; what belongs to its form is small.</summary>
    public static void AllowSize(HttpContext context, PublishingOptions options)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = ((options.MaxPackageMegabytes + 1L) * 1024 * 1024) + 1;
        }
    }

    public static async Task<IResult> ReceiveAsync(
        HttpContext context, PackageIntake intake, Actor actor, long? organization, Stream body, CancellationToken cancel)
    {
        try
        {
            return Answer(context, await intake.ReceiveAsync(actor, organization, body, cancel));
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return Problems.Of(context, 413, "push.too-large", "The package is larger than this marketplace takes.", "Make it smaller, or ask the operator.");
        }
        catch (BadHttpRequestException)
        {
            return Problems.Of(context, 400, "push.incomplete", "The request ended before the package did.", "Send it again.");
        }
    }

    /// <summary>NuGet's client prints each of these, whatever the status.</summary>
    public static void Warn(HttpContext context, string text) => context.Response.Headers.Append("X-NuGet-Warning", Problems.Ascii(text));

    private static Accepted<PushAnswer> Received(HttpContext context, IntakeOutcome.Received received)
    {
        foreach (var found in received.Advice)
        {
            Warn(context, $"{found.Message} {found.Remedy}");
        }

        var page = PortalUrls.Submission(received.SubmissionId);
        var address = context.RequestServices.GetRequiredService<IOptions<PortalOptions>>().Value.At(page);
        Warn(context, $"{received.PackageId} {received.Version} is being checked. Follow it at {address}");
        return TypedResults.Accepted(page, new PushAnswer(received.SubmissionId, received.PackageId, received.Version, address,
            [.. received.Advice.Select(found => new PushWarning(found.Rule, found.Message, found.Remedy))]));
    }

    private static IResult Refused(HttpContext context, IReadOnlyList<PackageRefusal> reasons)
    {
        foreach (var further in reasons.Skip(1).Take(MaxWarnings))
        {
            Warn(context, $"{further.Message} {further.Remedy}");
        }

        return Problems.Of(context, 400, reasons[0].Code, reasons[0].Message, reasons[0].Remedy, reasons);
    }

    private static IResult Answer(HttpContext context, IntakeOutcome outcome) => outcome switch
    {
        IntakeOutcome.Received received => Received(context, received),
        IntakeOutcome.Refused { Reasons: [_, ..] } refused => Refused(context, refused.Reasons),
        IntakeOutcome.NotStored => Problems.Of(context, 507, "push.not-stored",
            "The package could not be stored: the disk of this marketplace is full or cannot be written.",
            "Try again later, or ask the operator."),
        IntakeOutcome.Exists { IsReleased: true } exists => Problems.Of(context, 409, "push.exists", $"{exists.PackageId} {exists.Version} is released.",
            "Versions are immutable. Publish a new version number."),
        IntakeOutcome.Exists exists => Problems.Of(context, 409, "push.exists", $"{exists.PackageId} {exists.Version} was submitted already.",
            "Wait for its decision, or publish a new version number."),
        IntakeOutcome.TooLarge large => Problems.Of(context, 413, "push.too-large", $"The package is larger than {large.Megabytes} MB.",
            "Make it smaller, or ask the operator."),
        IntakeOutcome.Incomplete => Problems.Of(context, 400, "push.incomplete", "The request ended before the package did.", "Send it again."),
        IntakeOutcome.IdTaken taken => Problems.Of(context, 403, "push.id-taken", $"The id {taken.PackageId} belongs to another publisher.",
            "Choose an id of your own."),
        _ => Problems.Of(context, 403, "push.not-publisher", "You may not publish for this organization.",
            "Use an API key of a publishing organization in which you are a member."),
    };
}
