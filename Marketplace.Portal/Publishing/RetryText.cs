using Marketplace.Portal.Shared;
using Marketplace.Publishing;

namespace Marketplace.Portal.Publishing;

/// <summary>The same words for the publisher and for staff.</summary>
internal static class RetryText
{
    public static string Of(SubmissionRetry retry) =>
        $"A check could not be finished{(retry.Attempts == 1 ? "" : $", {retry.Attempts} times")}. "
        + $"It runs again at {Format.Time(retry.At)}.";
}
