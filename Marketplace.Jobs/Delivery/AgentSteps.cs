using Marketplace.Modules;
using Marketplace.Operations;

namespace Marketplace.Delivery;

/// <summary>What an agent reported, as the steps and the log of its operation.</summary>
internal static class AgentSteps
{
    public static void Write(Operation operation, DeliveryOrder delivery)
    {
        foreach (var report in delivery.Log.Where(report => report.Ordinal > delivery.SeenReport))
        {
            PreflightOf(operation)?.Finish("The site’s agent has taken it up", report.At);
            if (report is { Kind: AgentStepKind.Activate, State: AgentStepState.Begun })
            {
                operation.Switch(report.At);
            }

            Write(operation, operation.Steps.FirstOrDefault(step => step.Kind == KindOf(report.Kind) && Same(step.PackageId, report.Module)), report);
        }

        if (delivery.Fetching is { } id && operation.Steps.FirstOrDefault(step => step.Kind is StepKind.Download && Same(step.PackageId, id)) is { } fetch
            && LockDocument.Parse(delivery.Document)!.Modules.FirstOrDefault(module => Same(module.Id, id)) is { Size: var size })
        {
            fetch.Expect(size);
            fetch.Progress(Math.Clamp(delivery.FetchedBytes, 0, size), delivery.TakenAt ?? delivery.OfferedAt, TimeSpan.Zero);
        }

        if (delivery.State is DeliveryState.Committed)
        {
            PreflightOf(operation)?.Finish("The site’s agent has taken it up", delivery.EndedAt!.Value);
        }
    }

    private static bool Same(string? id, string? other) => string.Equals(id, other, StringComparison.OrdinalIgnoreCase);

    private static OperationStep? PreflightOf(Operation operation) =>
        operation.Steps.FirstOrDefault(step => step is { Kind: StepKind.Preflight, State: StepState.Running });

    private static void Write(Operation operation, OperationStep? step, DeliveryReport report)
    {
        switch (report.State)
        {
            case AgentStepState.Begun:
                step?.Start(report.At);
                if (report.Kind is AgentStepKind.Write)
                {
                    operation.Steps.FirstOrDefault(s => s.Kind is StepKind.Inspect)?.Finish(null, report.At);
                }

                return;
            case AgentStepState.Failed:
                step?.Fail(report.Detail ?? "", report.At);
                break;
            default:
                step?.Finish(report.Detail, report.At);
                break;
        }

        operation.Say(
            $"{KindOf(report.Kind).Done}{(report.Module is null ? "" : $" {report.Module}")}{(report.Detail is null ? "" : $": {report.Detail}")}",
            report.At,
            isWarning: report.State is AgentStepState.Failed);
    }

    private static StepKind KindOf(AgentStepKind kind) => Enum.Parse<StepKind>($"{kind}");
}
