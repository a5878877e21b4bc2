using Marketplace.Accounts;
using Marketplace.Insight;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Home;

namespace Marketplace.Tests.Home;

public sealed class HomeRolesTests
{
    private static readonly Person Everything = new("Ada", StaffRole.Operator, [new(1, "Acme", Publishes: true, IsClient: true, IsOwner: true)], []);

    [Fact]
    public void Only_roles_that_a_person_has_are_shown()
    {
        Assert.Equal(
            [HomeRole.Client, HomeRole.Publisher, HomeRole.Moderator, HomeRole.Operator], HomeRoles.Of(Everything, MenuCounts.None, JobVerdict.Healthy));
        Assert.Equal([HomeRole.Moderator], HomeRoles.Of(new("Mo", StaffRole.Moderator, [], []), MenuCounts.None, null));
        Person client = new("Eve", null, [new(1, "Globex", Publishes: false, IsClient: true, IsOwner: true)], []);
        Assert.Equal([HomeRole.Client], HomeRoles.Of(client, MenuCounts.None, null));
        Assert.Empty(HomeRoles.Of(new("Eve", null, [], []), MenuCounts.None, null));
    }

    [Theory]
    [InlineData(JobVerdict.NoWorker, HomeRole.Operator)]
    [InlineData(JobVerdict.Silent, HomeRole.Operator)]
    [InlineData(JobVerdict.Behind, HomeRole.Operator)]
    [InlineData(JobVerdict.Failing, HomeRole.Moderator)]
    [InlineData(JobVerdict.OutOfSight, HomeRole.Moderator)]
    public void A_role_for_which_something_should_not_wait_stands_before_one_for_which_something_waits(JobVerdict jobs, HomeRole first) =>
        Assert.Equal(first, HomeRoles.Of(Everything, MenuCounts.None with { NeedsReview = 3 }, jobs)[0]);

    [Fact]
    public void Each_role_is_urgent_for_reasons_of_its_own()
    {
        Assert.Equal(HomeRole.Moderator, First(MenuCounts.None with { Overdue = 1, SitesToUpdate = 1 }));
        Assert.Equal(HomeRole.Publisher, First(MenuCounts.None with { ChangeRequests = 1, NeedsReview = 9, SitesToUpdate = 4 }));
        Assert.Equal(HomeRole.Client, First(MenuCounts.None with { Approvals = 1, NeedsReview = 9 }));
        Assert.Equal(HomeRole.Client, First(MenuCounts.None with { SecurityUpdates = 1, ChangeRequests = 1 }));
    }

    private static HomeRole First(MenuCounts counts) => HomeRoles.Of(Everything, counts, JobVerdict.Healthy)[0];
}
