using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Modules;
using Marketplace.Modules.Packages;
using NuGet.Packaging;
using NuGet.Packaging.Core;
using NuGet.Versioning;

namespace Marketplace.Portal.Demo;

/// <summary>Writes one version of a demo module as a real package: assembly, module.json, readme, nuspec.</summary>
internal static class DemoPackage
{
    private const string Framework = "lib/net10.0/";

    public static MemoryStream Write(DemoPublisher publisher, DemoModule module, DemoRelease release)
    {
        var type = $"{module.Id}.EntryModule";
        var page = new ModulePage(module.Name, module.Path, $"{module.Summary} {string.Join(". ", module.Does)}.");
        var package = new PackageBuilder
        {
            Id = module.Id,
            Version = NuGetVersion.Parse(release.Version),
            Description = module.Summary,
            ReleaseNotes = release.Notes,
            Readme = "README.md",
            Icon = module.Icon is null ? null : "icon.png",
            PackageTypes = [new PackageType("MarketplaceModule", PackageType.EmptyVersion)],
        };
        package.Authors.Add(publisher.Name);
        package.Tags.AddRange(module.Tags);
        package.DependencyGroups.Add(new(
            NuGet.Frameworks.NuGetFramework.Parse("net10.0"),
            (release.Needs ?? []).Select(Need).Select(need => new PackageDependency(need.Id, need.Range))));
        package.Files.Add(File($"{Framework}{module.Id}.dll", DemoAssembly.Write(module.Id, release.Version, type, page, Page(module, release))));
        package.Files.Add(File($"{Framework}{module.Id}.deps.json", Dependencies(module.Id, release.Version)));
        package.Files.Add(File("module.json", Manifest(module, release, $"{type}, {module.Id}")));
        package.Files.Add(File("README.md", Readme(module)));
        if (module.Icon is { } drawing)
        {
            package.Files.Add(File("icon.png", DemoIcon.Png(drawing)));
        }

        package.Files.AddRange((module.Screenshots?.Keys ?? []).Select(name => File(Picture(name), Resource(name))));

        var bytes = new MemoryStream();
        package.Save(bytes);
        bytes.Position = 0;
        return bytes;
    }

    /// <summary>Parses a need such as <c>Contoso.PdfExport [2.1,3.0)</c>.</summary>
    public static ModuleDependency Need(string need)
    {
        var space = need.IndexOf(' ', StringComparison.Ordinal);
        return new(need[..space], VersionRange.Parse(need[space..]));
    }

    private static DemoFile File(string path, string text) => File(path, Encoding.UTF8.GetBytes(text));

    private static DemoFile File(string path, byte[] content) => new(path, content);

    private static string Manifest(DemoModule module, DemoRelease release, string entry)
    {
        var asked = release.Capabilities ?? module.Capabilities ?? new Dictionary<string, JsonElement>();
        var capabilities = JsonSerializer.SerializeToNode(asked)!.AsObject();
        capabilities["endpoints"] ??= new JsonArray(module.Path);
        var manifest = new JsonObject
        {
            ["displayName"] = module.Name,
            ["category"] = module.Category,
            ["tags"] = new JsonArray([.. module.Tags.Select(tag => JsonValue.Create(tag))]),
            ["host"] = release.Host,
            ["entry"] = entry,
            ["capabilities"] = capabilities,
            ["health"] = module.Path,
        };
        if (release.Security is { } weakness)
        {
            manifest["security"] = weakness;
        }

        if (module.Screenshots is { } pictures)
        {
            manifest["screenshots"] = new JsonArray(
                [.. pictures.Select(picture => new JsonObject { ["file"] = Picture(picture.Key), ["text"] = picture.Value })]);
        }

        return manifest.ToJsonString();
    }

    private static string Picture(string name) => $"screenshots/{name}.png";

    private static byte[] Resource(string name)
    {
        using var picture = typeof(DemoPackage).Assembly.GetManifestResourceStream($"demo/screenshots/{name}.png")!;
        var bytes = new byte[picture.Length];
        picture.ReadExactly(bytes);
        return bytes;
    }

    private static string Readme(DemoModule module) => $"""
        # {module.Name}

        {module.Summary}

        ## What it does

        {string.Join('\n', module.Does.Select(line => $"- {line}"))}

        ## On your site

        After the installation the module answers at `{module.Path}`. Rolling back takes the page away again; what it stored stays.
        """;

    private static string Page(DemoModule module, DemoRelease release) => $"""
        <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{Html(module.Name)}</title></head>
        <body style="font:16px/1.5 system-ui;max-width:40rem;margin:3rem auto;padding:0 1rem"><p><a href="/">Home</a></p><h1>{Html(module.Name)}</h1>
        <p>{Html(module.Summary)}</p><ul>{Points(module)}</ul><p>Version {release.Version}</p></body></html>
        """;

    private static string Points(DemoModule module) => string.Concat(module.Does.Select(line => $"<li>{Html(line)}</li>"));

    private static string Html(string text) => WebUtility.HtmlEncode(text);

    private static string Dependencies(string id, string version) => $$"""
        {
          "runtimeTarget": { "name": ".NETCoreApp,Version=v10.0", "signature": "" },
          "compilationOptions": {},
          "targets": { ".NETCoreApp,Version=v10.0": { "{{id}}/{{version}}": { "runtime": { "{{id}}.dll": {} } } } },
          "libraries": { "{{id}}/{{version}}": { "type": "project", "serviceable": false, "sha512": "" } }
        }
        """;
}
