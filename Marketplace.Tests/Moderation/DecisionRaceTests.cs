using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Moderation;
using Marketplace.Publishing;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Moderation;

public sealed class DecisionRaceTests : IAsyncDisposable
{
    private readonly PortalHost _portal;
    private readonly Actor _moderator;
    private Func<MarketplaceDb, Task> _meanwhile = _ => Task.CompletedTask;

    public DecisionRaceTests()
    {
        _portal = new PortalHost { Replace = services => services.AddSingleton<IReviewListener>(new Meanwhile(db => _meanwhile(db))) };
        _moderator = _portal.Database.Staff(StaffRole.Moderator);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_fault_of_the_database_is_no_race()
    {
        var review = await ReviewAsync("Acme.Mail");
        _meanwhile = db =>
        {
            db.Add(new Membership(long.MaxValue, long.MaxValue, MemberRole.Member, A.Day));
            return Task.CompletedTask;
        };

        await Assert.ThrowsAsync<DbUpdateException>(() => ApproveAsync(review));
        Assert.Equal(ReviewState.NeedsReview, _portal.Database.Read(db => db.Reviews.Single().State));
    }

    [Fact]
    public async Task A_claim_in_this_moment_does_not_undo_the_decision()
    {
        var review = await ReviewAsync("Acme.Mail");
        Once(() => _portal.Get<ReviewDecisions>().ClaimAsync(_portal.Database.Staff(StaffRole.Moderator), review, Cancel));

        Assert.IsType<DecideOutcome.Decided>(await ApproveAsync(review));
    }

    [Fact]
    public async Task A_decision_in_this_moment_stands()
    {
        var review = await ReviewAsync("Acme.Mail");
        Once(() => _portal.Get<ReviewDecisions>().DecideAsync(
            _portal.Database.Staff(StaffRole.Moderator), review, DecisionAction.Reject, "quality", "No.", Cancel));

        Assert.Equal(new DecideOutcome.AlreadyDecided(ReviewState.Rejected), await ApproveAsync(review));
    }

    [Fact]
    public async Task Two_new_versions_of_one_new_module_are_both_released()
    {
        var publisher = _portal.Database.Member(_portal.Database.Publisher(), MemberRole.Owner);
        var (one, other) = (await ReviewAsync("Acme.Mail", "1.0.0", publisher), await ReviewAsync("Acme.Mail", "2.0.0", publisher));
        Once(() => ApproveAsync(other));

        Assert.IsType<DecideOutcome.Decided>(await ApproveAsync(one));
        Assert.Equal(2, _portal.Database.Read(db => db.Set<Marketplace.Catalog.Release>().Count()));
    }

    private void Once(Func<Task> act) => _meanwhile = _ =>
    {
        _meanwhile = _ => Task.CompletedTask;
        return act();
    };

    private Task<long> ReviewAsync(string id) => ReviewAsync(id, "1.0.0", _portal.Database.Member(_portal.Database.Publisher(), MemberRole.Owner));

    private async Task<long> ReviewAsync(string id, string version, Actor publisher)
    {
        using var stream = new MemoryStream(Packages.Package(id, version));
        var received = Assert.IsType<IntakeOutcome.Received>(await _portal.Get<PackageIntake>().ReceiveAsync(publisher, null, stream, Cancel));
        await _portal.Get<SubmissionPipeline>().ScanAsync(received.SubmissionId, Cancel);
        return _portal.Database.Read(db => db.Submissions.Where(s => s.Id == received.SubmissionId).Select(s => s.ReviewId!.Value).Single());
    }

    private Task<DecideOutcome> ApproveAsync(long review) =>
        _portal.Get<ReviewDecisions>().DecideAsync(_moderator, review, DecisionAction.Approve, "", "", Cancel);

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    /// <summary>Something happens between reading and saving.</summary>
    private sealed class Meanwhile(Func<MarketplaceDb, Task> act) : IReviewListener
    {
        public async Task<string?> DecidedAsync(Review review, Decision decision, MarketplaceDb db, CancellationToken cancel)
        {
            await act(db);
            return null;
        }
    }
}
