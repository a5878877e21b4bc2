using System.Diagnostics;
using System.Globalization;

namespace Marketplace.Bench;

/// <summary>The least that a feed can do with a push: take the bytes, write them to a file, answer 201. What is left is the client's own time.</summary>
internal sealed class PushRival : IDisposable
{
    private readonly Process _process;

    private PushRival(Process process, Uri index) => (_process, Index) = (process, index);

    public Uri Index { get; }

    public static async Task<PushRival> StartAsync(string folder, int port)
    {
        var process = Process.Start(new ProcessStartInfo(
            "dotnet", [typeof(PushRival).Assembly.Location, "feed", folder, port.ToString(CultureInfo.InvariantCulture)]))!;
        var rival = new PushRival(process, new Uri($"http://127.0.0.1:{port}/index.json"));
        using var http = new HttpClient();
        for (var tries = 0; ; tries++)
        {
            try
            {
                await http.GetStringAsync(rival.Index);
                return rival;
            }
            catch (HttpRequestException) when (tries < 200)
            {
                await Task.Delay(50);
            }
        }
    }

    public static async Task ServeAsync(string folder, int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        app.MapGet("/index.json", () => Results.Text(
            $$"""{"version":"3.0.0","resources":[{"@id":"http://127.0.0.1:{{port}}/push","@type":"PackagePublish/2.0.0"}]}""", "application/json"));
        app.MapPut("/push", async (HttpRequest request) =>
        {
            var form = await request.ReadFormAsync();
            await using var file = File.Create(Path.Combine(folder, Path.GetRandomFileName()));
            await form.Files[0].CopyToAsync(file);
            return Results.StatusCode(StatusCodes.Status201Created);
        });
        await app.RunAsync();
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }
}
