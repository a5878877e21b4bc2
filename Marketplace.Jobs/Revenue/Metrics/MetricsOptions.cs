using System.ComponentModel.DataAnnotations;

namespace Marketplace.Revenue.Metrics;

/// <summary>Figures for monitoring, at <c>/metrics</c>: section <c>Metrics</c>.</summary>
public sealed class MetricsOptions
{
    public const string Section = "Metrics";

    /// <summary>The secret, of at least 32 characters, that whoever asks sends as bearer token; empty serves nothing.</summary>
    [RegularExpression("(.{32,})?", ErrorMessage = "Metrics:Key has at least 32 characters.")]
    public string Key { get; set; } = "";
}
