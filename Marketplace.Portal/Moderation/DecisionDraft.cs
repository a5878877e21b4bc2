namespace Marketplace.Portal.Moderation;

/// <summary>What a moderator is writing; kept while what they see changes.</summary>
public sealed class DecisionDraft
{
    public static readonly string[] Reasons =
    [
        "Undeclared capability", "Broken on a supported host", "Misleading description", "Unsafe code",
        "Copied from another publisher", "Poor documentation", "Other",
    ];

    /// <summary>Texts to begin with, by their names.</summary>
    public static readonly IReadOnlyDictionary<string, string> Replies = new Dictionary<string, string>
    {
        ["Declare or remove a capability"] =
            "The code uses a capability that module.json does not declare. Please declare it, or remove the code that needs it.",
        ["Explain a capability"] =
            "Please say in the description what the module does with each capability that it declares.",
        ["Does not run on a supported host"] =
            "The module does not run on every host in the range that its manifest states. Please narrow the range or fix the module.",
        ["Describe it as it is"] =
            "The description promises what the module does not do. Please describe it as it is.",
        ["Add a readme"] =
            "Please add a readme that says how the module is set up and used.",
        ["Belongs to another publisher"] =
            "The package holds code or pictures of another publisher. Please remove them, or show that you may use them.",
    };

    public string? Reason { get; set; }
    public string? Message { get; set; }
    public bool IsEmpty => string.IsNullOrWhiteSpace(Message);
}
