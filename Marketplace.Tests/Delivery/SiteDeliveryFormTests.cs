using Bunit;
using Marketplace.Accounts;
using Marketplace.Delivery;
using Marketplace.Insight;
using Marketplace.Portal.Sites;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Delivery;

public sealed class SiteDeliveryFormTests : PageTest
{
    private readonly Site _site;

    public SiteDeliveryFormTests()
    {
        var globex = Database.Client();
        _site = Database.Saved(A.Site(globex.Id));
        Services.AddSingleton(new SiteTokens(Database, Database.Clock));
        Services.AddSingleton(new SiteDeliveries(Database, null!, Database.Clock));
        SignIn(Database.Member(globex, MemberRole.Owner));
    }

    [Fact]
    public void A_member_chooses_the_agent_sees_the_token_once_and_revokes_it_after_a_question()
    {
        var form = Open();
        form.WaitForElements("input[type=radio]")[1].Click();
        form.WaitForAssertion(() => Assert.Equal(SiteDelivery.Agent, Database.Read(db => db.Sites.Single().Delivery)));
        form = Open();
        form.WaitForAssertion(() => Assert.Contains("Never seen", form.Markup, StringComparison.Ordinal));

        form.FindAll("button").Single(button => button.TextContent is "Create a token").Click();
        form.WaitForAssertion(() => Assert.Contains("shown once: mst_", form.Find("section").TextContent, StringComparison.Ordinal));
        var hint = Database.Read(db => db.SiteTokens.Single().Hint);
        form = Open();
        form.WaitForAssertion(() => Assert.Contains(hint + "…", form.Markup, StringComparison.Ordinal));
        Assert.DoesNotContain("shown once", form.Markup, StringComparison.Ordinal);

        form.FindAll("button").Single(button => button.TextContent is "Revoke the token").Click();
        Assert.Null(Database.Read(db => db.SiteTokens.Single().EndsAt));
        Floating.Submit();
        form.WaitForAssertion(() => Assert.NotNull(Database.Read(db => db.SiteTokens.Single().EndsAt)));
    }

    private IRenderedComponent<SiteDeliveryForm> Open() => Draw<SiteDeliveryForm>(form => form.Add(
        f => f.Site, new SiteDetail(_site.Id, "Shop", "Globex", _site.OrganizationId, "2.0.0", 0, "/srv/sites/shop", null, null, [], [])));
}
