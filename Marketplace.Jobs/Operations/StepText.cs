namespace Marketplace.Operations;

/// <summary>What an operation's log says of a step, whoever did it.</summary>
internal static class StepText
{
    extension(StepKind kind)
    {
        public string Done => kind switch
        {
            StepKind.Preflight => "Preflight passed",
            StepKind.Download => "Downloaded",
            StepKind.Verify => "Verified",
            StepKind.Unpack => "Unpacked",
            StepKind.Write => "Revision written",
            StepKind.Activate => "Activated",
            StepKind.Load => "Loaded",
            StepKind.Health => "Health check of",
            _ => "Committed",
        };
    }
}
