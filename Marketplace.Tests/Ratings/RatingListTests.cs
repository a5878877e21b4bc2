using Bunit;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Portal.Ratings;
using Marketplace.Ratings;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Marketplace.Tests.Ratings;

public sealed class RatingListTests : PageTest
{
    private readonly Organization _acme, _client;
    private readonly Actor _member;
    private readonly long _module;

    public RatingListTests()
    {
        Services.AddCatalogSlices();
        Services.AddSiteSlices();
        (_acme, _client) = (Database.Publisher(), Database.Client());
        _member = Database.Member(_client);
        var release = Database.Available(_acme, "Acme.Mail");
        _module = release.ModuleId;
        var site = A.Site(_client.Id);
        site.Activate(1);
        var revision = new Revision(Database.Saved(site).Id, 1, null, "2.0.0", null, A.Day);
        revision.Modules.Add(new RevisionModule("Acme.Mail", "1.0.0", release.PackageHash));
        Database.Save(revision);
    }

    [Fact]
    public void A_client_publishes_one_review_after_it_says_what_it_has_to()
    {
        var list = List(_member);
        list.Press("Write a review");
        list.Field("What should others know?").Change("Short.");
        list.Submit();
        list.Says("Choose 1 to 5 stars first.");

        list.InvokeAsync(() => list.FindComponent<MudRating>().Instance.SelectedValueChanged.InvokeAsync(4));
        list.Says("4 stars");
        list.Submit();
        list.Says("Write at least 10 characters.");

        list.Field("What should others know?").Change("It does what it says.");
        list.Submit();

        Floating.Says("Your review is published.");
        list.Button("Change the review");
        Assert.Equal([4], Database.Read(db => db.Ratings.Select(r => r.Stars).ToList()));
    }

    [Fact]
    public void A_moderator_hides_a_review_with_a_reason_and_shows_it_again()
    {
        Rated();
        var list = List(Database.Staff(StaffRole.Moderator));

        list.Press($"Hide the review by {_client.Name}");
        Floating.Field("Reason").Change("Not about the module.");
        Floating.Submit();

        Floating.Says("The review is hidden.");
        list.Says("Hidden by moderators");
        Floating.Press("Undo");
        list.WaitForAssertion(() => Assert.DoesNotContain("Hidden by moderators", list.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void The_publisher_answers_once_and_strangers_read_both()
    {
        Rated();
        var list = List(Database.Member(_acme));
        list.Press($"Answer the review by {_client.Name}");
        Floating.Field("Answer").Change("Thank you very much.");
        Floating.Submit();
        Floating.Says("Your answer is published.");

        var stranger = List(null);
        stranger.Says("Thank you very much.");
        stranger.Says("It does what it says.");
        Assert.Empty(stranger.FindAll("button, form"));
    }

    private void Rated() =>
        Database.Save(new Rating(_module, _client.Id, _member.UserId, RatingText.Parse(5, "It does what it says.", "1.0.0")!, A.Day));

    private IRenderedComponent<RatingList> List(Actor? visitor)
    {
        if (visitor is { } person)
        {
            SignIn(person);
        }

        var details = Services.GetRequiredService<ModuleQueries>().ReadAsync(null, "Acme.Mail", null, Xunit.TestContext.Current.CancellationToken).Result!;
        return Draw<RatingList>(list => list.Add(l => l.Details, details).Add(l => l.Visitor, visitor));
    }
}
