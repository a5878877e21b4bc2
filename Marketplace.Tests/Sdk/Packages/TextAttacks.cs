using System.Text;
using static Marketplace.Tests.Sdk.Packages.Attack;

namespace Marketplace.Tests.Sdk.Packages;

/// <summary>Attacks by what the nuspec and module.json say.</summary>
internal static class TextAttacks
{
    private const string Id = "<id>Acme.Mail</id>";
    private const string Version = "<version>1.0.0</version>";
    private const string Host = "[1.0,4.0)";
    private const string Entry = "Acme.Mail.EntryModule, Acme.Mail";

    public static readonly Attack[] All =
    [
        On("nuspec.missing", "no nuspec", zip => zip.Without(Nuspec)),
        On("nuspec.missing", "a nuspec in a folder", zip => zip.Instead(Nuspec, entry => entry with { Name = $"sub/{Nuspec}" })),
        On("nuspec.several", "two", zip => zip.With("Other.nuspec")),
        On("nuspec.too-large", "a nuspec of 300 KB", zip => zip.Instead(Nuspec, new byte[300 * 1024])),
        InNuspec("nuspec.dtd", "a document type", "<package ", "<!DOCTYPE package [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><package "),
        InNuspec("nuspec.dtd", "entities that grow", "<package ", "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><package "),
        On("nuspec.not-xml", "text that is no XML", zip => zip.Instead(Nuspec, "hello"u8.ToArray())),
        On("nuspec.not-xml", "elements nested 10,000 deep",
            zip => zip.Instead(Nuspec, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("<a>", 10_000))))),
        On("nuspec.not-xml", "no metadata", zip => zip.Instead(Nuspec, "<package />"u8.ToArray())),
        On("nuspec.not-xml", "metadata twice", zip => zip.Instead(Nuspec, "<package><metadata /><metadata /></package>"u8.ToArray())),
        InNuspec("nuspec.unknown", "a script for browsers beside the metadata",
            "</metadata>", "</metadata><script xmlns=\"http://www.w3.org/1999/xhtml\">alert(1)</script>"),
        InNuspec("nuspec.unknown", "a script for browsers within the metadata",
            "</metadata>", "<x:script xmlns:x=\"http://www.w3.org/1999/xhtml\">alert(1)</x:script></metadata>"),
        InNuspec("nuspec.unknown", "a script within the description",
            "<description>", "<description><h:script xmlns:h=\"http://www.w3.org/1999/xhtml\">alert(1)</h:script>"),
        InNuspec("nuspec.unknown", "an element that NuGet doesn't know", "</metadata>", "<script>alert(1)</script></metadata>"),
        InNuspec("nuspec.unknown", "an element in another's place", "</metadata>", "<dependency id=\"a\" /></metadata>"),
        InNuspec("nuspec.unknown", "an attribute that NuGet doesn't know", "<metadata", "<metadata onload=\"alert(1)\""),
        InNuspec("nuspec.unknown", "a link in another namespace",
            "<metadata", "<metadata xmlns:l=\"http://www.w3.org/1999/xlink\" l:href=\"javascript:alert(1)\""),
        On("nuspec.unknown", "a page that has metadata",
            zip => zip.Instead(Nuspec, "<package xmlns=\"http://www.w3.org/1999/xhtml\"><metadata /></package>"u8.ToArray())),
        InNuspec("nuspec.instruction", "a stylesheet for browsers", "<package ", "<?xml-stylesheet href=\"data:text/xsl,\"?><package "),
        InNuspec("nuspec.instruction", "an instruction within the metadata", "</metadata>", "<?php x?></metadata>"),
        InNuspec("nuspec.id", "the id of the SDK", Id, "<id>marketplace.modules</id>"),
        InNuspec("nuspec.twice", "two ids, so that two readers see two modules", Id, $"{Id}<id>Acme.Other</id>"),
        InNuspec("nuspec.id", "a blank in the id", Id, "<id>Acme Mail</id>"),
        InNuspec("nuspec.id", "a path for an id", Id, "<id>../Acme</id>"),
        InNuspec("nuspec.id", "a letter of another script in the id", Id, "<id>\u0410cme.Mail</id>"),
        InNuspec("nuspec.id", "an id of 101 characters", Id, $"<id>{new string('a', 101)}</id>"),
        InNuspec("nuspec.id", "no id", Id, ""),
        InNuspec("nuspec.version", "a version that is none", Version, "<version>new</version>"),
        InNuspec("nuspec.version", "a version of four numbers", Version, "<version>1.2.3.4</version>"),
        InNuspec("nuspec.version", "no version", Version, ""),
        InNuspec("nuspec.package-type", "an ordinary package", "MarketplaceModule", "Dependency"),
        InNuspec("nuspec.dependency", "an empty range",
            "</dependencies>",
            "<group targetFramework=\"net10.0\"><dependency id=\"Acme.Core\" version=\"[2.0,1.0]\" /></group></dependencies>"),
        InNuspec(
            "nuspec.dependency", "a range of 300 characters", "</dependencies>",
            $"<dependency id=\"A\" version=\"[1.0.0-{new string('a', 300)},2.0)\" /></dependencies>"),
        InNuspec("nuspec.dependency", "a bad id", "</dependencies>", "<dependency id=\"a b\" version=\"1.0\" /></dependencies>"),
        InNuspec("nuspec.dependency", "two ranges for one module",
            "</dependencies>", "<dependency id=\"A\" version=\"1.0\" /><dependency id=\"a\" version=\"2.0\" /></dependencies>"),
        InNuspec("nuspec.too-long", "a description of 5,000 characters", "<description>", $"<description>{new string('d', 5000)}"),
        On("nuspec.readme", "a readme that is not there", zip => zip.Without(Readme)),
        On("nuspec.readme", "a readme of 2 MB", zip => zip.Instead(Readme, RandomText(2 * 1024 * 1024))),
        On("nuspec.readme-script", "a script in the readme", zip => zip.Instead(Readme, "# Hi\n<ScRipt src=x></script>"u8.ToArray())),
        On("nuspec.readme-script", "a link that is a script", zip => zip.Instead(Readme, "[here](java\tscript:alert(1))"u8.ToArray())),
        On("nuspec.readme-script", "an image that is a script", zip => zip.Instead(Readme, "<img src=x onerror=alert(1)>"u8.ToArray())),
        On("nuspec.readme-encoding", "a readme that is not UTF-8", zip => zip.Instead(Readme, [0xc3, 0x28])),
        InNuspec("nuspec.icon", "an icon that is not there", "</metadata>", "<icon>icon.png</icon></metadata>"),
        InNuspec("nuspec.license", "a license file that is not there", "</metadata>", "<license type=\"file\">LICENSE</license></metadata>"),
        On("nuspec.icon", "a page that calls itself an image",
            zip => Replace(zip.With("icon.png", "<svg onload=alert(1)>"), Nuspec, "</metadata>", "<icon>icon.png</icon></metadata>")),

        On("manifest.missing", "no manifest", zip => zip.Without(Manifest)),
        On("manifest.missing", "a manifest in other letters", zip => zip.Instead(Manifest, entry => entry with { Name = "Module.json" })),
        On("path.collision", "two manifests", zip => zip.With("Module.json", "{}")),
        On("manifest.too-large", "a manifest of 300 KB", zip => zip.Instead(Manifest, new byte[300 * 1024])),
        On("manifest.not-json", "text that is no JSON", zip => zip.Instead(Manifest, "hello"u8.ToArray())),
        InManifest("manifest.not-json", "a trailing comma", "{\"displayName\"", "{\"tags\":[\"a\",],\"displayName\""),
        InManifest("manifest.not-json", "a comment", "{\"displayName\"", "{/* hi */\"displayName\""),
        InManifest("manifest.property", "control characters in the name", "\"displayName\":\"", "\"displayName\":\"\\u0007"),
        InManifest("manifest.property", "a name that reads backwards", "\"displayName\":\"", "\"displayName\":\"\\u202e"),
        InManifest("manifest.property", "a joiner that joins no emoji", "\"displayName\":\"", "\"displayName\":\"a\\u200db"),
        InManifest("manifest.property", "a name longer than its column",
            "\"displayName\":\"", $"\"displayName\":\"{string.Concat(Enumerable.Repeat("🎉", 51))}"),
        On("manifest.not-json", "lists nested 1,000 deep", zip => zip.Instead(Manifest, Encoding.UTF8.GetBytes(new string('[', 1000)))),
        InManifest("manifest.not-json", "a property twice", "{\"displayName\"", "{\"host\":\"1.0\",\"displayName\""),
        InManifest("manifest.not-json", "half a character for a property", "{\"displayName\"", "{\"\\ud800\":1,\"displayName\""),
        InManifest("manifest.unknown-property", "a misspelt property", "{\"displayName\"", "{\"capabilites\":{},\"displayName\""),
        InManifest("manifest.missing-property", "no host", $"\"host\":\"{Host}\",", ""),
        On("manifest.screenshot", "a screenshot that is not there",
            zip => Replace(zip, Manifest, "{\"displayName\"", "{\"screenshots\":[{\"file\":\"a.png\",\"text\":\"A\"}],\"displayName\"")),
        On("manifest.screenshot", "a page that calls itself a screenshot",
            zip => Replace(
                zip.With("a.png", "<svg onload=alert(1)>"),
                Manifest, "{\"displayName\"", "{\"screenshots\":[{\"file\":\"a.png\",\"text\":\"A\"}],\"displayName\"")),
        InManifest("manifest.missing-property", "a screenshot without words", "{\"displayName\"", "{\"screenshots\":[{\"file\":\"a.png\"}],\"displayName\""),
        InManifest("manifest.property", "more screenshots than anybody looks at",
            "{\"displayName\"", $"{{\"screenshots\":[{string.Join(',', Enumerable.Repeat("{}", 9))}],\"displayName\""),
        On("manifest.property", "a list instead of an object", zip => zip.Instead(Manifest, "[]"u8.ToArray())),
        InManifest(
            "manifest.property", "a name of 60 signs that are 120 characters", "\"displayName\":\"",
            $"\"displayName\":\"{string.Concat(Enumerable.Repeat("\U0001F600", 60))}"),
        InManifest("manifest.property", "a host that is no range", Host, "newest"),
        InManifest("manifest.property", "a host range that ends before it begins", Host, "[2.0,1.0)"),
        InManifest("manifest.property", "half a character in a value", "\"tools\"", "\"\\ud800\""),
        InManifest("manifest.host-empty", "a host range that nothing is in", Host, "(1.0,1.0)"),
        InManifest("manifest.entry-assembly", "an assembly that is not there", Entry, "Acme.Mail.EntryModule, Acme.Other"),
        InManifest("manifest.entry-type", "a type that is not there", Entry, "Acme.Mail.Nothing, Acme.Mail"),
        On("manifest.entry-type", "an assembly that is none", zip => zip.Instead(Assembly, new byte[1000])),
        On("manifest.entry-type", "an assembly cut short",
            zip => zip.Instead(Assembly, entry => entry with { Content = entry.Content[..(entry.Content.Length / 2)] })),
        On("manifest.entry-too-large", "an assembly of 40 MB",
            zip => zip.Instead(Assembly, entry => entry with { Content = RandomText(25 * 1024 * 1024), Stored = true })),
    ];

    public static byte[] RandomText(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        for (var i = 0; i < length; i++)
        {
            bytes[i] = (byte)('a' + bytes[i] % 26);
        }

        return bytes;
    }
}
