using System.Globalization;
using Marketplace.Data;
using Marketplace.Insight;
using Marketplace.Portal.Accounts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Operations;

/// <summary>The whole log of an operation as text; its page shows the newest lines.</summary>
internal static class OperationLogEndpoint
{
    public static void MapOperationLog(this IEndpointRouteBuilder app) =>
        app.MapGet(PortalUrls.OperationLog("{id:long}"), ReadAsync).RequireAuthorization(Policies.SignedIn);

    private static async Task<Results<PushStreamHttpResult, NotFound>> ReadAsync(long id, OperationQueries operations, HttpContext context)
    {
        var (actor, cancel) = (context.User.Actor, context.RequestAborted);
        if (await operations.LogAsync(actor, id, 1, Paging.MaxSize, cancel) is not { } first)
        {
            return TypedResults.NotFound();
        }

        return TypedResults.Stream(
            async stream =>
            {
                await using var writer = new StreamWriter(stream);
                for (var page = first; page is not null; page = await NextAsync(page))
                {
                    foreach (var line in page.Rows)
                    {
                        await writer.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{line.At:yyyy-MM-ddTHH:mm:ssZ}  {line.Text}"));
                    }
                }
            },
            "text/plain; charset=utf-8", $"operation-{id}.txt");

        async Task<Page<LogRow>?> NextAsync(Page<LogRow> page) =>
            page.Number < page.Pages ? await operations.LogAsync(actor, id, page.Number + 1, page.Size, cancel) : null;
    }
}
