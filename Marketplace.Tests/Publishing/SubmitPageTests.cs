using Bunit;
using Marketplace.Accounts;
using Marketplace.Portal.Publishing;
using Marketplace.Publishing;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Marketplace.Tests.Publishing;

public sealed class SubmitPageTests : PageTest
{
    public SubmitPageTests() => Services.AddOptions<PublishingOptions>();

    [Fact]
    public void Who_publishes_for_nobody_is_told_who_may()
    {
        SignIn(Database.Member(Database.Client()));

        var page = Draw<SubmitPage>();

        page.WaitForAssertion(() => Assert.Contains("Only members of a publishing organization", page.Markup, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("input[type=file]"));
    }

    [Fact]
    public void A_package_goes_to_the_endpoint_for_the_only_publisher()
    {
        var acme = Database.Publisher();
        SignIn(Database.Member(acme));

        var page = Draw<SubmitPage>();

        page.WaitForAssertion(() => Assert.Equal(".nupkg", page.Find("[data-upload] input[type=file]").GetAttribute("accept")));
        var zone = page.Find("[data-upload]");
        Assert.Equal(("/submissions/upload", $"{acme.Id}"), (zone.GetAttribute("data-upload"), zone.GetAttribute("data-organization")));
        Assert.Empty(page.FindComponents<MudSelect<long>>());
    }

    [Fact]
    public void Who_publishes_for_several_chooses_for_whom()
    {
        var (acme, contoso) = (Database.Publisher(), Database.Publisher("Contoso"));
        var paul = Database.Member(acme);
        Database.Save(new Membership(contoso.Id, paul.UserId, MemberRole.Member, A.Day));
        SignIn(paul);
        var page = Draw<SubmitPage>();
        page.WaitForAssertion(() => Assert.Equal($"{acme.Id}", page.Find("[data-upload]").GetAttribute("data-organization")));

        page.InvokeAsync(() => page.FindComponent<MudSelect<long>>().Instance.SelectOption(contoso.Id));

        page.WaitForAssertion(() => Assert.Equal($"{contoso.Id}", page.Find("[data-upload]").GetAttribute("data-organization")));
    }
}
