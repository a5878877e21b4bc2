using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Marketplace.Accounts;

namespace Marketplace.Tests.Access;

/// <summary>A call of a service, and who may make it. Nobody else learns by it what a stranger's browser would not, or changes anything.</summary>
public sealed partial record ServiceCall(string Method, Who May, bool IsWrite, Func<World, Actor, Task> Make)
{
    private static readonly JsonSerializerOptions Shown = new() { ReferenceHandler = ReferenceHandler.IgnoreCycles, IncludeFields = true };

    /// <summary>A call that answers these with more than it answers to nobody.</summary>
    public static ServiceCall Reads<T>(Who may, Func<T, World, Actor, Task> call, [CallerArgumentExpression(nameof(call))] string source = "")
        where T : notnull => new(Name<T>(source), may, false, (world, actor) => call(world.Get<T>(), world, actor));

    /// <summary>A call that changes something when these make it.</summary>
    public static ServiceCall Writes<T>(Who may, Func<T, World, Actor, Task> call, [CallerArgumentExpression(nameof(call))] string source = "")
        where T : notnull => new(Name<T>(source), may, true, (world, actor) => call(world.Get<T>(), world, actor));

    /// <summary>What the caller was answered, as text.</summary>
    public async Task<string> AnswerAsync(World world, Actor actor)
    {
        var task = Make(world, actor);
        await task;
        var result = task.GetType().GetProperty("Result")?.GetValue(task);
        return $"{result?.GetType().Name} {JsonSerializer.Serialize(result, Shown)}";
    }

    public override string ToString() => Method;

    private static string Name<T>(string source) => $"{typeof(T).Name}.{CalledMethod().Match(source).Groups[1].Value}";

    [GeneratedRegex(@"\bs\.(\w+)\(")]
    private static partial Regex CalledMethod();
}
