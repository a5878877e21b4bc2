using System.Text.Json;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Operations;
using Marketplace.Planning;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tests.Operations;

/// <summary>An answer that goes on is asked about again, so that it ends with the right to read it.</summary>
public sealed class OperationStreamTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
    private readonly PortalHost _portal;
    private readonly Organization _client;
    private readonly Actor _owner;
    private readonly long _operation;

    public OperationStreamTests()
    {
        _portal = new PortalHost { Clock = _clock };
        _client = _portal.Database.Client();
        _owner = _portal.Database.Member(_client, MemberRole.Owner);
        var site = _portal.Database.Saved(new Site(_client.Id, "Shop", "2.0.0", "shop", A.Day));
        var plan = new Plan(site.Id, new string('a', 64), "Install", "", new PlanDocument(site.Id, "2.0.0", 0, null, []).ToJson(), 1, _owner.UserId, A.Day);
        _operation = _portal.Database.Saved(new Operation(plan, _owner.UserId, false, A.Day)).Id;
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_change_it_says_once_a_minute_how_far_it_is()
    {
        using var program = await ProgramAsync(null);
        using var events = await EventsAsync(program);
        Assert.True(await NextAsync(events));

        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.True(await NextAsync(events));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_revoked_key_reads_no_further_event(bool changes)
    {
        using var program = await ProgramAsync(null);
        using var events = await EventsAsync(program);
        Assert.True(await NextAsync(events));

        Assert.True(await _portal.Get<ApiKeys>().RevokeAsync(_owner, _portal.Database.Read(db => db.ApiKeys.Single().Id), Cancel));
        Wake(changes);

        Assert.False(await NextAsync(events));
    }

    [Fact]
    public async Task An_expired_key_reads_no_further_event()
    {
        using var program = await ProgramAsync(_clock.UtcNow.AddSeconds(90));
        using var events = await EventsAsync(program);
        Assert.True(await NextAsync(events));

        _clock.Advance(TimeSpan.FromSeconds(100));

        Assert.False(await NextAsync(events));
    }

    [Fact]
    public async Task Who_left_the_organization_reads_no_further_event()
    {
        using var program = await ProgramAsync(null);
        using var events = await EventsAsync(program);
        Assert.True(await NextAsync(events));

        using var db = _portal.Database.CreateDbContext();
        await db.Memberships.Where(m => m.UserId == _owner.UserId).ExecuteDeleteAsync(Cancel);
        Wake(changes: true);

        Assert.False(await NextAsync(events));
    }

    [Fact]
    public async Task A_session_that_ended_reads_no_further_event()
    {
        using var browser = await _portal.ClientAsync(_owner);
        using var events = await EventsAsync(browser);
        Assert.True(await NextAsync(events));

        await _portal.Get<Sessions>().EndOthersAsync(_owner.UserId, 0, Cancel);
        Wake(changes: true);

        Assert.False(await NextAsync(events));
    }

    private void Wake(bool changes)
    {
        if (changes)
        {
            _portal.Get<LiveFeed>().Publish(LiveTopic.Operation(_operation).Name);
        }
        else
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
        }
    }

    private async Task<HttpClient> ProgramAsync(DateTime? expires)
    {
        var made = await _portal.Get<ApiKeys>().CreateAsync(_owner, _client.Id, "Build server", ApiKeyScopes.Read, expires, Cancel);
        var program = _portal.Client();
        program.DefaultRequestHeaders.Authorization = new("Bearer", Assert.IsType<CreateKeyOutcome.Created>(made).Text);
        return program;
    }

    private async Task<StreamReader> EventsAsync(HttpClient client) => new(await client.GetStreamAsync($"/api/v1/operations/{_operation}/events", Cancel));

    /// <summary>Whether one more event came; false if the stream ended.</summary>
    private async Task<bool> NextAsync(StreamReader events)
    {
        while (await events.ReadLineAsync(Cancel) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                Assert.Equal(_operation, JsonDocument.Parse(line[6..]).RootElement.GetProperty("id").GetInt64());
                return true;
            }
        }

        return false;
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
