using Hangfire.InMemory;
using Hangfire.Logging;

namespace Marketplace.Tests.Support;

/// <summary>Job storages in memory. Hangfire has one log in a process, which may be that of a portal that is gone.</summary>
internal sealed class JobStores : ILogProvider, ILog
{
    public static InMemoryStorage New()
    {
        LogProvider.SetCurrentLogProvider(new JobStores());
        return new();
    }

    public ILog GetLogger(string name) => this;

    public bool Log(LogLevel logLevel, Func<string>? messageFunc, Exception? exception = null) => false;
}
