using System.Net;
using Marketplace.Accounts;
using Marketplace.Portal;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Accounts;

public sealed class SessionTests : IAsyncDisposable
{
    private readonly PortalHost _portal = new();
    private readonly Actor _person;

    public SessionTests() => _person = _portal.Database.Stranger();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_session_ended_elsewhere_opens_nothing_at_the_next_request()
    {
        using var here = await _portal.ClientAsync(_person);
        using var there = await _portal.ClientAsync(_person);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(there));
        var other = Open()[^1];

        Assert.Contains("has ended", await Form.PostAsync(here, PortalUrls.Account, $"session-end-{other}"), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(here));
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(there));
        Assert.Equal(1, _portal.Database.Read(db => db.AuditEntries.Count(e => e.Action == "session.end")));
    }

    [Fact]
    public async Task All_others_end_and_this_one_stays()
    {
        using var here = await _portal.ClientAsync(_person);
        using var there = await _portal.ClientAsync(_person);
        using var stranger = await _portal.ClientAsync(_portal.Database.Stranger());

        await Form.PostAsync(here, PortalUrls.Account, "others");

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(here));
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(there));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(stranger));
    }

    [Fact]
    public async Task Nobody_ends_the_session_of_another()
    {
        using var victim = await _portal.ClientAsync(_person);
        var sessions = _portal.Get<Sessions>();

        Assert.False(await sessions.EndAsync(_portal.Database.Stranger().UserId, Open()[0], Cancel));

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(victim));
    }

    [Fact]
    public async Task Being_seen_is_written_down_every_five_minutes_and_what_is_old_is_deleted()
    {
        using var database = new TestDatabase();
        var (sessions, user) = (new Sessions(database, database.Clock), database.Stranger().UserId);
        var id = await sessions.StartAsync(user, "password", "Firefox on Linux", "192.0.2.1", Cancel);
        DateTime Seen() => database.Read(db => db.Sessions.Single().SeenAt);
        var start = Seen();

        database.Clock.Advance(TimeSpan.FromMinutes(4));
        Assert.True(await sessions.IsOpenAsync(user, id, Cancel));
        Assert.Equal(start, Seen());

        database.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.True(await sessions.IsOpenAsync(user, id, Cancel));
        Assert.Equal(start.AddMinutes(6), Seen());

        database.Clock.Advance(TimeSpan.FromDays(31));
        await new PurgeSessionsJob(sessions).RunAsync(Cancel);
        Assert.False(await sessions.IsOpenAsync(user, id, Cancel));
    }

    [Theory]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36", "Chrome on Linux")]
    [InlineData(
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36 Edg/143.0.0.0",
        "Edge on Windows")]
    [InlineData(
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 "
            + "Mobile/15E148 Safari/604.1",
        "Safari on iPhone")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on macOS")]
    [InlineData("", "Unknown browser")]
    public async Task The_list_names_browser_and_system(string userAgent, string words)
    {
        using var client = await _portal.ClientAsync(_person);
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", userAgent);

        // The name suggested for a new passkey is made of the same words.
        Assert.Contains($"placeholder=\"{words}\"", await client.GetStringAsync(PortalUrls.Account, Cancel), StringComparison.Ordinal);
    }

    private List<long> Open() => _portal.Database.Read(
        db => db.Sessions.Where(s => s.EndedAt == null && s.UserId == _person.UserId).OrderBy(s => s.Id).Select(s => s.Id).ToList());

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var answer = await client.GetAsync(PortalUrls.Account, Cancel);
        return answer.StatusCode;
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
