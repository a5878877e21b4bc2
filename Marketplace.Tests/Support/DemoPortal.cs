using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketplace.Tests.Support;

/// <summary>The portal with the whole demo in it, for tests that only look; what they look at is there once.</summary>
public sealed class DemoPortal : IAsyncLifetime
{
    private readonly CapturedLog _errors = new(LogLevel.Error);

    public DemoPortal() => Host = new() { IsDemo = true, Replace = services => services.AddSingleton<ILoggerProvider>(_errors) };

    public PortalHost Host { get; }

    /// <summary>What it logged as an error until now.</summary>
    public IReadOnlyCollection<string> Errors => _errors.Lines;

    // Starting it fills the demo.
    public ValueTask InitializeAsync()
    {
        _ = Host.Services;
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}

[CollectionDefinition(nameof(WithTheDemo))]
public sealed class WithTheDemo : ICollectionFixture<DemoPortal>;
