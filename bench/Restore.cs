using System.Diagnostics;

namespace Marketplace.Bench;

/// <summary><c>dotnet restore</c> of a project with one package, whose others follow, from a folder of packages.</summary>
internal static class Restore
{
    /// <summary>Milliseconds.</summary>
    public static async Task<double> RunAsync(string id, string feed, string folder)
    {
        var project = Path.Combine(folder, "Restore.csproj");
        await File.WriteAllTextAsync(project, $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><RestoreSources>{feed}</RestoreSources></PropertyGroup>
              <ItemGroup><PackageReference Include="{id}" Version="1.0.0" /></ItemGroup>
            </Project>
            """);
        var start = new ProcessStartInfo("dotnet", ["restore", project, "--nologo"]) { RedirectStandardOutput = true, WorkingDirectory = folder };
        start.Environment["NUGET_PACKAGES"] = Path.Combine(folder, "packages");
        start.Environment["NUGET_HTTP_CACHE_PATH"] = Path.Combine(folder, "cache");
        var watch = Stopwatch.StartNew();
        using var client = Process.Start(start)!;
        var said = await client.StandardOutput.ReadToEndAsync();
        await client.WaitForExitAsync();
        return client.ExitCode is 0 && Directory.Exists(Path.Combine(folder, "packages", id.ToLowerInvariant()))
            ? watch.Elapsed.TotalMilliseconds
            : throw new InvalidOperationException($"dotnet restore failed.\n{said}");
    }
}
