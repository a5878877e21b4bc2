using Marketplace.Moderation;

namespace Marketplace.Portal.Moderation;

/// <summary>Reviews, in words.</summary>
internal static class ReviewText
{
    public static string Of(ReviewState state) => state switch
    {
        ReviewState.NeedsReview => "Needs review",
        ReviewState.WaitingOnPublisher => "Waiting on publisher",
        _ => $"{state}",
    };

    public static string Of(string state) => Of(Enum.Parse<ReviewState>(state));

    public static string? Kind(ReviewState state) => state switch
    {
        ReviewState.Approved => "success",
        ReviewState.Rejected => "error",
        _ => null,
    };

    public static string Holder(string holder) => Enum.Parse<ReviewHolder>(holder) switch
    {
        ReviewHolder.Me => "You",
        ReviewHolder.Nobody => "Unclaimed",
        _ => "Someone else",
    };

    public static string CannotClaim(string what) => $"{what} cannot be claimed: someone else holds it, an operator decides it, or it is decided.";

    /// <summary>Why a decision was not taken; null if it was.</summary>
    public static string? Problem(DecideOutcome outcome) => outcome switch
    {
        DecideOutcome.Invalid invalid => invalid.Problem,
        DecideOutcome.AlreadyDecided already => $"Someone else was first: {Of(already.State).ToLowerInvariant()}.",
        DecideOutcome.OwnOrganization => "This comes from an organization of yours, so another moderator has to decide.",
        DecideOutcome.OperatorDecides => "This was escalated, so an operator has to decide.",
        DecideOutcome.NotModerator => "You are no longer a moderator.",
        DecideOutcome.NoSuchReview => "The review is gone.",
        _ => null,
    };
}
