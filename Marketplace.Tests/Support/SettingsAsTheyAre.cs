using System.Runtime.CompilerServices;

namespace Marketplace.Tests.Support;

/// <summary>
/// No host of the tests, nor of the programs that they start, watches its settings: each watcher takes one of the 128 inotify instances that a user has
/// on many Linux machines, until its host is collected.
/// </summary>
internal static class SettingsAsTheyAre
{
    [ModuleInitializer]
    internal static void Keep() => Environment.SetEnvironmentVariable("DOTNET_hostBuilder__reloadConfigOnChange", "false");
}
