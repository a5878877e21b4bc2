using Marketplace.Portal.Accounts;
using Marketplace.Portal.Http;
using Marketplace.Publishing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Marketplace.Portal.Publishing;

/// <summary><c>PUT /api/v2/package</c>: one package as the first part of multipart/form-data, streamed.</summary>
internal static class PackagePush
{
    public static async Task<IResult> PutAsync(HttpContext context, PackageIntake intake, IOptions<PublishingOptions> options)
    {
        var cancel = context.RequestAborted;
        IntakeResults.AllowSize(context, options.Value);
        if (await FirstPartAsync(context.Request, cancel) is not { } part)
        {
            return Problems.Of(context, 400, "push.no-package", "The request holds no package.",
                "Send it as the first part of multipart/form-data, as `dotnet nuget push` does.");
        }

        return await IntakeResults.ReceiveAsync(context, intake, context.User.Actor, null, part.Body, cancel);
    }

    private static async Task<MultipartSection?> FirstPartAsync(HttpRequest request, CancellationToken cancel)
    {
        try
        {
            return Boundary(request) is { } boundary ? await new MultipartReader(boundary, request.Body).ReadNextSectionAsync(cancel) : null;
        }
        catch (Exception malformed) when (malformed is InvalidDataException or IOException and not BadHttpRequestException)
        {
            return null;
        }
    }

    private static string? Boundary(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            && HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 and <= 200 } boundary
            ? boundary
            : null;
}
