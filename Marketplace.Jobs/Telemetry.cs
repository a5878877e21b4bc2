using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Marketplace;

/// <summary>Where traces, metrics and logs go: section <c>Telemetry</c>.</summary>
public sealed class TelemetryOptions
{
    public const string Section = "Telemetry";

    /// <summary>Address of an OTLP collector, such as <c>http://localhost:4317</c>; empty sends nothing.</summary>
    public string OtlpEndpoint { get; set; } = "";
}

public static class Telemetry
{
    public const string Name = "Marketplace";

    public static readonly ActivitySource Traces = new(Name);
    public static readonly Meter Metrics = new(Name);

    internal static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<TelemetryOptions>().BindConfiguration(TelemetryOptions.Section)
            .Validate(
                o => o.OtlpEndpoint == "" || Uri.IsWellFormedUriString(o.OtlpEndpoint, UriKind.Absolute),
                "Telemetry:OtlpEndpoint is not an absolute address.")
            .ValidateOnStart();
        var endpoint = builder.Configuration.GetSection(TelemetryOptions.Section)[nameof(TelemetryOptions.OtlpEndpoint)];
        if (string.IsNullOrEmpty(endpoint) || !Uri.TryCreate(endpoint, UriKind.Absolute, out var collector))
        {
            return;
        }

        builder.Logging.AddOpenTelemetry(logs => logs.IncludeScopes = true);
        builder.Services.AddOpenTelemetry()
            .WithTracing(traces => traces.AddSource(Name).AddAspNetCoreInstrumentation().AddHttpClientInstrumentation())
            .WithMetrics(metrics => metrics.AddMeter(Name).AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddRuntimeInstrumentation())
            .UseOtlpExporter(OpenTelemetry.Exporter.OtlpExportProtocol.Grpc, collector);
    }
}
