using Microsoft.Extensions.Options;

namespace Marketplace.Portal.Demo;

/// <summary>The demo: people, modules and sites to look at. Section <c>Demo</c>.</summary>
public sealed class DemoOptions
{
    public const string Section = "Demo";

    /// <summary>Fill the demo and offer its people on the sign-in page. Unset means: in Development. Elsewhere it must not be true.</summary>
    public bool? Enabled { get; set; }

    /// <summary>Fill two years of sales and renewals too, which takes most of the first start.</summary>
    public bool History { get; set; } = true;
}

/// <summary>Whether this portal is a demo.</summary>
public sealed class DemoMode(IOptions<DemoOptions> options, IHostEnvironment environment)
{
    public bool IsOn { get; } = options.Value.Enabled ?? environment.IsDevelopment();
}

/// <summary>Anybody may sign in as anybody in the demo, so it must never run where it matters.</summary>
internal sealed class DemoOnlyInDevelopment(IHostEnvironment environment) : IValidateOptions<DemoOptions>
{
    public ValidateOptionsResult Validate(string? name, DemoOptions options) => options.Enabled is true && !environment.IsDevelopment()
        ? ValidateOptionsResult.Fail(
            $"Demo:Enabled is true, but the environment is {environment.EnvironmentName}. "
            + "The demo lets anybody sign in as an operator and runs in Development only.")
        : ValidateOptionsResult.Success;
}
