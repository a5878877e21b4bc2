using System.ComponentModel;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Http;
using Marketplace.Usage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Catalog.Rest;

/// <param name="Host">A line of hosts such as 3.2.</param>
/// <param name="Declared">The manifest's range includes a host of the line.</param>
/// <param name="Succeeded">How often real sites took it and kept it.</param>
/// <param name="RolledBack">How often real sites had to roll it back.</param>
public sealed record HostResponse(string Host, bool Declared, int Succeeded, int RolledBack);

/// <param name="Checked">What our check of the range said: Passed, Failed or Error; null if it has not said anything.</param>
public sealed record CompatibilityResponse(string Version, string HostRange, string? Checked, IReadOnlyList<HostResponse> Hosts);

internal static class CompatibilityResource
{
    public static void MapCompatibilityResource(this IEndpointRouteBuilder api) => api.MapGet("/modules/{id}/compatibility", ReadAsync)
        .WithName("compatibility")
        .WithTags("Modules")
        .WithSummary("Which of the 12 newest releases works with which host: as declared, as checked, and as seen on real sites.")
        .ProducesProblem(404);

    private static async Task<Results<Ok<IReadOnlyList<CompatibilityResponse>>, ProblemHttpResult>> ReadAsync(
        [Description("Its package id, ignoring case.")] string id, Compatibility compatibility, HttpContext context)
    {
        var matrix = await compatibility.ReadAsync(context.User.Reader, id, context.RequestAborted);
        return matrix.Rows.Count == 0
            ? ApiResults.NoModule(id)
            : TypedResults.Ok<IReadOnlyList<CompatibilityResponse>>([.. matrix.Rows.Select(row => new CompatibilityResponse(
                row.Version, row.HostRange, row.Checked?.ToString(),
                [.. row.Cells.Zip(matrix.Hosts, (cell, host) => new HostResponse(host, cell.Declared, cell.Succeeded, cell.RolledBack))]))]);
    }
}
