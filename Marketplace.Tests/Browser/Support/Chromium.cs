namespace Marketplace.Tests.Browser.Support;

/// <summary>The Chromium of this machine: the one <c>MARKETPLACE_CHROMIUM</c> names, the system's, or Playwright's own download.</summary>
internal static class Chromium
{
    // The one without windows first: it draws less, and the tests take a quarter less time.
    private static readonly string[] Names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    public const string Missing =
        "Left out, since there is no Chromium here: run ./test.sh, which installs one, or name one in MARKETPLACE_CHROMIUM.";

    private static string? Given => Environment.GetEnvironmentVariable("MARKETPLACE_CHROMIUM") is { Length: > 0 } given ? given : null;

    /// <summary>Its file, or null where Playwright's own is to be used.</summary>
    public static string? File { get; } = Given ?? OnPath();

    public static bool IsThere => File is null ? HasPlaywrightsOwn() : System.IO.File.Exists(File);

    private static string? OnPath() => (
        from name in Names
        from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        let file = Path.Combine(folder, name)
        where System.IO.File.Exists(file) && !IsNoticeToUseSnap(file)
        select file).FirstOrDefault();

    // Ubuntu's package of that name is a script that asks for snap, which no container has.
    private static bool IsNoticeToUseSnap(string file) =>
        new FileInfo(file).Length < 20_000 && System.IO.File.ReadAllText(file).Contains("snap install", StringComparison.Ordinal);

    private static bool HasPlaywrightsOwn()
    {
        var folder = Environment.GetEnvironmentVariable("PLAYWRIGHT_BROWSERS_PATH")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "ms-playwright");
        return Directory.Exists(folder) && Directory.EnumerateDirectories(folder, "chromium-*").Any(Completed);
    }

    private static bool Completed(string folder) => System.IO.File.Exists(Path.Combine(folder, "INSTALLATION_COMPLETE"));
}
