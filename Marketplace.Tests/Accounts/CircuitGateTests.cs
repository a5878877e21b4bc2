using Marketplace.Accounts;
using Marketplace.Portal;
using Marketplace.Portal.Accounts;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Accounts;

public sealed class CircuitGateTests : PageTest
{
    private int _acts;

    [Fact]
    public async Task An_open_page_acts_while_its_session_stands_and_goes_to_sign_in_when_it_has_ended()
    {
        var person = Database.Stranger();
        SignIn(person);
        Navigation.NavigateTo(PortalUrls.Sites);

        await ActAsync();
        Assert.Equal(1, _acts);

        await new Sessions(Database, Database.Clock).EndOthersAsync(person.UserId, 0, TestContext.Current.CancellationToken);
        await ActAsync();

        Assert.Equal(1, _acts);
        Assert.Equal(PortalUrls.SignInFor(PortalUrls.Sites, ended: true), $"/{Address}");
    }

    [Fact]
    public async Task Visitors_act_without_a_session()
    {
        await ActAsync();

        Assert.Equal(1, _acts);
    }

    private Task ActAsync()
    {
        var gate = new CircuitGate(Services.GetRequiredService<AuthenticationStateProvider>(), new Sessions(Database, Database.Clock), Navigation);
        return gate.CreateInboundActivityHandler(_ =>
        {
            _acts++;
            return Task.CompletedTask;
        })(null!);
    }
}
