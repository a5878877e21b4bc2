using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace Marketplace.Portal.Shell;

/// <summary>The reverse proxies in front of the portal: section <c>Proxy</c>.</summary>
public sealed class ProxyOptions : IValidatableObject
{
    public const string Section = "Proxy";

    /// <summary>
    /// Their addresses (<c>10.0.0.5</c>) or networks (<c>10.0.0.0/8</c>), separated by commas. Only what these say in <c>X-Forwarded-For</c> and
    /// <c>X-Forwarded-Proto</c> is believed; from anybody else the headers are ignored. Empty: there is no proxy.
    /// </summary>
    public string Known { get; set; } = "";

    internal string[] Names => Known.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        from name in Names
        where !System.Net.IPNetwork.TryParse(name, out _) && !IPAddress.TryParse(name, out _)
        select new ValidationResult($"Proxy:Known: “{name}” is neither an address nor a network.");
}

internal static class BehindProxy
{
    public static void AddProxy(this WebApplicationBuilder builder) =>
        builder.Services.AddOptions<ProxyOptions>().BindConfiguration(ProxyOptions.Section).ValidateDataAnnotations().ValidateOnStart();

    /// <summary>Before everything that asks who is calling.</summary>
    public static void UseProxy(this WebApplication app)
    {
        var known = app.Services.GetRequiredService<IOptions<ProxyOptions>>().Value.Names;
        if (known.Length == 0)
        {
            return;
        }

        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var name in known)
        {
            if (IPAddress.TryParse(name, out var address))
            {
                options.KnownProxies.Add(address);
            }
            else
            {
                options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(name));
            }
        }

        app.UseForwardedHeaders(options);
    }
}
