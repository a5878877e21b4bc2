using Microsoft.AspNetCore.Http;

namespace Marketplace.Modules;

/// <summary>Holds a module to its license where the module itself need not: what is read-only changes nothing, and what is disabled answers nothing.</summary>
internal static class LicenseGate
{
    /// <summary>True after it has answered why not, with problem details (RFC 9457) and status 403.</summary>
    // A license never stops a health check: that would put back the revision.
    public static async Task<bool> RefusesAsync(HttpContext http, ILicense license, string? health)
    {
        var stage = license.Stage;
        if (stage < LicenseStage.ReadOnly || (stage is LicenseStage.ReadOnly && Reads(http.Request.Method)) || IsHealth(http.Request.Path, health))
        {
            return false;
        }

        await Results.Problem(
            license.Banner, statusCode: StatusCodes.Status403Forbidden,
            title: stage is LicenseStage.Disabled ? "This module is turned off." : "This module is read-only.",
            type: stage is LicenseStage.Disabled ? "urn:marketplace:license.disabled" : "urn:marketplace:license.read-only").ExecuteAsync(http);
        return true;
    }

    private static bool Reads(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    private static bool IsHealth(PathString path, string? health) =>
        health is not null && string.Equals(path.Value?.Trim('/'), health.Trim('/'), StringComparison.OrdinalIgnoreCase);
}
