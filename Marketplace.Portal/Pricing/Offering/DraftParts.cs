using Marketplace.Data;
using Marketplace.Modules;
using Marketplace.Pricing;

namespace Marketplace.Portal.Pricing.Offering;

/// <summary>An amount in several currencies while it is entered; where it is empty, the amount is converted.</summary>
public sealed class AmountDraft
{
    private readonly Dictionary<string, Money?> _amounts = [];

    public Money? this[string currency]
    {
        get => _amounts.GetValueOrDefault(currency);
        set => _amounts[currency] = value;
    }

    public IReadOnlyList<Money> In(IEnumerable<string> currencies) => [.. currencies.Select(code => this[code]).OfType<Money>()];

    public static AmountDraft From(IEnumerable<Money> amounts)
    {
        var draft = new AmountDraft();
        foreach (var amount in amounts)
        {
            draft[amount.Currency] = amount;
        }

        return draft;
    }
}

public sealed class StepDraft
{
    /// <summary>The number of the first unit.</summary>
    public long? From { get; set; } = 1;

    public AmountDraft Each { get; init; } = new();
}

public sealed class ScaleDraft
{
    public ScaleKind Kind { get; set; }
    public List<StepDraft> Steps { get; } = [];

    /// <summary>Begins after the last.</summary>
    public void Add() => Steps.Add(new() { From = Steps.Count == 0 ? 1 : (Steps[^1].From ?? 1) is 1 ? 10 : Steps[^1].From * 2 });

    public Scale Scale(IReadOnlyList<string> currencies) =>
        new(Kind, [.. Steps.Select((step, at) => new Step(at == 0 ? 1 : step.From ?? 0, step.Each.In(currencies)))]);

    public static ScaleDraft From(Scale? scale)
    {
        var draft = new ScaleDraft { Kind = scale?.Kind ?? ScaleKind.Graduated };
        draft.Steps.AddRange((scale?.Steps ?? []).Select(step => new StepDraft { From = step.From, Each = AmountDraft.From(step.Each) }));
        return draft;
    }
}

public sealed class MeterDraft
{
    public string? Name { get; set; }
    public string? Unit { get; set; }
    public long? Included { get; set; } = 0;
    public long? Per { get; set; } = 1;
    public ScaleDraft Scale { get; init; } = new();

    public Meter Meter(IReadOnlyList<string> currencies) => new(Name ?? "", Unit?.Trim() ?? "", Included ?? 0, Per ?? 0, Scale.Scale(currencies));

    public static MeterDraft From(Meter meter) => new()
    {
        Name = meter.Name, Unit = meter.Unit, Included = meter.Included, Per = meter.Per, Scale = ScaleDraft.From(meter.Scale),
    };

    public static MeterDraft New()
    {
        var draft = new MeterDraft();
        draft.Scale.Add();
        return draft;
    }
}

public sealed class EntitlementDraft
{
    public string? Name { get; set; }

    /// <summary>Null for a flag.</summary>
    public long? Limit { get; set; }
}

/// <summary>On which days after its end a license ends step by step. What is left empty is as the marketplace has it.</summary>
public sealed class EndStepsDraft
{
    public int? NoUpdates { get; set; }
    public int? NoActivations { get; set; }
    public int? ReadOnly { get; set; }
    public int? Disabled { get; set; }

    /// <summary>Null where all are as the marketplace has them.</summary>
    public EndSteps? Steps => (NoUpdates, NoActivations, ReadOnly, Disabled) is (null, null, null, null) ? null
        : new(NoUpdates ?? EndSteps.Default.NoUpdates, NoActivations ?? EndSteps.Default.NoActivations, ReadOnly ?? EndSteps.Default.ReadOnly,
            Disabled ?? EndSteps.Default.Disabled);

    public static EndStepsDraft From(EndSteps? steps) => new()
    {
        NoUpdates = steps?.NoUpdates, NoActivations = steps?.NoActivations, ReadOnly = steps?.ReadOnly, Disabled = steps?.Disabled,
    };
}
