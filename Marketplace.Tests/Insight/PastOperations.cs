using Marketplace.Accounts;
using Marketplace.Operations;
using Marketplace.Planning;
using Marketplace.Sites;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Insight;

/// <summary>Operations that have ended, as rows with times that a test chooses.</summary>
internal sealed class PastOperations(TestDatabase database)
{
    private readonly Actor _somebody = database.Stranger();

    /// <summary>A client with one site, and a member of it.</summary>
    public (Actor Member, Site Site) Client(string name)
    {
        var client = database.Client(name);
        return (database.Member(client), database.Saved(A.Site(client.Id)));
    }

    /// <param name="site">Where.</param>
    /// <param name="daysAgo">When it ended.</param>
    /// <param name="module">The module that is installed.</param>
    /// <param name="fetch">How long its package was fetched, in seconds; the other steps take one second each.</param>
    /// <param name="failure">Why it failed; null if it was done.</param>
    /// <param name="unwell">The module's own health step failed.</param>
    /// <param name="attempts">How often it was begun.</param>
    public Operation Add(
        Site site, int daysAgo, string module = "Acme.Mail", int fetch = 2, FailureCategory? failure = null,
        bool unwell = false, int attempts = 1)
    {
        var operation = New(site);
        var at = database.Now.AddDays(-daysAgo);
        for (var attempt = 0; attempt < attempts; attempt++)
        {
            operation.Attempt();
            operation.Begin(OperationStep.For([module], [module]), at);
        }

        foreach (var step in operation.Steps)
        {
            step.Start(at);
            at = at.AddSeconds(step.Kind is StepKind.Download ? fetch : 1);
            if (unwell && step.Kind is StepKind.Health)
            {
                step.Fail("It says no.", at);
                break;
            }

            step.Finish(null, at);
        }

        if (failure is { } category)
        {
            operation.Fail(new(category, "Globex’s disk is full."), at);
        }
        else
        {
            operation.Finish(1, at);
        }

        database.Save(operation);
        return operation;
    }

    public void Cancelled(Site site)
    {
        var operation = New(site);
        operation.Withdraw(database.Now);
        database.Save(operation);
    }

    /// <summary>One that has not ended.</summary>
    /// <param name="siteId">Where.</param>
    /// <param name="minutesAgo">When it was confirmed.</param>
    /// <param name="by">In whose name.</param>
    /// <param name="change">What became of it since.</param>
    public Operation Open(long siteId, int minutesAgo = 0, Actor? by = null, Action<Operation>? change = null)
    {
        var operation = New(siteId, "2.0.0", by ?? _somebody, database.Now.AddMinutes(-minutesAgo));
        change?.Invoke(operation);
        return database.Saved(operation);
    }

    private Operation New(Site site) => New(site.Id, site.HostVersion, _somebody, A.Day);

    private static Operation New(long siteId, string hostVersion, Actor by, DateTime at) =>
        new(
            new Plan(siteId, A.Hash(), "Install", "", new PlanDocument(siteId, hostVersion, 0, null, []).ToJson(), 0, by.UserId, A.Day),
            by.UserId,
            keepsOthers: false,
            at);

    /// <summary>The site has these releases from now on, in revision <paramref name="number"/>.</summary>
    public void Revise(Site site, int number, params (string Id, string Version, string Hash)[] modules) => Revise(site, number, null, modules);

    public void Revise(Site site, int number, Operation? by, params (string Id, string Version, string Hash)[] modules)
    {
        using var db = database.CreateDbContext();
        var revision = new Revision(site.Id, number, by?.Id, "2.0.0", null, database.Now);
        foreach (var (id, version, hash) in modules)
        {
            revision.Modules.Add(new RevisionModule(id, version, hash));
        }

        db.Add(revision);
        db.Sites.Single(s => s.Id == site.Id).Activate(number);
        db.SaveChanges();
    }
}
