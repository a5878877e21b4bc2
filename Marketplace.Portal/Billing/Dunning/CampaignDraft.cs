using Marketplace.Billing.Dunning;
using Marketplace.Pricing;

namespace Marketplace.Portal.Billing.Dunning;

/// <summary>A step as it is being written.</summary>
public sealed class StepDraft
{
    public int Day { get; set; }
    public bool Retries { get; set; }
    public DunningLetter? Mail { get; set; }

    /// <summary>Null for the text that is shipped.</summary>
    public DunningWording? Text { get; set; }

    public bool ShowsBanner { get; set; }
    public bool EndsLicense { get; set; }
}

/// <summary>A campaign as it is being written.</summary>
public sealed class CampaignDraft
{
    public CampaignDraft(DunningPlan plan)
    {
        (Priority, FromHour, UntilHour, End, MinMonths) = (plan.Priority, plan.FromHour, plan.UntilHour, plan.End, plan.Rule.MinMonths);
        (Modules, Tiers, Countries) = (string.Join(", ", plan.Rule.Modules), plan.Rule.Tiers, plan.Rule.Countries);
        Steps.AddRange(plan.Steps.Select(step => new StepDraft
        {
            Day = step.Day, Retries = step.Retries, Mail = step.Mail, Text = step.Text, ShowsBanner = step.ShowsBanner, EndsLicense = step.EndsLicense,
        }));
    }

    public string Name { get; set; } = "";
    public int Priority { get; set; }
    public int FromHour { get; set; }
    public int UntilHour { get; set; }
    public DunningEnd End { get; set; }

    /// <summary>Package ids, separated by commas.</summary>
    public string? Modules { get; set; }

    public IReadOnlyList<OfferTier> Tiers { get; set; }
    public IReadOnlyList<string> Countries { get; set; }
    public int MinMonths { get; set; }
    public List<StepDraft> Steps { get; } = [];

    /// <summary>In the order of its days, whatever the order in which they were entered.</summary>
    public DunningPlan Plan() => new()
    {
        Priority = Priority, FromHour = FromHour, UntilHour = UntilHour, End = End,
        Rule = new()
        {
            Modules = [.. (Modules ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
            Tiers = Tiers, Countries = Countries, MinMonths = MinMonths,
        },
        Steps =
        [
            .. Steps.OrderBy(step => step.Day).Select(step => new DunningStep(step.Day)
            {
                Retries = step.Retries, Mail = step.Mail, Text = step.Mail is null ? null : step.Text, ShowsBanner = step.ShowsBanner,
                EndsLicense = step.EndsLicense,
            }),
        ],
    };
}
