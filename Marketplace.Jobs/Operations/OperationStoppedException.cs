namespace Marketplace.Operations;

/// <summary>Ends an attempt in good order: with a failure, or without one because a person cancelled.</summary>
internal sealed class OperationStoppedException(OperationFailure? failure) : Exception(failure?.Sentence ?? "Cancelled.")
{
    public OperationFailure? Failure => failure;

    public static OperationStoppedException With(FailureCategory category, string sentence) => new(new OperationFailure(category, sentence));
}
