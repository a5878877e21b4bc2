using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Marketplace.Bench;

/// <summary>A server as its own process, so that its memory is its own and its start is a real one.</summary>
internal sealed class Server : IDisposable
{
    private readonly Process _process;

    private readonly List<string> _output;

    private Server(Process process, Uri address, TimeSpan startedIn, List<string> output) =>
        (_process, Address, StartedIn, _output) = (process, address, startedIn, output);

    public Uri Address { get; }

    /// <summary>From the start of the process until the first successful answer.</summary>
    public TimeSpan StartedIn { get; }

    public static async Task<Server> StartAsync(string assembly, int port, string ready, params (string Name, string Value)[] settings)
    {
        var address = new Uri($"http://127.0.0.1:{port}/");
        var start = new ProcessStartInfo("dotnet", [assembly])
        {
            WorkingDirectory = Path.GetDirectoryName(assembly),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_URLS"] = address.GetLeftPart(UriPartial.Authority);
        start.Environment["Urls"] = address.GetLeftPart(UriPartial.Authority);
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var watch = Stopwatch.StartNew();
        var process = Process.Start(start)!;
        var output = new List<string>();
        void Keep(object sender, DataReceivedEventArgs line)
        {
            lock (output)
            {
                output.Add(line.Data ?? "");
            }
        }

        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        while (!await AnswersAsync(http, new Uri(address, ready)))
        {
            if (process.HasExited || watch.Elapsed > TimeSpan.FromMinutes(2))
            {
                throw new InvalidOperationException($"{Path.GetFileName(assembly)} did not start.\n{string.Join('\n', output)}");
            }

            await Task.Delay(20);
        }

        return new(process, address, watch.Elapsed, output);
    }

    /// <summary>What it has printed so far.</summary>
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

    /// <summary>Resident memory in bytes.</summary>
    public long Memory() => File.ReadLines($"/proc/{_process.Id}/status").Where(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
        .Select(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024).Single();

    /// <summary>The highest resident memory so far, in bytes.</summary>
    public long PeakMemory() => File.ReadLines($"/proc/{_process.Id}/status").Where(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
        .Select(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024).Single();

    /// <summary>From now on the highest memory counts again.</summary>
    public void ForgetPeak() => File.WriteAllText($"/proc/{_process.Id}/clear_refs", "5");

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static async Task<bool> AnswersAsync(HttpClient http, Uri address)
    {
        try
        {
            using var answer = await http.GetAsync(address);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
