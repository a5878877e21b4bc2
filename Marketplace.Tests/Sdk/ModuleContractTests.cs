using System.Reflection;
using System.Reflection.Emit;
using Marketplace.Modules;
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
            [("Test.Base", null), ("Test.Newer", "InvalidOperationException: It was built against Base 2.2.0, but here is 2.1.0. Update the module that brings it."), ("Test.Older", null), ("Test.Same", null)],
            site.Status.Modules.OrderBy(module => module.Id).Select(module => (module.Id, module.Error)));
    }

    [Fact]
    public async Task A_module_is_not_loaded_by_a_host_with_an_older_sdk()
    {
        await using var site = await HostedSite.StartAsync(Cancel, [Package("Test.Ahead", Written("Ahead", "1.0.0", ("Marketplace.Modules", "99.1.0")))]);

        var here = typeof(IModule).Assembly.GetName().Version!.ToString(3);
        Assert.Equal($"InvalidOperationException: It was built against Marketplace.Modules 99.1.0, but here is {here}. Update the host.", Assert.Single(site.Status.Modules).Error);
    }

    private static ModulePackage Package(string id, (string, byte[], string) assembly) => new(id) { Assembly = assembly };

    // A module that does nothing, and has a field for a type of each assembly that it uses.
    private static (string Name, byte[] Content, string EntryType) Written(string name, string version, params (string Name, string Version)[] uses)
    {
        var (assembly, type) = Define(name, version, "Entry", typeof(IModule));
        var map = type.DefineMethod(nameof(IModule.Map), MethodAttributes.Public | MethodAttributes.Virtual, typeof(void), [typeof(IEndpointRouteBuilder)]);
        map.GetILGenerator().Emit(OpCodes.Ret);
        foreach (var used in uses)
        {
            var (_, contract) = Define(used.Name, used.Version, "Contract");
            type.DefineField(used.Name, contract.CreateType(), FieldAttributes.Public);
        }

        type.CreateType();
        using var bytes = new MemoryStream();
        assembly.Save(bytes);
        return (name, bytes.ToArray(), $"{name}.Entry");
    }

    private static (PersistedAssemblyBuilder Assembly, TypeBuilder Type) Define(string name, string version, string type, params Type[] implements)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName(name) { Version = Version.Parse(version) }, typeof(object).Assembly);
        return (assembly, assembly.DefineDynamicModule(name).DefineType($"{name}.{type}", TypeAttributes.Public, typeof(object), implements));
    }
}
