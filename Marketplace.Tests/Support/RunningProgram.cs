using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Marketplace.Tests.Support;

/// <summary>The portal or the worker as a process of its own, built as the tests are; killed at the end if it still runs.</summary>
public sealed partial class RunningProgram : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly Process _process;
    private readonly List<string> _output = [];
    private readonly TaskCompletionSource<string> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Uri? _address;

    private RunningProgram(Process process) => _process = process;

    public Uri Address => _address ?? throw new InvalidOperationException("The program serves no address.");

    public string Output
    {
        get
        {
            lock (_output)
            {
                return string.Join('\n', _output);
            }
        }
    }

    /// <summary>Starts the portal on a free port and waits until it listens.</summary>
    public static async Task<RunningProgram> PortalAsync(string dataFolder, CancellationToken cancel, params (string Key, string Value)[] settings)
    {
        var portal = Begin("Marketplace.Portal", [("Urls", "http://127.0.0.1:0"), .. Data(dataFolder), .. settings]);
        await portal.ReadyAsync(cancel);
        return portal;
    }

    /// <summary>Starts the worker and waits until its jobs run.</summary>
    public static async Task<RunningProgram> WorkerAsync(string dataFolder, CancellationToken cancel, params (string Key, string Value)[] settings)
    {
        var worker = BeginWorker(dataFolder, settings);
        await worker.ReadyAsync(cancel);
        return worker;
    }

    /// <summary>Starts the sample host on a free port and waits until it listens.</summary>
    public static async Task<RunningProgram> SampleHostAsync(string modules, CancellationToken cancel, params (string Key, string Value)[] settings)
    {
        var host = Begin(
            "sdk/samples/Host",
            [
                ("Urls", "http://127.0.0.1:0"), ("Modules:Folder", modules),
                ("Logging:LogLevel:Microsoft.Hosting.Lifetime", "Information"), .. settings,
            ],
            "Marketplace.SampleHost");
        await host.ReadyAsync(cancel);
        return host;
    }

    /// <summary>Starts the worker without waiting.</summary>
    public static RunningProgram BeginWorker(string dataFolder, params (string Key, string Value)[] settings) =>
        Begin("Marketplace.Jobs", [.. Data(dataFolder), .. settings]);

    /// <summary>Runs a command of the worker's program to its end; its exit code and what it said.</summary>
    public static async Task<(int Code, string Said)> CommandAsync(string dataFolder, CancellationToken cancel, params string[] command)
    {
        await using var program = Begin("Marketplace.Jobs", Data(dataFolder), command: command);
        await program._process.WaitForExitAsync(cancel).WaitAsync(Patience, cancel);
        return (program._process.ExitCode, program.Output);
    }

    /// <summary>Ends the process as the power cut would.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Asks the process to end, as an operating system does; the exit code.</summary>
    public async Task<int> StopAsync(CancellationToken cancel)
    {
        using var signal = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync(cancel).WaitAsync(Patience, cancel);
        return _process.ExitCode;
    }

    public async Task ReadyAsync(CancellationToken cancel)
    {
        var first = await Task.WhenAny(_started.Task, _process.WaitForExitAsync(cancel)).WaitAsync(Patience, cancel);
        if (first != _started.Task)
        {
            throw new InvalidOperationException($"The program ended at its start.\n{Output}");
        }
    }

    private static IEnumerable<(string, string)> Data(string folder) =>
        [("Data:Folder", folder), ("Portal:Address", "http://localhost:5080"), ("Logging:LogLevel:Microsoft.Hosting.Lifetime", "Information")];

    private static RunningProgram Begin(string project, IEnumerable<(string Key, string Value)> settings, string? name = null, params string[] command)
    {
        var assembly = Repository.Folder(project, "bin", Built.Configuration, "net10.0", $"{name ?? project}.dll");
        var start = new ProcessStartInfo("dotnet", [assembly, .. command, .. settings.Select(setting => $"--{setting.Key}={setting.Value}")])
        {
            WorkingDirectory = Repository.Folder(project),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // It lives for seconds: instrumenting what it runs costs more than it gains.
        start.Environment["DOTNET_TieredPGO"] = "0";
        var program = new RunningProgram(new Process { StartInfo = start });
        program._process.OutputDataReceived += (_, line) => program.Read(line.Data);
        program._process.ErrorDataReceived += (_, line) => program.Read(line.Data);
        program._process.Start();
        program._process.BeginOutputReadLine();
        program._process.BeginErrorReadLine();
        return program;
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.Add(line);
        }

        if (Listening().Match(line) is { Success: true } listening)
        {
            _address = new Uri(listening.Groups[1].Value);
        }

        if (line.Contains("Application started.", StringComparison.Ordinal))
        {
            _started.TrySetResult(line);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex Listening();
}

internal static class Built
{
    /// <summary>Debug or Release, as the tests were built.</summary>
    public static string Configuration { get; } = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)))!;
}
