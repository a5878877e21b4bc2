using System.Diagnostics;
using System.Globalization;
using Marketplace.Modules;

namespace Marketplace.Tests.Sdk;

/// <summary>
/// A process that changes a site and dies at a chosen step: by SIGKILL to itself, as a power cut or an operator would, with
/// no chance to tidy up.
/// </summary>
internal static class SiteWriter
{
    public const string Command = "site-writer";

    public const int Killed = 137;

    /// <summary>What the writer installs over the site that it finds.</summary>
    public static readonly ModulePackage[] Next = [new("Acme.One", "2.0.0"), new("Acme.Three")];

    /// <summary>Starts the process, which is killed before its step of that number; it ends by itself where it has fewer.</summary>
    public static async Task<int> StartAsync(string act, string folder, int step, CancellationToken cancel)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(SiteWriter).Assembly.Location, Command, act, folder, step.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = await process.StandardError.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        Assert.True(process.ExitCode is 0 or Killed, $"The writer failed at step {step}: {error}");
        return process.ExitCode;
    }

    public static async Task<int> RunAsync(string[] args)
    {
        var (act, folder, step) = (args[0], args[1], int.Parse(args[2], CultureInfo.InvariantCulture));
        var store = new ModuleStore(folder, TimeProvider.System, new Disk(_ => Die()), async (package, sha256, into, cancel) =>
        {
            Die();
            var outcome = await Unpacking.UnpackAsync(package, sha256, into, cancel);
            Die();
            return outcome;
        });
        switch (act)
        {
            case "install":
                await store.InstallAsync("killed", CancellationToken.None, Next);
                break;
            case "rollback":
                store.Rollback("killed", 1);
                break;
            case "recover":
                store.Recover();
                break;
            default:
                throw new ArgumentException($"{act} is not an act.");
        }

        Die();
        return 0;

        void Die()
        {
            if (step-- is 0)
            {
                Process.GetCurrentProcess().Kill();
            }
        }
    }
}
