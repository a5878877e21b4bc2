using Marketplace.Billing.Dunning;
using Marketplace.Portal.Shared;
using MudBlazor;

namespace Marketplace.Portal.Billing.Dunning;

/// <summary>Campaigns and what came of them, in words.</summary>
internal static class DunningWords
{
    public static string Of(DunningLetter letter) => letter switch
    {
        DunningLetter.PaymentFailed => "Payment failed",
        DunningLetter.LastNotice => "Last notice",
        _ => $"{letter}",
    };

    public static string Of(DunningEnd end) => end is DunningEnd.WriteOff ? "End the subscription and write it off" : "End the subscription";

    public static string Of(DunningState state) => state is DunningState.WrittenOff ? "Written off" : $"{state}";

    /// <summary>The same by its name, as a filter has it.</summary>
    public static string State(string name) => Enum.TryParse<DunningState>(name, out var one) ? Of(one) : name;

    public static (string? Kind, string Icon) Look(DunningState state) => state switch
    {
        DunningState.Open => ("warning", Icons.Material.Outlined.Schedule),
        DunningState.Recovered => ("success", Icons.Material.Filled.CheckCircle),
        DunningState.Credited => (null, Icons.Material.Outlined.Undo),
        _ => ("error", Icons.Material.Outlined.Block),
    };

    /// <summary>Why a payment failed, for operators: insufficient_funds is Insufficient funds.</summary>
    public static string Failure(string? code) => code is null or "" ? "" : $"{char.ToUpperInvariant(code[0])}{code[1..].Replace('_', ' ')}";

    /// <summary>What a step does, each a short word.</summary>
    public static IEnumerable<(string Icon, string Text)> Of(DunningStep step, DunningPlan plan)
    {
        if (step.Retries)
        {
            yield return (Icons.Material.Outlined.CreditCard, "Retry");
        }

        if (step.Mail is { } letter)
        {
            yield return (Icons.Material.Outlined.Mail, $"Mail: {Of(letter)}");
        }

        if (step.ShowsBanner)
        {
            yield return (Icons.Material.Outlined.Campaign, "Banner");
        }

        if (step.EndsLicense)
        {
            yield return (Icons.Material.Outlined.Key, "License ends");
        }

        if (step.Day == plan.LastDay)
        {
            yield return (Icons.Material.Outlined.EventBusy, plan.End is DunningEnd.WriteOff ? "Ends, written off" : "Ends");
        }
    }

    /// <summary>For whom it is.</summary>
    public static string For(DunningRule rule)
    {
        string?[] parts =
        [
            rule.Modules.Count > 0 ? string.Join(", ", rule.Modules) : null, rule.Tiers.Count > 0 ? string.Join(", ", rule.Tiers) : null,
            rule.Countries.Count > 0 ? string.Join(", ", rule.Countries.Select(Marketplace.Data.Country.NameOf)) : null,
            rule.MinMonths > 0 ? $"clients for {CountText.Of(rule.MinMonths, "month")} or more" : null,
        ];
        return parts.Any(part => part is not null) ? string.Join("; ", parts.Where(part => part is not null)) : "Everyone";
    }

    public static string Amounts(RecoveryFigures figures) => figures.Amounts.Count == 0 ? "–" : string.Join(", ", figures.Amounts.Select(Format.Amount));

    public static string Median(RecoveryFigures figures) => figures.MedianDays is { } days ? $"{Format.Number((double)days, "0.#")} days" : "–";

    public static string Rate(RecoveryFigures figures) => figures.Rate is { } rate ? $"({Format.Percent((double)rate)})" : "";
}
