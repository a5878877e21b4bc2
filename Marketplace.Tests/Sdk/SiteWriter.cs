using System.Diagnostics;
using System.Globalization;
using Marketplace.Modules;

namespace Marketplace.Tests.Sdk;

/// <summary>
/// A process that changes several sites, each up to a step of its own, and then dies by SIGKILL, as a power cut or an operator would
/// end it: with no chance to tidy up.
/// </summary>
internal static class SiteWriter
{
    public const string Command = "site-writer";

    private const int Killed = 137;

    /// <summary>What the writer installs over the site that it finds.</summary>
    public static readonly ModulePackage[] Next = [new("Acme.One", "2.0.0"), new("Acme.Three")];

    /// <summary>Runs the process to its death, with each folder just before its step of that number. How many had fewer steps and ended.</summary>
    public static async Task<int> RunAsync(string act, IEnumerable<(string Folder, int Step)> sites, CancellationToken cancel)
    {
        var arguments = sites.Select(site => string.Create(CultureInfo.InvariantCulture, $"{site.Step}:{site.Folder}"));
        var start = new ProcessStartInfo("dotnet", [typeof(SiteWriter).Assembly.Location, Command, act, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (ended, error) = (process.StandardOutput.ReadToEndAsync(cancel), process.StandardError.ReadToEndAsync(cancel));
        await process.WaitForExitAsync(cancel);
        Assert.True(process.ExitCode is Killed, $"The writer was not killed: {await error}");
        return (await ended).Count(character => character is '\n');
    }

    public static async Task<int> MainAsync(string[] args)
    {
        // Each site that has come to its step keeps its thread.
        ThreadPool.SetMinThreads(2 * args.Length, 2 * args.Length);
        await Task.WhenAll(args.Skip(1).Select(argument => argument.Split(':', 2)).Select(site =>
        {
            var come = new TaskCompletionSource();
            var work = Task.Run(() => ChangeAsync(args[0], site[1], int.Parse(site[0], CultureInfo.InvariantCulture), come));
            return Task.WhenAny(come.Task, work).Unwrap();
        }));
        Process.GetCurrentProcess().Kill();
        return 0;
    }

    private static async Task ChangeAsync(string act, string folder, int steps, TaskCompletionSource come)
    {
        var store = new ModuleStore(folder, TimeProvider.System, new Disk(_ => Step()), async (package, sha256, into, cancel) =>
        {
            Step();
            var outcome = await Unpacking.UnpackAsync(package, sha256, into, cancel);
            Step();
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

        Step();
        Console.WriteLine(folder);

        // From its step on it stands still until the process is killed.
        void Step()
        {
            if (steps-- is 0)
            {
                come.SetResult();
                Thread.Sleep(Timeout.Infinite);
            }
        }
    }
}
