using System.ComponentModel.DataAnnotations;

namespace Marketplace.Portal.Accounts;

/// <summary>How often accounts may be tried and are looked at again: section <c>Accounts</c>.</summary>
public sealed class AccountsOptions
{
    public const string Section = "Accounts";

    /// <summary>Sign-ins, registrations and the like that one address may send in a minute; more are answered 429.</summary>
    [Range(1, 10_000)]
    public int AttemptsPerMinute { get; set; } = 30;

    /// <summary>How often, in seconds, an open page asks whether its session still stands and what the person may do.</summary>
    [Range(1, 60)]
    public int RecheckSeconds { get; set; } = 60;
}
