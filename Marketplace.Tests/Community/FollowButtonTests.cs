using Bunit;
using Marketplace.Accounts;
using Marketplace.Community;
using Marketplace.Portal.Community;
using Marketplace.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Community;

public sealed class FollowButtonTests : PageTest
{
    private readonly Actor _anna;

    public FollowButtonTests()
    {
        Services.AddSingleton<Follows>();
        _anna = Database.Stranger();
        Database.Available(Database.Publisher(), "Acme.Mail");
        SignIn(_anna);
    }

    [Fact]
    public void A_module_is_followed_and_the_act_undone()
    {
        var button = Draw("Acme.Mail");
        Assert.Equal("false", button.Find("button").GetAttribute("aria-pressed"));

        button.Press("Follow");
        button.Button("Following");
        Floating.Says("You follow Acme.Mail.");
        Assert.Equal(1, Follows);

        Floating.Press("Undo");
        button.Button("Follow");
        Assert.Equal(0, Follows);
    }

    [Fact]
    public void What_is_no_longer_there_cannot_be_followed()
    {
        var button = Draw("Acme.Gone");

        button.Press("Follow");

        Floating.Says("no longer available to you");
        Assert.Equal("false", button.Find("button").GetAttribute("aria-pressed"));
    }

    private int Follows => Database.Read(db => db.Set<Follow>().Count());

    private IRenderedComponent<FollowButton> Draw(string module) =>
        Draw<FollowButton>(button => button.Add(b => b.PackageId, module).Add(b => b.Visitor, _anna));
}
