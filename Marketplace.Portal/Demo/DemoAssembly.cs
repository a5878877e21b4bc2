using System.Reflection;
using System.Reflection.Emit;
using Marketplace.Modules;

namespace Marketplace.Portal.Demo;

/// <summary>
/// Writes the assembly of a demo module: a class that answers one path with one page. Emitted rather than compiled,
/// since a machine that runs a published portal need not have a compiler.
/// </summary>
internal static class DemoAssembly
{
    public static byte[] Write(string id, string version, string entryType, ModulePage page, string html)
    {
        var assembly = new PersistedAssemblyBuilder(
            new AssemblyName(id) { Version = Version.Parse(version.Split('-')[0]) }, typeof(object).Assembly);
        var module = assembly.DefineDynamicModule(id);
        var type = module.DefineType(entryType, TypeAttributes.Public | TypeAttributes.Sealed, typeof(object), [typeof(IModule)]);
        type.DefineDefaultConstructor(MethodAttributes.Public);
        WriteMap(type, page.Path, WriteAnswer(type, html));
        WritePages(type, page);
        type.CreateType();

        using var bytes = new MemoryStream();
        assembly.Save(bytes);
        return bytes.ToArray();
    }

    // static Task Answer(HttpContext context) { context.Response.ContentType = …; return context.Response.WriteAsync(html, default); }
    private static MethodBuilder WriteAnswer(TypeBuilder type, string html)
    {
        var answer = type.DefineMethod("Answer", MethodAttributes.Private | MethodAttributes.Static, typeof(Task), [typeof(HttpContext)]);
        var code = answer.GetILGenerator();
        var never = code.DeclareLocal(typeof(CancellationToken));
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Callvirt, typeof(HttpContext).GetProperty(nameof(HttpContext.Response))!.GetMethod!);
        code.Emit(OpCodes.Dup);
        code.Emit(OpCodes.Ldstr, "text/html; charset=utf-8");
        code.Emit(OpCodes.Callvirt, typeof(HttpResponse).GetProperty(nameof(HttpResponse.ContentType))!.SetMethod!);
        code.Emit(OpCodes.Ldstr, html);
        code.Emit(OpCodes.Ldloca, never);
        code.Emit(OpCodes.Initobj, typeof(CancellationToken));
        code.Emit(OpCodes.Ldloc, never);
        code.Emit(OpCodes.Call, typeof(HttpResponseWritingExtensions).GetMethod(
            nameof(HttpResponseWritingExtensions.WriteAsync), [typeof(HttpResponse), typeof(string), typeof(CancellationToken)])!);
        code.Emit(OpCodes.Ret);
        return answer;
    }

    // void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet(path, Answer);
    private static void WriteMap(TypeBuilder type, string path, MethodBuilder answer)
    {
        var code = Implement(type, nameof(IModule.Map), typeof(void), [typeof(IEndpointRouteBuilder)]);
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Ldstr, path);
        code.Emit(OpCodes.Ldnull);
        code.Emit(OpCodes.Ldftn, answer);
        code.Emit(OpCodes.Newobj, typeof(RequestDelegate).GetConstructor([typeof(object), typeof(nint)])!);
        code.Emit(OpCodes.Call, typeof(EndpointRouteBuilderExtensions).GetMethod(
            nameof(EndpointRouteBuilderExtensions.MapGet), [typeof(IEndpointRouteBuilder), typeof(string), typeof(RequestDelegate)])!);
        code.Emit(OpCodes.Pop);
        code.Emit(OpCodes.Ret);
    }

    // IEnumerable<ModulePage> Pages() => [new(title, path, text)];
    private static void WritePages(TypeBuilder type, ModulePage page)
    {
        var code = Implement(type, nameof(IModule.Pages), typeof(IEnumerable<ModulePage>), []);
        code.Emit(OpCodes.Ldc_I4_1);
        code.Emit(OpCodes.Newarr, typeof(ModulePage));
        code.Emit(OpCodes.Dup);
        code.Emit(OpCodes.Ldc_I4_0);
        code.Emit(OpCodes.Ldstr, page.Title);
        code.Emit(OpCodes.Ldstr, page.Path);
        code.Emit(OpCodes.Ldstr, page.Text);
        code.Emit(OpCodes.Newobj, typeof(ModulePage).GetConstructor([typeof(string), typeof(string), typeof(string)])!);
        code.Emit(OpCodes.Stelem_Ref);
        code.Emit(OpCodes.Ret);
    }

    private static ILGenerator Implement(TypeBuilder type, string name, Type result, Type[] parameters)
    {
        var method = type.DefineMethod(name, MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.Final, result, parameters);
        type.DefineMethodOverride(method, typeof(IModule).GetMethod(name)!);
        return method.GetILGenerator();
    }
}
