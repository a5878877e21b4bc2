using Bunit;
using Marketplace.Portal.Shared;
using Marketplace.Tests.Support;
using MudBlazor;

namespace Marketplace.Tests.Shared;

public sealed class PortalFormTests : PageTest
{
    private int _sent, _done;
    private bool _works = true;

    [Fact]
    public void A_form_with_a_faulty_field_is_not_sent_and_shows_it()
    {
        var form = Form();

        form.Submit();

        form.Says("Name it.");
        Assert.Equal((0, 0), (_sent, _done));
        JSInterop.VerifyInvoke("marketplaceFocus.invalid");
    }

    [Fact]
    public void A_double_click_sends_it_once()
    {
        var form = Form();
        form.Find("input").Change("Shop");

        form.Submit();
        form.Submit();

        form.WaitForAssertion(() => Assert.Equal((1, 1), (_sent, _done)));
    }

    [Fact]
    public void What_could_not_be_done_is_not_done_and_can_be_sent_again()
    {
        _works = false;
        var form = Form();
        form.Find("input").Change("Shop");
        form.Submit();
        form.WaitForAssertion(() => Assert.Equal((1, 0), (_sent, _done)));

        _works = true;
        Database.Clock.Advance(TimeSpan.FromSeconds(1));
        form.Submit();

        form.WaitForAssertion(() => Assert.Equal((2, 1), (_sent, _done)));
    }

    private IRenderedComponent<PortalForm> Form() => Draw<PortalForm>(form => form
        .Add(f => f.OnSubmit, () =>
        {
            _sent++;
            return Task.FromResult(_works);
        })
        .Add(f => f.OnDone, () => _done++)
        .AddChildContent<MudTextField<string>>(field => field
            .Add(f => f.Label, "Name").Add(f => f.Required, true).Add(f => f.RequiredError, "Name it.")));
}
