using System.Globalization;
using Marketplace.Billing.AccountStatements;
using Marketplace.Data;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Ledger;
using Marketplace.Portal.Shared;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Billing.AccountStatements;

/// <summary>A statement of account as files: PDF, and all of its lines as CSV.</summary>
internal static class StatementFiles
{
    private static readonly string[] Head = ["Date", "What", "Number", "Detail", "Amount", "Credit used", "Balance", "Currency"];

    public static void MapStatementFiles(this IEndpointRouteBuilder app)
    {
        app.MapGet("/statements/{id:long}/pdf", PdfAsync).RequireAuthorization(Policies.SignedIn);
        app.MapGet("/statements/{id:long}/lines.csv", CsvAsync).RequireAuthorization(Policies.SignedIn);
    }

    /// <summary>As an address asks for it; what cannot be read counts as not given.</summary>
    public static StatementRequest RequestOf(long organization, string? currency, string? from, string? to, string? page) =>
        new(organization, currency, Day(from), Day(to), QueryText.Page(page));

    private static async Task<Results<FileContentHttpResult, NotFound>> PdfAsync(
        long id, ClientStatements statements, TimeProvider clock, HttpContext context)
    {
        if (await statements.ReadAllAsync(context.User.Actor, RequestOf(id, context.Request), context.RequestAborted) is not { } statement)
        {
            return TypedResults.NotFound();
        }

        var culture = context.Request.Headers.AcceptLanguage.Count > 0 ? BrowserFormats.CultureOf(context.Request) : CultureInfo.InvariantCulture;
        Keep(context);
        return TypedResults.File(new ClientStatementPdf(statement, clock.UtcNow, culture).Write(), "application/pdf", $"{Name(statement)}.pdf");
    }

    private static async Task<Results<PushStreamHttpResult, NotFound>> CsvAsync(long id, ClientStatements statements, HttpContext context)
    {
        var (actor, asked, cancel) = (context.User.Actor, RequestOf(id, context.Request), context.RequestAborted);
        if (await statements.ReadAsync(actor, asked, cancel) is not { } statement)
        {
            return TypedResults.NotFound();
        }

        Keep(context);
        return TypedResults.Stream(
            async stream =>
            {
                await using var writer = new StreamWriter(stream);
                await writer.WriteAsync(Csv.Line(Head));
                await writer.WriteAsync(Sum(statement.Period.From, "Opening balance", statement.Opening));
                await foreach (var line in statements.StreamAsync(actor, asked, cancel))
                {
                    await writer.WriteAsync(Line(line, statement.Period));
                }

                await writer.WriteAsync(Sum(statement.Period.To, "Closing balance", statement.Closing));
            },
            Csv.ContentType, $"{Name(statement)}.csv");
    }

    private static string Line(StatementEntry line, StatementPeriod period) => Csv.Line(
    [
        period.DayOf(line.At), StatementText.Word(line.Kind), line.Number ?? "", line.Text, Plain(line.Amount), Plain(line.Used), Plain(line.Balance),
        line.Balance.Currency,
    ]);

    private static string Sum(DateOnly day, string what, Money balance) => Csv.Line([day, what, "", "", "", "", Plain(balance), balance.Currency]);

    private static decimal Plain(Money amount) => LedgerText.Plain(amount.Minor, amount.Currency);

    private static string Name(ClientStatement statement) => string.Create(
        CultureInfo.InvariantCulture, $"statement-{statement.Period.From:yyyy-MM-dd}-{statement.Period.To:yyyy-MM-dd}-{statement.Currency}");

    private static StatementRequest RequestOf(long id, HttpRequest request) =>
        RequestOf(id, request.Query["in"], request.Query["from"], request.Query["to"], null);

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static void Keep(HttpContext context) =>
        (context.Response.Headers.CacheControl, context.Response.Headers["X-Robots-Tag"]) = ("private, no-cache", "noindex");
}
