using System.Text.RegularExpressions;
using Marketplace.Data;

namespace Marketplace.Billing.Dunning;

/// <summary>What stands in braces in the text of a mail, and is filled in when it is sent.</summary>
/// <param name="Meaning">For those who write the text.</param>
/// <param name="Sample">For the preview.</param>
public sealed record DunningPlaceholder(string Name, string Meaning, string Sample);

/// <summary>What a mail says: plain text with placeholders, as <c>{amount} for {module}</c>.</summary>
public sealed partial record DunningWording(string Subject, string Body)
{
    public const int MaxSubject = 150, MaxBody = 4000;

    private const string Link = "link", Retry = "retry";
    private const string Update = "Pay with another payment method here, without signing in. The link works for a few days:\n{link}";

    private static readonly DunningPlaceholder[] All =
    [
        new("client", "The name of the organization", "Globex"),
        new("module", "What is paid for", "Acme Shop"),
        new("amount", "What is unpaid, with its currency", $"{new Money(11900, "EUR")}"),
        new("reason", "Why the payment failed, within a sentence", "Visa ending in 4242 has insufficient funds"),
        new(Retry, "A sentence that says when it is tried again, or that it needs another payment method", "We will try again on April 5, 2026."),
        new("ends", "The day on which the subscription ends", "April 16, 2026"),
        new(Link, "Where the client pays without signing in; after the end the page of the subscription", "https://marketplace.example/pay/…"),
    ];

    /// <summary>Those that a mail can have. What has ended is not tried again.</summary>
    public static IEnumerable<DunningPlaceholder> Placeholders(DunningLetter letter) =>
        All.Where(one => letter is not DunningLetter.Ended || one.Name != Retry);

    /// <summary>What a mail says where nothing else is written.</summary>
    public static DunningWording Default(DunningLetter letter) => letter switch
    {
        DunningLetter.PaymentFailed => new(
            "Your payment for {module} failed",
            $"We could not charge {{amount}} for your subscription of {{module}}: {{reason}}.\n\n{{retry}}\n\n{Update}\n\nYour license goes on meanwhile."),
        DunningLetter.Reminder => new(
            "Reminder: {amount} for {module} is still unpaid",
            $"We tried again to charge {{amount}} for your subscription of {{module}}: {{reason}}.\n\n{{retry}}\n\n{Update}"),
        DunningLetter.LastNotice => new(
            "{module} ends on {ends} unless it is paid",
            "{amount} for your subscription of {module} is still unpaid: {reason}.\n\n{retry} If that fails too, the subscription ends on {ends}, "
                + $"and its license with it, step by step.\n\n{Update}"),
        _ => new(
            "Your subscription of {module} has ended",
            "{amount} was not paid, so your subscription of {module} has ended, and its license ends step by step. Your data is kept.\n\nSee it at\n{link}"),
    };

    /// <summary>Null if such a mail can say it; otherwise what to change.</summary>
    public string? Problem(DunningLetter letter)
    {
        var known = Placeholders(letter).Select(one => one.Name).ToList();
        return Subject.Length is 0 or > MaxSubject || string.IsNullOrWhiteSpace(Subject) ? $"Enter a subject of at most {MaxSubject} characters."
            : Subject.Any(char.IsControl) ? "The subject is one line."
            : Body.Length is 0 or > MaxBody || string.IsNullOrWhiteSpace(Body) ? $"Enter a text of at most {MaxBody} characters."
            : Braced().Matches($"{Subject}\n{Body}").FirstOrDefault(match => !known.Contains(match.Groups["name"].Value)) is { } unknown
                ? $"{unknown.Value} is not a placeholder. Use {string.Join(", ", known.Select(name => $"{{{name}}}"))}."
            : Braced().Replace(Subject + Body, "").AsSpan().IndexOfAny('{', '}') >= 0 ? "A brace is missing: a placeholder is written as {module}."
            : letter is not DunningLetter.Ended && !Body.Contains($"{{{Link}}}", StringComparison.Ordinal)
                ? "The text needs {link}: by it the client pays." : null;
    }

    /// <summary>With sample values, for the preview.</summary>
    public DunningWording Sample() => Fill(All.ToDictionary(one => one.Name, one => one.Sample));

    /// <summary>What is filled in is not searched again: the name of a module may have braces.</summary>
    internal DunningWording Fill(IReadOnlyDictionary<string, string> values)
    {
        string Filled(string text) => Braced().Replace(text, match => values.GetValueOrDefault(match.Groups["name"].Value, match.Value));
        return new(Filled(Subject), Filled(Body));
    }

    [GeneratedRegex(@"\{(?<name>[^{}\r\n]*)\}")]
    private static partial Regex Braced();
}
