using System.Globalization;

namespace Marketplace.Modules;

/// <summary>What people are told of how a license ends: on a site, and in the marketplace beside it.</summary>
public static class LicenseWords
{
    private static readonly TimeSpan TrialNotice = TimeSpan.FromDays(7);

    extension(LicenseLife life)
    {
        /// <summary>What has ended and what follows when, or that a trial ends within seven days; <see langword="null"/> if there is nothing to tell.</summary>
        /// <param name="module">What the module is called.</param>
        /// <param name="isOptional">The module goes on without a license.</param>
        /// <param name="now">The moment, in UTC.</param>
        public string? Notice(string module, bool isOptional, DateTime now) =>
            life.End is { } end && now >= end ? $"{life.Cause(module, now)} {life.Next(isOptional, now)}" : life.Soon(module, now);

        internal string? Soon(string module, DateTime now) =>
            life is { IsTrial: true, EndsAt: { } end } && end - now <= TrialNotice ? $"The trial of {module} ends on {Day(end)}." : null;

        internal string? Cause(string module, DateTime now) => life switch
        {
            { RevokedAt: { } revoked } when now >= revoked => $"The license of {module} was revoked on {Day(revoked)}.",
            { SuspendedAt: { } suspended } when now >= suspended => $"The license of {module} was suspended on {Day(suspended)}.",
            { IsTrial: true, EndsAt: { } over } when now >= over => $"The trial of {module} ended on {Day(over)}.",
            { EndsAt: { } over } when now >= over => $"The license of {module} ended on {Day(over)}.",
            _ => null,
        };

        internal string Next(bool isOptional, DateTime now)
        {
            return isOptional ? $"What it adds ends on {Step(LicenseStage.Disabled)}; the module goes on." : life.StageAt(now) switch
            {
                LicenseStage.Disabled => "It is turned off; its data is kept.",
                LicenseStage.ReadOnly => $"It is read-only, and is turned off on {Step(LicenseStage.Disabled)}.",
                LicenseStage.NoUpdates or LicenseStage.NoActivations => $"It is not updated any more, and becomes read-only on {Step(LicenseStage.ReadOnly)}.",
                _ => $"Its updates end on {Step(LicenseStage.NoUpdates)}, and it becomes read-only on {Step(LicenseStage.ReadOnly)}.",
            };

            string Step(LicenseStage stage) => Day(life.End!.Value.AddDays(life.Steps.DayOf(stage)));
        }
    }

    internal static string Day(DateTime at) => at.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}
