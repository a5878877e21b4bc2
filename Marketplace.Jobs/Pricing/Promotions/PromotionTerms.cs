namespace Marketplace.Pricing.Promotions;

/// <summary>A promotion as it is made.</summary>
public sealed record PromotionTerms(string Name, PromotionRule Rule, PromotionPeriod Period)
{
    private const int MaxLimit = 1_000_000;

    public int? MaxUses { get; init; }
    public int? MaxUsesPerClient { get; init; }
    public CodeKind CodeKind { get; init; }

    /// <summary>Where one is shared, or of one client.</summary>
    public string Code { get; init; } = "";

    /// <summary>How many are made, where each is for one purchase.</summary>
    public int Codes { get; init; }

    /// <summary>The name of the organization whose code it is.</summary>
    public string Client { get; init; } = "";

    /// <summary>Null if it can be made, as far as it can be told from itself; otherwise what to change.</summary>
    public string? Problem(DateTime now) =>
        Name.Trim().Length is 0 or > PromotionsData.MaxName ? $"Enter a name of 1 to {PromotionsData.MaxName} characters: buyers read it on their quotes."
        : Rule.Problem() ?? Period.Problem(now)
            ?? (MaxUses is < 1 or > MaxLimit || MaxUsesPerClient is < 1 or > MaxLimit ? $"A limit is 1 to {MaxLimit:#,0}, or there is none."
                : MaxUsesPerClient > MaxUses ? "The limit for one client is at most the limit for all."
                : CodeProblem());

    private string? CodeProblem() => CodeKind switch
    {
        CodeKind.Many when Codes is < 1 or > PromotionCodes.MaxGenerated => $"Between 1 and {PromotionCodes.MaxGenerated:#,0} codes are made at once.",
        CodeKind.Shared or CodeKind.Client when PromotionCodes.Normalize(Code) is null =>
            $"A code has {PromotionCodes.MinLength} to {PromotionCodes.MaxLength} letters A–Z and digits.",
        CodeKind.Client when Client.Trim() == "" => "Say whose code it is.",
        _ => null,
    };
}
