using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Notifications;
using Marketplace.Publishing;
using Marketplace.Resolution;
using Marketplace.Scanning;
using Marketplace.Tests.Search;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Marketplace.Tests.Publishing;

/// <summary>An upgrade brings a new rule set: as if all verdicts so far were of the one before.</summary>
public sealed class RescanTests : IAsyncDisposable
{
    private readonly List<Func<ScanSubject, CheckResult>> _rules = [];
    private readonly PortalHost _portal;

    public RescanTests()
    {
        _portal = new PortalHost { IsDemo = true, Replace = services => services.Replace(ServiceDescriptor.Singleton<ICheck>(new ArchiveRule(_rules))) };
        _ = _portal.Services;
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_whole_shop_stays_open_while_it_is_scanned_again_and_after()
    {
        var before = Available();
        Assert.True(before.Count > 50, "the demo is there");
        Upgrade();
        Assert.Equal(before, Available());

        var during = 0;
        _rules.Add(_ =>
        {
            during += Available().Count == before.Count ? 1 : 0;
            return new(Verdict.Passed, []);
        });
        await _portal.Get<Rescans>().RunAsync(Cancel);

        Assert.Equal(before, Available());
        var scanned = _portal.Database.Read(db => db.Scans.Count(s => s.RuleSet == RuleSet.Version && s.EndedAt != null));
        Assert.Equal(_portal.Database.Read(db => db.Scans.Count(s => s.RuleSet == RuleSet.Version - 1)), scanned);
        Assert.Equal(scanned, during);
    }

    [Fact]
    public async Task What_fails_the_new_rules_leaves_alone_and_its_publisher_is_notified()
    {
        var before = Available();
        var release = _portal.Database.Read(db => db.Releases.Include(r => r.Module).Where(r => r.Module.PackageId == "Acme.Invoicing" && !r.IsPrerelease)
            .OrderByDescending(r => r.Id).First());
        var member = _portal.Database.Read(db => db.Memberships.First(m => m.OrganizationId == release.Module.PublisherId).UserId);
        var (hash, id) = (release.PackageHash, $"Acme.Invoicing {release.Version}");
        Upgrade();
        _rules.Add(subject => subject.PackageHash == hash
            ? new(Verdict.Failed, [new("host.new", Severity.High, "New rule.", "", "")])
            : new(Verdict.Passed, []));

        await _portal.Get<Rescans>().RunAsync(Cancel);

        Assert.Equal([hash], before.Except(Available()));
        Assert.Contains((await _portal.Get<Inbox>().ListAsync(new Actor(member), ListQuery.First, Cancel)).Rows,
            row => row.Text == $"{id} fails a check that is new on this marketplace and is no longer available. Publish a version that passes.");
    }

    [Fact]
    public async Task What_cannot_be_scanned_keeps_its_old_verdict_until_the_check_has_failed_for_good()
    {
        var before = Available();
        var hash = before[0];
        Upgrade();
        _rules.Add(subject => subject.PackageHash == hash ? throw new InvalidOperationException("It trips over this file.") : new(Verdict.Passed, []));

        for (var attempt = 1; attempt < PackageScanner.MaxAttempts; attempt++)
        {
            await _portal.Get<Rescans>().RunAsync(Cancel);
            Assert.Equal(before, Available());
            MakeDue();
        }

        await _portal.Get<Rescans>().RunAsync(Cancel);
        Assert.Equal([hash], before.Except(Available()));
    }

    [Fact]
    public void An_older_failure_is_not_forgiven_and_new_files_get_nothing_from_old_rules()
    {
        var before = Available();
        Upgrade();
        Change(db => db.Checks.Where(c => c.PackageHash == before[0] && c.Name == "archive")
            .ExecuteUpdate(set => set.SetProperty(c => c.Verdict, Verdict.Failed)));
        Change(db => db.Scans.Where(s => s.PackageHash == before[1]).ExecuteUpdate(set => set.SetProperty(s => s.EndedAt, (DateTime?)null)));
        Change(db => db.Checks.Where(c => c.PackageHash == before[2] && c.Name == "host").ExecuteDelete());
        Change(db => db.Checks.Add(A.Check(before[3], "host", Verdict.Failed)));
        Change(db => db.Checks.Add(A.Check(before[4], "host", Verdict.Error)));

        Assert.Equal(before.Take(4), before.Except(Available()));
    }

    private List<string> Available() => _portal.Database.Read(db => db.AvailableReleases().OrderBy(r => r.Id).Select(r => r.PackageHash).ToList());

    private void Upgrade()
    {
        Change(db => db.Checks.ExecuteUpdate(set => set.SetProperty(c => c.RuleSet, RuleSet.Version - 1)));
        Change(db => db.Scans.ExecuteUpdate(set => set.SetProperty(s => s.RuleSet, RuleSet.Version - 1)));
    }

    private void MakeDue() => Change(db => db.Scans.Where(s => s.EndedAt == null).ExecuteUpdate(set => set.SetProperty(s => s.DueAt, A.Day)));

    private void Change(Action<MarketplaceDb> change)
    {
        using var db = _portal.Database.CreateDbContext();
        change(db);
        db.SaveChanges();
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    /// <summary>In place of one of the checks: the rules of a test.</summary>
    private sealed class ArchiveRule(List<Func<ScanSubject, CheckResult>> rules) : ICheck
    {
        public string Name => "archive";

        public Task<CheckResult> RunAsync(ScanSubject subject, CancellationToken cancel) =>
            Task.FromResult(rules.Count == 0 ? new CheckResult(Verdict.Passed, []) : rules[^1](subject));
    }
}
