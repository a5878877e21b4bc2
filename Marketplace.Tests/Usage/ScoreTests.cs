using Marketplace.Catalog;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Marketplace.Usage;

namespace Marketplace.Tests.Usage;

public sealed class ScoreTests : IDisposable
{
    private static readonly ScoreFacts Best = new()
    {
        Passed = RuleSet.Required.Count, ReadmeLength = 500, HasNotes = true, HasLicense = true, Screenshots = 2,
        ReleasedAt = A.Day, Releases = 3, CoversNewestHost = true, Kept = 4,
    };

    private readonly TestDatabase _database = new();

    [Fact]
    public void Everything_done_gives_a_hundred_and_nothing_more_to_ask_for()
    {
        var score = Score.Of(Best, A.Day);

        Assert.Equal(100, score.Points);
        Assert.All(score.Parts.SelectMany(part => part.Items), item => Assert.Null(item.Raise));
    }

    [Fact]
    public void The_parts_always_add_up_to_a_hundred_at_most_and_whatever_is_missing_says_how_to_earn_it()
    {
        foreach (var facts in (ScoreFacts[])
        [
            Best, new(), Best with { ReadmeLength = 10 }, Best with { Kept = 1, RolledBack = 3 },
            Best with { IsDeprecated = true }, Best with { SeeksMaintainer = true },
        ])
        {
            var score = Score.Of(facts, A.Day);
            Assert.Equal(100, score.Parts.Sum(part => part.Most));
            Assert.All(score.Parts.SelectMany(part => part.Items), item => Assert.Equal(item.Points < item.Most, item.Raise is not null));
        }
    }

    [Theory]
    [InlineData(100, 10)]
    [InlineData(300, 7)]
    [InlineData(700, 3)]
    [InlineData(800, 0)]
    public void A_module_that_is_not_cared_for_loses_by_its_age(int days, int points) =>
        Assert.Equal(points - 10, Score.Of(Best, A.Day.AddDays(days)).Points - 100);

    [Fact]
    public async Task The_facts_are_those_of_the_exact_file()
    {
        var acme = _database.Publisher();
        var release = _database.Available(acme, "Acme.Mail", "1.0.0");
        var member = _database.Member(acme);
        _database.Save(new HostOutcome("acme.other", "1.0.0", "2.9.0"), new HostOutcome("acme.new", "1.0.0", "4.0.0"));
        await new Listings(_database, _database.Clock).DeprecateAsync(
            member, "Acme.Mail", new("*", DeprecationReason.Legacy, "", ""), TestContext.Current.CancellationToken);

        var score = await new Scores(_database, _database.Clock).ReadAsync(release.PackageHash, TestContext.Current.CancellationToken);

        Assert.Equal(
            [
                "6 of 6 checks passed 35", "A short readme 5", "No release notes 0", "License stated 5", "No screenshots 0",
                "Released within half a year 10", "1 release 0", "Not maintained for long 0",
                "Does not run on the newest host in use 0", "Not seen on a site yet 5",
            ],
            score!.Parts.SelectMany(part => part.Items).Select(item => $"{item.Text} {item.Points}"));
        Assert.Null(await new Scores(_database, _database.Clock).ReadAsync(A.Hash(), TestContext.Current.CancellationToken));
    }

    public void Dispose() => _database.Dispose();
}
