using System.IO.Compression;
using System.Text;
using Marketplace.Modules.Packages;
using static Marketplace.Tests.Support.Packages;

namespace Marketplace.Tests.Sdk.Packages;

/// <summary>A package that must be refused with exactly this code.</summary>
/// <param name="WhenRead">Seen only while contents are unpacked; all else is seen on opening.</param>
internal sealed record Attack(string Code, string What, Func<byte[]> Build, bool WhenRead = false)
{
    public const string Nuspec = "Acme.Mail.nuspec";
    public const string Manifest = "module.json";
    public const string Readme = "README.md";
    public const string Notes = "notes.txt";
    public const string Assembly = "lib/net10.0/Acme.Mail.dll";

    /// <summary>A package in order, to which each attack does one thing.</summary>
    public static HostileZip Sound { get; } = new(
        [.. Read(Package("Acme.Mail")), new HostileEntry(Notes, Encoding.ASCII.GetBytes(string.Join(' ', Enumerable.Range(0, 500))))]);

    public static Attack On(string code, string what, Func<HostileZip, HostileZip> change) => new(code, what, () => change(Sound).Write());

    public static Attack WhileReading(string code, string what, Func<HostileZip, HostileZip> change) => On(code, what, change) with { WhenRead = true };

    /// <summary>The sound nuspec with one text in place of another.</summary>
    public static Attack InNuspec(string code, string what, string old, string now) => On(code, what, zip => Replace(zip, Nuspec, old, now));

    public static Attack InManifest(string code, string what, string old, string now) => On(code, what, zip => Replace(zip, Manifest, old, now));

    public static HostileZip Replace(HostileZip zip, string name, string old, string now) => zip.Instead(name, entry =>
    {
        var text = Encoding.UTF8.GetString(entry.Content);
        return text.Contains(old, StringComparison.Ordinal)
            ? entry with { Content = Encoding.UTF8.GetBytes(text.Replace(old, now, StringComparison.Ordinal)) }
            : throw new InvalidOperationException($"{name} holds no {old}: {text}");
    });

    /// <summary>The codes with which the package is refused, on opening or on reading it all.</summary>
    public static async Task<(List<string> OnOpening, List<string> WhenRead)> CodesAsync(Stream package, CancellationToken cancel) =>
        await PackageArchive.OpenAsync(package, cancel) switch
        {
            PackageOutcome.Opened opened => ([], await opened.Archive.VerifyAsync(cancel) is { } refusal ? [refusal.Code] : []),
            PackageOutcome.Refused refused => ([.. refused.Reasons.Select(reason => reason.Code)], []),
            _ => throw new InvalidOperationException(),
        };

    private static IEnumerable<HostileEntry> Read(byte[] package)
    {
        using var zip = new ZipArchive(new MemoryStream(package));
        foreach (var entry in zip.Entries)
        {
            using var content = new MemoryStream();
            using var stream = entry.Open();
            stream.CopyTo(content);
            yield return new(entry.FullName, content.ToArray());
        }
    }
}
