using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Operations;
using Marketplace.Planning;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Data;

/// <summary>Every data test refuses what SQL Server would, and texts of any length are cut or refused before they come to the database.</summary>
public sealed class ColumnLimitsTests : IDisposable
{
    private static readonly string Long = new('x', 5000);
    private readonly TestDatabase _database = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("\U0001F600", 31)]
    [InlineData("x", 61)]
    public void A_text_longer_than_its_column_is_refused(string sign, int times)
    {
        var site = A.Site(_database.Client().Id, string.Concat(Enumerable.Repeat(sign, times)));

        Assert.Throws<DbUpdateException>(() => _database.Save(site));
    }

    [Fact]
    public void A_transaction_that_is_begun_by_hand_is_refused()
    {
        using var db = _database.CreateDbContext();
        using var transaction = db.Database.BeginTransaction();

        Assert.Throws<InvalidOperationException>(() => db.Users.ToList());
    }

    [Fact]
    public void A_key_that_ends_in_a_blank_is_refused()
    {
        Assert.SkipWhen(TestDatabase.IsSqlServer, "SQL Server takes it, and finds it without the blank.");

        Assert.Throws<DbUpdateException>(() => _database.Save(A.Site(_database.Client().Id, "Shop ")));
    }

    [Fact]
    public async Task A_portal_refuses_it_too()
    {
        await using var portal = new PortalHost();
        await using var db = await portal.Get<IDbContextFactory<MarketplaceDb>>().CreateDbContextAsync(Cancel);
        db.Add(A.Site(portal.Database.Client().Id, Long));

        await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync(Cancel));
    }

    [Fact]
    public void Whatever_a_host_or_a_fault_says_of_an_operation_fits()
    {
        var client = _database.Client();
        var site = _database.Saved(A.Site(client.Id));
        var plan = new Plan(site.Id, A.Hash(), "Install", "install=A", "{}", 0, _database.Member(client).UserId, A.Day);
        var operation = new Operation(plan, plan.CreatedById, false, A.Day);
        operation.Begin([new(0, StepKind.Health, "A"), new(1, StepKind.Load, "A"), new(2, StepKind.Commit, null)], A.Day);
        var steps = operation.Steps.ToList();
        steps.ForEach(step => step.Start(A.Day));
        steps[0].Finish(Long, A.Day);
        steps[1].Miss(Long, A.Day);
        operation.Say(Long, A.Day);
        operation.Fail(new(FailureCategory.Internal, Long), A.Day);

        _database.Save(operation);

        Assert.Equal([1000, 1000, 1000], _database.Read(db => db.Operations.SelectMany(o => o.Steps).Select(s => s.Detail!.Length).ToList()));
    }

    [Fact]
    public void The_title_of_a_plan_fits_and_ends_with_the_site_however_many_modules_it_names()
    {
        var id = new string('a', 99);
        var request = Enumerable.Range(0, 9).Select(number => ChangeRequest.Install($"{id}{number}")).Aggregate((all, next) => all.And(next))
            .And(ChangeRequest.Uninstall($"{id}x"));
        var site = new string('s', 60);

        var title = Planner.Title(request, site);

        Assert.True(title.Length <= Plan.MaxTitle);
        Assert.EndsWith($"… on {site}", title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wish_that_no_plan_can_keep_is_refused_in_words()
    {
        var client = _database.Client();
        var site = _database.Saved(A.Site(client.Id));
        var request = Enumerable.Range(0, 50).Select(number => ChangeRequest.Install($"{new string('a', 90)}{number}")).Aggregate((all, next) => all.And(next));

        using var snapshots = new CatalogSnapshots(_database, _database.Clock);
        var outcome = await A.Planner(_database, snapshots).PlanAsync(_database.Member(client), site.Id, request, Cancel);

        Assert.Contains("Plan a part of them", Assert.IsType<PlanOutcome.Refused>(outcome).Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdefg", 6, "abcde…")]
    [InlineData("abcd\U0001F600g", 6, "abcd…")]
    public void A_cut_text_never_ends_in_half_a_character(string text, int max, string cut) => Assert.Equal(cut, text.Clip(max));

    public void Dispose() => _database.Dispose();
}
