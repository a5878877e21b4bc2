namespace Marketplace.Portal.Publishing;

/// <summary>What one types to push a package to this portal.</summary>
internal static class PushCommand
{
    /// <summary>NuGet's client wants to be told that an address without TLS is meant.</summary>
    public static string Of(string baseUri, string key) =>
        $"dotnet nuget push <file>.nupkg --source {baseUri}v3/index.json "
        + $"--api-key {key}{(baseUri.StartsWith("http:", StringComparison.Ordinal) ? " --allow-insecure-connections" : "")}";
}
