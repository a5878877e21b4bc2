using Marketplace.Accounts;
using Marketplace.Moderation;
using Marketplace.Publishing;

namespace Marketplace.Tests.Support;

/// <summary>Packages on their whole way: taken in, checked, approved.</summary>
public static class Releases
{
    extension(PortalHost portal)
    {
        public async Task ReleaseAsync(Actor publisher, byte[] package, CancellationToken cancel)
        {
            using var stream = new MemoryStream(package);
            var received = Assert.IsType<IntakeOutcome.Received>(await portal.Get<PackageIntake>().ReceiveAsync(publisher, null, stream, cancel));
            await portal.Get<SubmissionPipeline>().ScanAsync(received.SubmissionId, cancel);
            var review = portal.Database.Read(db => db.Submissions.Where(s => s.Id == received.SubmissionId).Select(s => s.ReviewId).Single());
            Assert.NotNull(review);
            var moderator = portal.Database.Staff(StaffRole.Moderator);
            Assert.IsType<DecideOutcome.Decided>(
                await portal.Get<ReviewDecisions>().DecideAsync(moderator, review.Value, DecisionAction.Approve, "", "", cancel));
        }

        /// <summary>The text of a new API key of the publisher's organization.</summary>
        public async Task<string> KeyAsync(Actor owner, Organization organization, ApiKeyScopes scopes, CancellationToken cancel) =>
            Assert.IsType<CreateKeyOutcome.Created>(await portal.Get<ApiKeys>().CreateAsync(owner, organization.Id, "build", scopes, null, cancel)).Text;
    }
}
