using Marketplace.Billing.Transfers;
using Marketplace.Payments.Bank;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Http;
using Microsoft.AspNetCore.Antiforgery;

namespace Marketplace.Portal.Billing.Bank;

/// <summary>The browser's upload of a statement: the bare file as the body, the antiforgery token in a header.</summary>
internal static class BankEndpoint
{
    public static void MapBankImport(this IEndpointRouteBuilder app) =>
        app.MapPost(PortalUrls.BankStatements, PostAsync).RequireAuthorization(Policies.Operator);

    private static async Task<IResult> PostAsync(HttpContext context, string? name, BankImports imports, IAntiforgery antiforgery)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return Problems.Of(context, 400, "bank.stale", "This page is too old to upload from.", "Reload it and try again.");
        }

        var file = await ReadAsync(context.Request.Body, context.RequestAborted);
        // What was begun goes on, though the browser goes away: the same file again would complete it otherwise.
        return await imports.ImportAsync(context.User.Actor, name ?? "statement", file, CancellationToken.None) switch
        {
            ImportOutcome.Imported done => TypedResults.Accepted(PortalUrls.BankImported(done.Lines, done.Known, done.Booked, done.Entered)),
            ImportOutcome.Invalid invalid => Problems.Of(context, 400, "bank.statement", invalid.Problem, "Nothing was imported."),
            _ => TypedResults.Forbid(),
        };
    }

    // One byte more than is allowed says that it is too large.
    private static async Task<byte[]> ReadAsync(Stream body, CancellationToken cancel)
    {
        using var file = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while (file.Length <= Statements.MaxBytes && (read = await body.ReadAsync(buffer, cancel)) > 0)
        {
            file.Write(buffer, 0, read);
        }

        return file.ToArray();
    }
}
