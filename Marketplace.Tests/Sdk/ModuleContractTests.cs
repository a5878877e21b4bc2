using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Loader;
using Marketplace.Modules;
using Marketplace.Portal.Demo;
using Marketplace.Resolution;
using Microsoft.AspNetCore.Routing;

namespace Marketplace.Tests.Sdk;

/// <summary>What modules share, with each other and with the host, has versions.</summary>
public class ModuleContractTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_module_is_not_loaded_beside_an_older_contract_than_it_was_built_against()
    {
        await using var site = await HostedSite.StartAsync(Cancel, [
            Package("Test.Base", Written("Base", "2.1.0")),
            Package("Test.Same", Written("Same", "1.0.0", ("Base", "2.1.0"))) with { Needs = ["Test.Base"] },
            Package("Test.Older", Written("Older", "1.0.0", ("Base", "1.0.0"))) with { Needs = ["Test.Base"] },
            Package("Test.Newer", Written("Newer", "1.0.0", ("Base", "2.2.0"))) with { Needs = ["Test.Base"] },
        ]);

        Assert.Equal(
            [("Test.Base", null),
                ("Test.Newer", "InvalidOperationException: It was built against Base 2.2.0, but here is 2.1.0. "
                    + "Update the module that brings it."),
                ("Test.Older", null), ("Test.Same", null)],
            site.Status.Modules.OrderBy(module => module.Id).Select(module => (module.Id, module.Error)));
    }

    [Fact]
    public async Task A_module_is_not_loaded_by_a_host_with_an_older_sdk()
    {
        await using var site = await HostedSite.StartAsync(Cancel, [Package("Test.Ahead", Written("Ahead", "1.0.0", ("Marketplace.Modules", "99.1.0")))]);

        var here = typeof(IModule).Assembly.GetName().Version!.ToString(3);
        Assert.Equal(
            $"InvalidOperationException: It was built against Marketplace.Modules 99.1.0, but here is {here}. Update the host.",
            Assert.Single(site.Status.Modules).Error);
    }

    [Fact]
    public async Task A_module_runs_its_own_code_although_one_that_it_needs_has_an_assembly_of_the_same_name()
    {
        await using var site = await HostedSite.StartAsync(Cancel, [
            Package("Test.PlugA", Plugin("/code-of-a")),
            Package("Test.PlugB", Plugin("/code-of-b")) with { Needs = ["Test.PlugA"] },
        ]);

        Assert.Equal(["/code-of-a", "/code-of-b"], site.Host.Pages().Select(page => page.Path));

        static (string, byte[], string) Plugin(string path) =>
            ("Plugin", DemoAssembly.Write("Plugin", "1.0.0", "Plugin.EntryModule", new ModulePage("Plugin", path), "Plugin"), "Plugin.EntryModule");
    }

    [Fact]
    public async Task An_assembly_comes_from_the_module_itself_first_and_then_from_those_it_needs()
    {
        await using var site = await HostedSite.StartAsync(Cancel, [
            Package("Test.Mixed", Written("Mixed", "2.0.0")) with { Beside = [Library("Shared", "1.0.0"), Library("Lone", "1.0.0")] },
            Package("Test.Copied", Written("Copied", "1.5.0")),
            Package("Test.Own", Written("Own", "1.0.0", ("Copied", "1.0.0"))) with
            {
                Needs = ["Test.Mixed", "Test.Copied"],
                Beside =
                [
                    Library("Mixed", "1.2.0"), Library("Copied", "1.0.0"), Library("Shared", "1.0.0"),
                    ("Own.deps.json", """
                        {"runtimeTarget": {"name": ".NETCoreApp,Version=v10.0"}, "libraries": {}, "targets": {".NETCoreApp,Version=v10.0": {
                            "Own/1.0.0": {"runtime": {"Own.dll": {}, "Mixed.dll": {}, "Shared.dll": {}}},
                            "Test.Copied/1.0.0": {"runtime": {"lib/net10.0/Copied.dll": {}}}}}}
                        """u8.ToArray()),
                ],
            },
        ]);
        Assert.All(site.Status.Modules, module => Assert.Null(module.Error));

        (string Asked, string? From)[] expected =
        [
            // Before one of that name is loaded: the runtime asks no more for a name that it has.
            ("Mixed, Version=1.0.0.0, PublicKeyToken=b77a5c561934e089", null),
            ("Mixed, Version=9.0.0.0", null),
            ("Own, Version=1.0.0.0", "Test.Own 1.0.0"),
            ("Mixed, Version=1.0.0.0", "Test.Own 1.0.0"),
            ("Mixed, Version=1.1.0.0", "Test.Own 1.0.0"),
            ("Mixed, Version=1.3.0.0", "Test.Mixed 1.0.0"),
            ("Copied, Version=1.0.0.0", "Test.Copied 1.0.0"),
            ("Shared, Version=1.0.0.0", "Test.Own 1.0.0"),
            ("Lone, Version=1.0.0.0", "Test.Mixed 1.0.0"),
        ];
        Assert.Equal(expected, expected.Select(asked => (asked.Asked, From(asked.Asked))));

        static string? From(string asked)
        {
            try
            {
                return AssemblyLoadContext.GetLoadContext(ContextOf("Test.Own 1.0.0").LoadFromAssemblyName(new(asked)))!.Name;
            }
            catch (FileNotFoundException)
            {
                return null;
            }
        }
    }

    [Fact]
    public async Task A_module_speaks_each_language_that_it_brings()
    {
        await using var site = await HostedSite.StartAsync(Cancel, [
            Package("Test.Lingua", Written("Lingua", "1.0.0")) with { Beside = [Satellite("de"), Satellite("fr"), Satellite("pt-BR")] },
        ]);
        var module = ContextOf("Test.Lingua 1.0.0").Assemblies.Single(assembly => assembly.GetName().Name is "Lingua");

        string[] cultures = ["de", "fr", "pt-BR", "de"];
        Assert.Equal(cultures, cultures.Select(culture => module.GetSatelliteAssembly(new(culture)).GetName().CultureName));
        Assert.Throws<FileNotFoundException>(() => module.GetSatelliteAssembly(new("it")));

        static (string, byte[]) Satellite(string culture) => ($"{culture}/Lingua.resources.dll", Saved(Define("Lingua.resources", "1.0.0", "None", culture)));
    }

    private static AssemblyLoadContext ContextOf(string module) => AssemblyLoadContext.All.Last(context => context.Name == module);

    private static (string, byte[]) Library(string name, string version) => ($"{name}.dll", Saved(Define(name, version, "Library")));

    private static ModulePackage Package(string id, (string, byte[], string) assembly) => new(id) { Assembly = assembly };

    // A module that does nothing, and has a field for a type of each assembly that it uses.
    private static (string Name, byte[] Content, string EntryType) Written(string name, string version, params (string Name, string Version)[] uses)
    {
        var (assembly, type) = Define(name, version, "Entry", implements: typeof(IModule));
        var map = type.DefineMethod(nameof(IModule.Map), MethodAttributes.Public | MethodAttributes.Virtual, typeof(void), [typeof(IEndpointRouteBuilder)]);
        map.GetILGenerator().Emit(OpCodes.Ret);
        foreach (var used in uses)
        {
            var (_, contract) = Define(used.Name, used.Version, "Contract");
            type.DefineField(used.Name, contract.CreateType(), FieldAttributes.Public);
        }

        return (name, Saved((assembly, type)), $"{name}.Entry");
    }

    private static byte[] Saved((PersistedAssemblyBuilder Assembly, TypeBuilder Type) written)
    {
        written.Type.CreateType();
        using var bytes = new MemoryStream();
        written.Assembly.Save(bytes);
        return bytes.ToArray();
    }

    private static (PersistedAssemblyBuilder Assembly, TypeBuilder Type) Define(
        string name, string version, string type, string? culture = null, Type? implements = null)
    {
        var identity = new AssemblyName(name) { Version = Version.Parse(version), CultureName = culture };
        var assembly = new PersistedAssemblyBuilder(identity, typeof(object).Assembly);
        return (assembly, assembly.DefineDynamicModule(name)
            .DefineType($"{name}.{type}", TypeAttributes.Public, typeof(object), implements is null ? [] : [implements]));
    }
}
