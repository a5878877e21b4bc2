using Microsoft.AspNetCore.Routing;

namespace Marketplace.Modules;

/// <summary>
/// What a module is to its host: a class with a parameterless constructor, named by <c>entry</c> in <c>module.json</c>.
/// When the host lets a module go, it waits for the requests in flight, then disposes the module if it is
/// <see cref="IAsyncDisposable"/> or <see cref="IDisposable"/>, and unloads its assemblies.
/// </summary>
public interface IModule
{
    /// <summary>
    /// Prepares the module, before its endpoints answer and after the modules that it needs have started.
    /// An exception disables this module and those that need it, and is reported.
    /// </summary>
    /// <param name="context">The module's surroundings; valid until the module is let go.</param>
    /// <param name="cancel">Cancelled when the start takes longer than the host allows.</param>
    Task StartAsync(ModuleContext context, CancellationToken cancel) => Task.CompletedTask;

    /// <summary>Adds the module's endpoints to the running application. Called once, after <see cref="StartAsync"/>.</summary>
    void Map(IEndpointRouteBuilder endpoints);

    /// <summary>The pages that people may visit, as of now; the host links them and other modules may search them.</summary>
    IEnumerable<ModulePage> Pages() => [];
}

/// <summary>One page of a module.</summary>
/// <param name="Title">What to call it in a link.</param>
/// <param name="Path">Where it is, from the root of the site.</param>
/// <param name="Text">What it says, in plain words, for search.</param>
public sealed record ModulePage(string Title, string Path, string Text = "");
