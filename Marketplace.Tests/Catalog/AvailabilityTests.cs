using Marketplace.Catalog;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Catalog;

/// <summary>A release is available only by an explicit Passed of every required check, for its file, under the current rules.</summary>
public sealed class AvailabilityTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly Release _release;

    public AvailabilityTests()
    {
        _release = A.Release(A.Module("Acme.Mail", _database.Publisher().Id));
        _database.Save(_release);
    }

    public static TheoryData<string> Required() => [.. RuleSet.Required];

    [Fact]
    public void Approved_and_passed_is_available() => Assert.True(IsAvailableWith(A.PassedChecks(_release.PackageHash)));

    [Fact]
    public void Without_any_check_it_is_not() => Assert.False(IsAvailableWith());

    [Theory, MemberData(nameof(Required))]
    public void With_one_check_missing_it_is_not(string name) =>
        Assert.False(IsAvailableWith([.. A.PassedChecks(_release.PackageHash).Where(check => check.Name != name)]));

    [Theory, MemberData(nameof(Required))]
    public void With_one_check_failed_it_is_not(string name) =>
        Assert.False(IsAvailableWith(Instead(name, A.Check(_release.PackageHash, name, Verdict.Failed))));

    [Theory, MemberData(nameof(Required))]
    public void With_one_check_in_error_it_is_not(string name) =>
        Assert.False(IsAvailableWith(Instead(name, A.Check(_release.PackageHash, name, Verdict.Error))));

    [Theory, MemberData(nameof(Required))]
    public void With_one_check_still_running_it_is_not(string name) =>
        Assert.False(IsAvailableWith(Instead(name, new Check(_release.PackageHash, RuleSet.Version, name, A.Day))));

    [Fact]
    public void With_the_verdicts_of_another_file_it_is_not() => Assert.False(IsAvailableWith(A.PassedChecks(A.Hash())));

    [Fact]
    public void With_one_verdict_of_an_older_rule_set_it_is_not()
    {
        var old = new Check(_release.PackageHash, RuleSet.Version - 1, "archive", A.Day);
        old.End(Verdict.Passed, A.Day);

        Assert.False(IsAvailableWith(Instead("archive", old)));
    }

    [Fact]
    public void With_a_check_that_is_not_required_in_place_of_one_that_is_it_is_not() =>
        Assert.False(IsAvailableWith(Instead("archive", A.Check(_release.PackageHash, "spelling", Verdict.Passed))));

    [Fact]
    public void Suspended_it_is_not_and_restored_it_is_again()
    {
        _database.Save(A.PassedChecks(_release.PackageHash));

        Change(release => release.Suspend(new Suspension("Calls home.", 1, A.Day)));
        Assert.False(IsAvailableWith());

        Change(release => release.Restore());
        Assert.True(IsAvailableWith());
    }

    private Check[] Instead(string name, Check other) => [.. A.PassedChecks(_release.PackageHash).Where(check => check.Name != name), other];

    private bool IsAvailableWith(params Check[] checks)
    {
        _database.Save([.. checks]);
        return _database.Read(db => db.AvailableReleases().Any());
    }

    private void Change(Action<Release> change)
    {
        using var db = _database.CreateDbContext();
        change(db.Releases.Single());
        db.SaveChanges();
    }

    public void Dispose() => _database.Dispose();
}
