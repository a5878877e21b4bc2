using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Moderation;
using Marketplace.Ratings;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Tests.Support;
using Marketplace.Usage;

namespace Marketplace.Tests.Ratings;

public sealed class ModuleRatingsTests : IDisposable
{
    private const string Words = "It does what it says.";
    private readonly TestDatabase _database = new();
    private readonly Organization _acme;
    private readonly Organization _globex;
    private readonly Actor _member;
    private readonly Release _mail;

    public ModuleRatingsTests()
    {
        (_acme, _globex) = (_database.Publisher(), _database.Client());
        _member = _database.Member(_globex);
        _mail = _database.Available(_acme, "Acme.Mail", "1.2.0");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private RatingWriting Writing => new(_database, _database.Clock);

    private ModuleRatings Reviews => new(_database, _database.Clock);

    private ModuleFigures Figures => _database.Read(db => db.ModuleFigures.Single());

    [Fact]
    public async Task Only_members_of_an_organization_that_has_or_had_the_module_may_review_it()
    {
        Assert.Equal(RatingOutcome.NotInstalled, await WriteAsync(_member, _globex, 5));
        Revise(_globex, 1, _mail);
        Revise(_globex, 2);

        Assert.Equal(RatingOutcome.NotInstalled, await WriteAsync(_database.Stranger(), _globex, 5));
        Assert.Equal(RatingOutcome.NotInstalled, await WriteAsync(_database.Member(_database.Client()), _globex, 5));
        Assert.Equal(RatingOutcome.Done, await WriteAsync(_member, _globex, 5));
        Assert.Equal("1.2.0", (await RowsAsync(null)).Single().Version);
    }

    [Fact]
    public async Task The_publisher_may_not_review_its_own_module()
    {
        Revise(_acme, 1, _mail);

        Assert.Equal(RatingOutcome.NotInstalled, await WriteAsync(_database.Member(_acme), _acme, 5));
    }

    [Fact]
    public async Task An_organization_has_one_review_that_its_members_change()
    {
        Revise(_globex, 1, _mail);
        await WriteAsync(_member, _globex, 5);
        _database.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(
            RatingOutcome.Done,
            await Writing.WriteAsync(_database.Member(_globex), "acme.mail", _globex.Id, 2, "It broke with the last update.", Cancel));

        var review = Assert.Single(await RowsAsync(null));
        Assert.Equal((2, "It broke with the last update.", _database.Now), (review.Rating, review.Text, review.EditedAt));
        Assert.Equal([(2, _globex.Name)], (await Writing.ReviewersAsync(_member, "Acme.Mail", Cancel)).Select(r => (r.Rating, r.Name)));
    }

    [Theory]
    [InlineData(0, Words)]
    [InlineData(6, Words)]
    [InlineData(3, "short")]
    [InlineData(3, "\u202e\u0000\u0007        \u2066")]
    public async Task Bad_input_is_refused_and_changes_nothing(int rating, string text)
    {
        Revise(_globex, 1, _mail);

        Assert.Equal(RatingOutcome.Invalid, await Writing.WriteAsync(_member, "Acme.Mail", _globex.Id, rating, text, Cancel));
        Assert.Empty(await RowsAsync(null));
    }

    [Fact]
    public void Text_is_cleaned_of_what_is_no_text() =>
        Assert.Equal("Good <b>work</b>\n\nReally", RatingText.Clean("  Good <b>work</b>\u202e\u0000 \r\n\r\n\r\n\r\nReally\u0007\n"));

    [Fact]
    public async Task The_job_counts_ratings_and_leaves_hidden_ones_out()
    {
        var moderator = _database.Staff(StaffRole.Moderator);
        Revise(_globex, 1, _mail);
        await WriteAsync(_member, _globex, 5);
        var other = _database.Client();
        Revise(other, 1, _mail);
        await WriteAsync(_database.Member(other), other, 2);
        await RollUpAsync();
        Assert.Equal((2, 3.5, 1, 1), (Figures.RatingCount, Figures.RatingAverage, Figures.Stars2, Figures.Stars5));

        var hidden = (await RowsAsync(null)).Single(r => r.Rating == 2);
        Assert.Equal(RatingOutcome.NotFound, await Reviews.HideAsync(_member, hidden.Id, "Rude", Cancel));
        Assert.Equal(RatingOutcome.Done, await Reviews.HideAsync(moderator, hidden.Id, "Rude", Cancel));
        await RollUpAsync();
        await RollUpAsync();

        Assert.Equal((1, 5.0), (Figures.RatingCount, Figures.RatingAverage));
        Assert.Equal([5], (await RowsAsync(_member)).Select(r => r.Rating));
        Assert.Equal("Rude", (await RowsAsync(moderator)).Single(r => r.Rating == 2).HiddenFor);
        Assert.Equal(RatingOutcome.Done, await Reviews.ShowAsync(moderator, hidden.Id, Cancel));
        await RollUpAsync();
        Assert.Equal(2, Figures.RatingCount);
    }

    [Fact]
    public async Task The_publisher_answers_once()
    {
        Revise(_globex, 1, _mail);
        await WriteAsync(_member, _globex, 3);
        var review = (await RowsAsync(null)).Single().Id;
        var publisher = _database.Member(_acme);

        Assert.Equal(RatingOutcome.NotFound, await Reviews.AnswerAsync(_member, review, "Thank you.", Cancel));
        Assert.Equal(RatingOutcome.Done, await Reviews.AnswerAsync(publisher, review, "Thank you.", Cancel));
        Assert.Equal(RatingOutcome.AlreadyAnswered, await Reviews.AnswerAsync(publisher, review, "Once more.", Cancel));
        Assert.Equal("Thank you.", (await RowsAsync(null)).Single().Answer);
        Assert.True((await Reviews.ListAsync(publisher, "Acme.Mail", 1, Cancel))!.MayAnswer);
    }

    [Fact]
    public async Task A_review_is_reported_once_at_a_time_and_stands_in_the_moderators_list()
    {
        Revise(_globex, 1, _mail);
        await WriteAsync(_member, _globex, 1);
        var review = (await RowsAsync(null)).Single().Id;
        var reports = new ReviewReports(_database, _database.Clock);
        var reader = _database.Stranger();

        Assert.Equal(ReportOutcome.Invalid, await reports.SendAsync(reader, review, "bad", Cancel));
        Assert.Equal(ReportOutcome.Sent, await reports.SendAsync(reader, review, "It insults a person.", Cancel));
        Assert.Equal(ReportOutcome.AlreadyOpen, await reports.SendAsync(reader, review, "It insults a person.", Cancel));
        Assert.Equal(ReportOutcome.NotFound, await reports.SendAsync(reader, 4711, "It insults a person.", Cancel));

        var row = Assert.Single((await new Reports(_database, _database.Clock).ListAsync(_database.Staff(StaffRole.Moderator), ListQuery.First, Cancel)).Rows);
        Assert.Equal((Words, "Acme.Mail"), (row.Review, row.PackageId));
    }

    [Fact]
    public async Task Reviews_of_a_module_that_one_may_not_see_are_not_read()
    {
        Revise(_globex, 1, _mail);
        await WriteAsync(_member, _globex, 5);
        using (var db = _database.CreateDbContext())
        {
            db.Modules.Single().Hide(A.Day);
            db.SaveChanges();
        }

        Assert.Null(await Reviews.ListAsync(null, "Acme.Mail", 1, Cancel));
        Assert.Null(await Reviews.ListAsync(_member, "Acme.Mail", 1, Cancel));
        Assert.NotNull(await Reviews.ListAsync(_database.Member(_acme), "Acme.Mail", 1, Cancel));
        Assert.Equal(RatingOutcome.NotFound, await WriteAsync(_member, _globex, 4));
    }

    private Task<RatingOutcome> WriteAsync(Actor actor, Organization organization, int rating) =>
        Writing.WriteAsync(actor, "Acme.Mail", organization.Id, rating, Words, Cancel);

    private async Task<IReadOnlyList<RatingRow>> RowsAsync(Actor? actor) => (await Reviews.ListAsync(actor, "Acme.Mail", 1, Cancel))!.Page.Rows;

    private Task RollUpAsync() => new Statistics(_database, new RatingCounts(), _database.Clock).RollUpAsync(Cancel);

    private void Revise(Organization organization, int number, params Release[] releases)
    {
        var site = _database.Read(db => db.Sites.SingleOrDefault(s => s.OrganizationId == organization.Id)) ?? _database.Saved(A.Site(organization.Id));
        using var db = _database.CreateDbContext();
        var revision = new Revision(site.Id, number, null, "2.0.0", null, A.Day);
        foreach (var release in releases)
        {
            revision.Modules.Add(new RevisionModule("Acme.Mail", release.Version, release.PackageHash));
        }

        db.Add(revision);
        db.Sites.Single(s => s.Id == site.Id).Activate(number);
        db.SaveChanges();
    }

    public void Dispose() => _database.Dispose();
}
