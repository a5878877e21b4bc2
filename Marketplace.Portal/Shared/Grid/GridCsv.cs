using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Portal.Accounts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Shared.Grid;

/// <summary>A list as a file (RFC 4180): the rows, order and columns that the address asks for, row after row as the database gives them.</summary>
public static class GridCsv
{
    extension(IEndpointRouteBuilder endpoints)
    {
        /// <param name="rows">As they are read: the file may be of any length and is never whole in memory.</param>
        public IEndpointConventionBuilder MapCsv<TQueries, T>(
            string address, IReadOnlyList<GridColumn<T>> columns, IListColumns by,
            Func<TQueries, Actor, ListQuery, CancellationToken, IAsyncEnumerable<T>> rows)
            where TQueries : notnull =>
            endpoints.MapCsv(address, columns, by, (TQueries queries, HttpContext context, ListQuery query, CancellationToken cancel) =>
                Task.FromResult<IAsyncEnumerable<T>?>(rows(queries, context.User.Actor, query, cancel)));

        /// <param name="rows">Null if there is nothing for the caller at the address.</param>
        public IEndpointConventionBuilder MapCsv<TQueries, T>(
            string address, IReadOnlyList<GridColumn<T>> columns, IListColumns by,
            Func<TQueries, HttpContext, ListQuery, CancellationToken, Task<IAsyncEnumerable<T>?>> rows)
            where TQueries : notnull =>
            endpoints.MapGet(address, async context =>
            {
                var query = GridAddress.Read(context.Request.QueryString.Value ?? "", by, columns.Select(column => column.Name));
                var found = await rows(context.RequestServices.GetRequiredService<TQueries>(), context, query, context.RequestAborted);
                await (found is null ? TypedResults.NotFound() : (IResult)Write(context, columns, found)).ExecuteAsync(context);
            });
    }

    /// <summary>The same for an endpoint of its own.</summary>
    public static PushStreamHttpResult Write<T>(HttpContext context, IReadOnlyList<GridColumn<T>> columns, IAsyncEnumerable<T> rows)
    {
        var asked = context.Request.Query["columns"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries);
        var shown = asked.Length == 0 ? [.. columns.Where(column => !column.StartsHidden)] : columns.Where(column => asked.Contains(column.Name)).ToList();
        return TypedResults.Stream(
            async stream =>
            {
                await using var writer = new StreamWriter(stream);
                await writer.WriteAsync(Csv.Line(shown.Select(column => column.Title)));
                await foreach (var row in rows)
                {
                    await writer.WriteAsync(Csv.Line(shown.Select(column => column.Value(row) ?? "")));
                }
            },
            Csv.ContentType, Path.GetFileName(context.Request.Path));
    }
}
