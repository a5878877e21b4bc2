using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Modules;

/// <summary>
/// Tells one installation of a site from another, so that a copy that uses the same token is noticed. It says nothing of the machine: it is a hash of its name,
/// of its identity where the system has one, and of the module folder.
/// </summary>
internal static class SiteFingerprint
{
    public static string Of(string folder) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes($"{Environment.MachineName}\n{Machine()}\n{Path.GetFullPath(folder)}")))[..32];

    private static string Machine()
    {
        try
        {
            return File.ReadAllText("/etc/machine-id").Trim();
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
