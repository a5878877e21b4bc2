using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.PortableExecutable;
using Microsoft.AspNetCore.Hosting;

namespace Marketplace.Tests.Sdk.Packages;

/// <summary>Assemblies that would act before the host asks them to.</summary>
internal static class HostileAssembly
{
    private static byte[] Sound => Attack.Sound.Entries.Single(entry => entry.Name == Attack.Assembly).Content;

    /// <summary>A Windows library without anything of .NET.</summary>
    public static byte[] Native() => Change(
        headers => headers.PEHeaderStartOffset + (headers.PEHeader!.Magic == PEMagic.PE32 ? 96 : 112) + 14 * 8, new byte[8]);

    /// <summary>An assembly that says it holds native code too.</summary>
    public static byte[] Mixed() => Change(headers => headers.CorHeaderStartOffset + 16, new byte[4]);

    public static byte[] ModuleInitializer() => Emit((_, module) =>
    {
        var method = module.DefineGlobalMethod(
            ".cctor", MethodAttributes.Static | MethodAttributes.SpecialName | MethodAttributes.RTSpecialName, typeof(void), []);
        method.GetILGenerator().Emit(OpCodes.Ret);
        module.CreateGlobalFunctions();
    });

    public static byte[] HostingStartup() => Emit((assembly, _) =>
        assembly.SetCustomAttribute(new CustomAttributeBuilder(typeof(HostingStartupAttribute).GetConstructor([typeof(Type)])!, [typeof(object)])));

    private static byte[] Emit(Action<PersistedAssemblyBuilder, ModuleBuilder> write)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName("Evil"), typeof(object).Assembly);
        write(assembly, assembly.DefineDynamicModule("Evil"));
        using var bytes = new MemoryStream();
        assembly.Save(bytes);
        return bytes.ToArray();
    }

    private static byte[] Change(Func<PEHeaders, int> where, byte[] now)
    {
        var assembly = (byte[])Sound.Clone();
        using var file = new PEReader(new MemoryStream(assembly));
        now.CopyTo(assembly, where(file.PEHeaders));
        return assembly;
    }
}
