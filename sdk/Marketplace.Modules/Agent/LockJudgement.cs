namespace Marketplace.Modules;

/// <summary>May a site take up what a genuine lock file says? By its own record alone, so that an old one that someone sends again does nothing.</summary>
internal static class LockJudgement
{
    /// <summary>Null if it may.</summary>
    public static AgentResult? Of(LockDocument document, long site, int current, int highest, DateTime now) =>
        document.Site != site ? Refuse(AgentFailure.OtherSite, $"The lock file is for site {document.Site}, but this is site {site}.")
        : document.ExpiresAt is null ? Refuse(AgentFailure.Expired, "The lock file does not say until when it is valid. Update the marketplace.")
        : now >= document.ExpiresAt
            ? Refuse(AgentFailure.Expired, $"The lock file was valid until {document.ExpiresAt:u}, and here it is {now:u}. Check the clocks of both sides.")
        : document.Revision <= highest
            ? Refuse(AgentFailure.OlderRevision, $"The lock file is for revision {document.Revision}, but the site has had {highest} already.")
        : document.Previous != current && !document.IsRollback
            ? Refuse(AgentFailure.SiteMoved, $"The lock file follows revision {document.Previous}, but the site is in {current}. "
                + "A rollback puts it right.")
        : null;

    private static AgentResult Refuse(AgentFailure failure, string sentence) => new(failure, sentence);
}
