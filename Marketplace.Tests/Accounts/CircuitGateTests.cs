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

        var gate = Gate();
        await ActAsync(gate);
        Assert.Equal(1, _acts);

        await new Sessions(Database, Database.Clock).EndOthersAsync(person.UserId, 0, TestContext.Current.CancellationToken);
        Database.Clock.Advance(CircuitGate.Apart);
        await ActAsync(gate);

        Assert.Equal(1, _acts);
        Assert.Equal(PortalUrls.SignInFor(PortalUrls.Sites, ended: true), $"/{Address}");
    }

    [Fact]
    public async Task Visitors_act_without_a_session()
    {
        await ActAsync(Gate());

        Assert.Equal(1, _acts);
    }

    [Fact]
    public async Task Acts_do_not_wait_for_the_answer_and_none_is_carried_out_once_it_has_come()
    {
        var person = Database.Stranger();
        SignIn(person);
        await new Sessions(Database, Database.Clock).EndOthersAsync(person.UserId, 0, TestContext.Current.CancellationToken);
        var late = new LateState();
        var gate = Gate(late);

        await ActAsync(gate);
        await ActAsync(gate);
        Assert.Equal(2, _acts);

        late.Answer.SetResult(await Services.GetRequiredService<AuthenticationStateProvider>().GetAuthenticationStateAsync());
        await ActAsync(gate);
        Assert.Equal(2, _acts);
        Assert.StartsWith(PortalUrls.SignIn, $"/{Address}", StringComparison.Ordinal);
    }

    private CircuitGate Gate(AuthenticationStateProvider? state = null) =>
        new(state ?? Services.GetRequiredService<AuthenticationStateProvider>(), new Sessions(Database, Database.Clock), Navigation, Database.Clock);

    private Task ActAsync(CircuitGate gate) =>
        gate.CreateInboundActivityHandler(_ =>
        {
            _acts++;
            return Task.CompletedTask;
        })(null!);

    private sealed class LateState : AuthenticationStateProvider
    {
        public TaskCompletionSource<AuthenticationState> Answer { get; } = new();

        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Answer.Task;
    }
}
