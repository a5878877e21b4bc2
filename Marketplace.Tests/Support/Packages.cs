using System.Security.Cryptography;
using Marketplace.Portal.Demo;

namespace Marketplace.Tests.Support;

/// <summary>Real module packages with a loadable assembly, as the demo writes them.</summary>
public static class Packages
{
    /// <param name="needs">Modules with their ranges, such as <c>Acme.Core [1.0,2.0)</c>.</param>
    public static byte[] Package(string id = "Acme.Mail", string version = "1.0.0", string host = "[1.0,4.0)", params string[] needs)
    {
        var release = new DemoRelease(version, host, needs, "First.", null, Waits: false);
        var module = new DemoModule(id, id.Replace('.', ' '), "tools", "Does one thing.", ["test"], ["One thing"], null, [release]);
        return DemoPackage.Write(new DemoPublisher("Acme", [module]), module, release).ToArray();
    }

    /// <summary>The hash the marketplace knows the package by.</summary>
    public static string HashOf(byte[] package) => Convert.ToHexStringLower(SHA256.HashData(package));
}
