using Marketplace.Modules;
using Marketplace.Tests.Sdk.Agent;
using Marketplace.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tests.Sdk.Licensing;

/// <summary>A site's module folder, and a marketplace's key that writes licenses for it.</summary>
internal sealed class LicensedFolder : IDisposable
{
    public const string Module = "Acme.Shop";

    private readonly TemporaryFolder _folder = new();

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public TestKey Key { get; set; } = new();

    public SiteAgentOptions Options { get; } = new();

    public DateTime Now => Clock.GetUtcNow().UtcDateTime;

    public ILicense License => Of(Shelf());

    public LicenseDocument Document => new(
        12, 7, Module, "Wide World Importers", "Premium", new(false, Now.AddDays(-1), null, null, null, EndSteps.Default), null,
        [new("export", null), new("users", 25)], false, Now, Now + LicenseDocument.ValidFor);

    public string Path(string module = Module) => _folder.File("licenses", module.ToLowerInvariant() + LicenseFile.Extension);

    public ILicense Of(LicenseShelf shelf) =>
        new SiteLicense(shelf, new UsageBook(new ModuleStore(_folder.Path, Clock).Layout, new Disk(), Clock, TimeSpan.FromHours(1)), Module);

    /// <summary>A new one each time, as after a restart: it knows only what lies in the folder.</summary>
    public LicenseShelf Shelf(Disk? disk = null, bool pins = true)
    {
        var store = new ModuleStore(_folder.Path, Clock);
        return new(store.Layout, new AgentTrust(store, new Disk(), Options), disk ?? new Disk(), Clock, pins);
    }

    public string Sign(LicenseDocument document, params PublicKey[] keys) => LicenseFile.Sign(document, keys.Length > 0 ? keys : [Key.Public], Key.Private);

    /// <summary>Lays a file into the folder, as a person does.</summary>
    public ILicense Put(LicenseDocument document, params PublicKey[] keys)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path())!);
        File.WriteAllText(Path(), Sign(document, keys));
        return License;
    }

    public void Dispose() => _folder.Dispose();
}
