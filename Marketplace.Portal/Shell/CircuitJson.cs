using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.JSInterop;

namespace Marketplace.Portal.Shell;

/// <summary>
/// What a circuit learns of the types that it exchanges with the browser as JSON. It keeps that for itself, and for each number, text and id also of
/// every interface of the type, which nothing is ever sent as: half of all that it would keep.
/// </summary>
/// <remarks>The framework makes the options itself and offers no way to them; a version that makes them otherwise fails the test of this class.</remarks>
internal sealed class CircuitJson : IJsonTypeInfoResolver
{
    private static readonly CircuitJson Instance = new();
    private readonly DefaultJsonTypeInfoResolver _all = new();

    public static void Use(IServiceCollection services)
    {
        if (services.LastOrDefault(service => service.ServiceType == typeof(IJSRuntime)) is { ImplementationType: { } kind })
        {
            services.Replace(ServiceDescriptor.Scoped(provider => Set((IJSRuntime)ActivatorUtilities.CreateInstance(provider, kind))));
        }
    }

    public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options) => IsOnlyInherited(type) ? null : _all.GetTypeInfo(type, options);

    /// <summary>Of a circuit's calls to the browser.</summary>
    internal static JsonSerializerOptions OptionsOf(IJSRuntime script) => OptionsOf((JSRuntime)script);

    private static IJSRuntime Set(IJSRuntime script)
    {
        if (script is JSRuntime circuit)
        {
            OptionsOf(circuit).TypeInfoResolver = Instance;
        }

        return script;
    }

    // Interfaces of numbers and texts, of lists that say nothing of what is in them, and of dictionaries as lists of pairs.
    private static bool IsOnlyInherited(Type type) => type.IsInterface
        ? type.Namespace is "System" or "System.Numerics" or "System.Runtime.Serialization" or "System.Collections"
            || (type.GenericTypeArguments is [{ IsGenericType: true } one] && one.GetGenericTypeDefinition() == typeof(KeyValuePair<,>))
        : type == typeof(ValueType) || type == typeof(Enum);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_JsonSerializerOptions")]
    private static extern JsonSerializerOptions OptionsOf(JSRuntime script);
}
