using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Marketplace.Bench;

/// <summary>What serves the same file beside the portal: nginx where it is installed, else a bare file server in a process of its own.</summary>
internal sealed class Rival : IDisposable
{
    private readonly Process _process;

    private Rival(Process process, string name, Uri file) => (_process, Name, File) = (process, name, file);

    public string Name { get; }

    public Uri File { get; }

    public static async Task<Rival> StartAsync(string file, string folder, int port)
    {
        var nginx = new[] { "/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/bin/nginx" }.FirstOrDefault(System.IO.File.Exists);
        var process = Process.Start(nginx is null
            ? new ProcessStartInfo("dotnet", [typeof(Rival).Assembly.Location, "serve", file, port.ToString(CultureInfo.InvariantCulture)])
            : new ProcessStartInfo(nginx, ["-c", await ConfigureAsync(file, folder, port), "-p", folder]))!;
        var rival = new Rival(process, nginx is null ? "bare file server" : "nginx", new Uri($"http://127.0.0.1:{port}/{Path.GetFileName(file)}"));
        await rival.AnswersAsync();
        return rival;
    }

    /// <summary>The bare file server: one file, from disk, on one path.</summary>
    public static async Task ServeAsync(string file, int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        app.MapGet("/" + Path.GetFileName(file), () => Results.File(file, "application/octet-stream"));
        await app.RunAsync();
    }

    private static async Task<string> ConfigureAsync(string file, string folder, int port)
    {
        var path = Path.Combine(folder, "nginx.conf");
        
        // Workers of a root's nginx run as someone else, who may not read our temporary folder.
        var user = Environment.UserName == "root" ? "user root;" : "";
        await System.IO.File.WriteAllTextAsync(path, $$"""
            {{user}} daemon off; worker_processes auto; pid {{folder}}/nginx.pid; error_log {{folder}}/error.log;
            events { worker_connections 1024; }
            http {
              access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; open_file_cache max=100;
              client_body_temp_path {{folder}}; proxy_temp_path {{folder}}; fastcgi_temp_path {{folder}}; uwsgi_temp_path {{folder}}; scgi_temp_path {{folder}};
              server { listen 127.0.0.1:{{port}}; root {{Path.GetDirectoryName(file)}}; }
            }
            """);
        return path;
    }

    private async Task AnswersAsync()
    {
        using var http = new HttpClient();
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var answer = await http.GetAsync(File);
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException) when (tries < 200)
            {
            }

            if (tries >= 200)
            {
                throw new InvalidOperationException($"{Name} does not serve {File}.");
            }

            await Task.Delay(50);
        }
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }
}
