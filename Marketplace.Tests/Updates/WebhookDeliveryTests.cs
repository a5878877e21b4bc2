using System.Text;
using System.Text.Json;
using Marketplace.Data;
using Marketplace.Notifications;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Tests.Search;
using Marketplace.Tests.Support;
using Marketplace.Updates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Marketplace.Tests.Updates;

/// <summary>Webhooks, against a real server that stands in for the receiver's.</summary>
public sealed class WebhookDeliveryTests : IAsyncLifetime
{
    private readonly TestDatabase _database = new();
    private readonly List<(string Id, string Time, string Signature, string Body)> _received = [];
    private readonly WebApplication _receiver = WebApplication.CreateSlimBuilder().Build();
    private SiteWithUpdates _site = null!;
    private string _secret = "";
    private int _status = 204;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _receiver.Urls.Add("http://127.0.0.1:0");
        _receiver.MapPost("/hook", async (HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body);
            var body = await reader.ReadToEndAsync(Cancel);
            lock (_received)
            {
                _received.Add((
                    request.Headers[WebhookSignature.IdHeader]!,
                    request.Headers[WebhookSignature.TimeHeader]!,
                    request.Headers[WebhookSignature.Header]!,
                    body));
            }

            return _status == 302 ? Results.Redirect("/hook", preserveMethod: true) : Results.StatusCode(_status);
        });
        await _receiver.StartAsync(Cancel);

        _site = new SiteWithUpdates(_database);
        _site.Has(_site.Release("Acme.Mail", "1.0.0"));
        using var db = _database.CreateDbContext();
        var policy = new SitePolicy(_site.Id, _database.Now);
        // Not through the page's act, which takes only https.
        _secret = policy.Save(
            new PolicySettings { Notices = NoticeTiming.Off, WebhookUrl = $"{_receiver.Urls.First()}/hook" },
            _site.Member.UserId,
            _database.Now)!;
        db.Add(policy);
        await db.SaveChangesAsync(Cancel);
    }

    [Fact]
    public async Task An_event_comes_once_signed_as_Standard_Webhooks_has_it_whatever_members_want_to_hear()
    {
        await ReleaseAsync("1.0.1", "Letters could be read.");
        await SendAsync();
        await SendAsync();

        var (id, time, signature, body) = Assert.Single(_received);
        var key = Convert.FromBase64String(_secret["whsec_".Length..]);
        Assert.Equal(32, key.Length);
        Assert.Equal(
            $"v1,{Convert.ToBase64String(System.Security.Cryptography.HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{id}.{time}.{body}")))}",
            signature);
        Assert.Equal(_database.Clock.GetUtcNow().ToUnixTimeSeconds(), long.Parse(time, System.Globalization.CultureInfo.InvariantCulture));
        var root = JsonDocument.Parse(body).RootElement;
        Assert.Equal("update.available", root.GetProperty("type").GetString());
        Assert.Equal("Shop", root.GetProperty("data").GetProperty("site").GetProperty("name").GetString());
        Assert.Equal("1.0.1", root.GetProperty("data").GetProperty("version").GetString());
        Assert.Equal("Letters could be read.", root.GetProperty("data").GetProperty("security").GetString());
    }

    [Fact]
    public void The_signature_is_that_of_the_specifications_own_example() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        WebhookSignature.Of(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            DateTimeOffset.FromUnixTimeSeconds(1614265330),
            "{\"test\": 2432232314}"));

    [Theory]
    [InlineData(500)]
    [InlineData(404)]
    [InlineData(302)]
    public async Task What_is_refused_or_sent_elsewhere_is_tried_again_ever_more_rarely_with_one_id_and_in_order(int status)
    {
        _status = status;
        await ReleaseAsync("1.0.1");
        var pauses = new List<double>();
        for (var attempt = 0; attempt < 3; attempt++)
        {
            await SendAsync();
            pauses.Add((_database.Read(db => db.WebhookPosts.OrderBy(p => p.Id).First()).DueAt - _database.Now).TotalMinutes);
            await ReleaseAsync($"1.1.{attempt}");
            await SendAsync();
            _database.Clock.Advance(TimeSpan.FromMinutes(pauses[^1]));
        }

        Assert.Equal([1, 2, 4], pauses);
        Assert.Equal(3, _received.Count);
        Assert.Single(_received.Select(post => post.Id).Distinct());

        _status = 200;
        await SendAsync();
        Assert.Equal(
            ["1.0.1", "1.1.0", "1.1.1", "1.1.2"],
            _received.Skip(3)
                .Select(post => JsonDocument.Parse(post.Body).RootElement.GetProperty("data").GetProperty("version").GetString()));
        Assert.Equal(0, Waiting);
    }

    [Fact]
    public async Task After_three_days_it_is_given_up_and_members_are_told()
    {
        _status = 500;
        await ReleaseAsync("1.0.1");
        _database.Clock.Advance(TimeSpan.FromDays(3.1));

        await SendAsync();

        Assert.Equal(0, Waiting);
        Assert.Equal(
            "The webhook of Shop has taken nothing for three days: one event was given up.",
            Assert.Single((await new Inbox(_database, _database.Clock).ListAsync(_site.Member, ListQuery.First, Cancel)).Rows).Text);
    }

    [Fact]
    public async Task Private_addresses_are_not_asked_unless_the_installation_allows_them()
    {
        await ReleaseAsync("1.0.1");

        await SendAsync(new WebhookOptions());

        Assert.Empty(_received);
        Assert.Equal(1, Waiting);
    }

    [Fact]
    public async Task What_waits_for_a_webhook_that_is_gone_is_forgotten()
    {
        await ReleaseAsync("1.0.1");
        await new SitePolicies(_database, _database.Clock).SaveAsync(_site.Member, _site.Id, new(), Cancel);

        await SendAsync();

        Assert.Empty(_received);
        Assert.Equal(0, Waiting);
    }

    [Fact]
    public async Task Many_workers_hand_over_each_event_once()
    {
        for (var release = 1; release <= 10; release++)
        {
            await ReleaseAsync($"1.0.{release}");
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => SendAsync(), Cancel)));
        await SendAsync();

        Assert.Equal(10, _received.Count);
        Assert.Equal(10, _received.Select(post => post.Id).Distinct().Count());
    }

    [Fact]
    public async Task Events_of_an_organization_come_in_their_order_to_its_own_webhook_and_wait_for_nobody_elses()
    {
        _status = 500;
        await ReleaseAsync("1.0.1");
        await SendAsync();
        var organization = _database.Read(db => db.Sites.Single(s => s.Id == _site.Id).OrganizationId);
        var hook = new OrganizationHook(organization);
        var secret = hook.Lead($"{_receiver.Urls.First()}/hook")!;
        _database.Saved(hook);
        foreach (var number in Enumerable.Range(1, 3))
        {
            await using var db = _database.CreateDbContext();
            await db.PostAsync(organization, new OrganizationEvent("order.placed", "order", new { number }), _database.Now, Cancel);
            await db.SaveChangesAsync(Cancel);
        }

        await SendAsync();
        (_status, var refused) = (200, _received.Count);
        _database.Clock.Advance(TimeSpan.FromMinutes(1));
        await SendAsync();

        Assert.Equal(2, refused);
        var own = _received.Skip(refused).Where(post => post.Body.Contains("order.placed", StringComparison.Ordinal)).ToList();
        Assert.Equal([1, 2, 3], own.Select(post =>
            JsonDocument.Parse(post.Body).RootElement.GetProperty("data").GetProperty("order").GetProperty("number").GetInt32()));
        Assert.Equal(WebhookSignature.Of(secret, own[0].Id, _database.Clock.GetUtcNow(), own[0].Body), own[0].Signature);
        Assert.Equal((4, 0), (_received.Count - refused, Waiting));
    }

    [Fact]
    public async Task Owners_are_told_when_their_organizations_webhook_takes_nothing()
    {
        _status = 404;
        var client = _database.Client();
        var owner = _database.Member(client, Marketplace.Accounts.MemberRole.Owner);
        var hook = new OrganizationHook(client.Id);
        hook.Lead($"{_receiver.Urls.First()}/hook");
        _database.Saved(hook);
        await using (var db = _database.CreateDbContext())
        {
            await db.PostAsync(client.Id, new OrganizationEvent("order.placed", "order", new { number = 1 }), _database.Now, Cancel);
            await db.SaveChangesAsync(Cancel);
        }

        _database.Clock.Advance(TimeSpan.FromDays(3.1));
        await SendAsync();

        Assert.Equal(0, Waiting);
        Assert.Equal(
            $"The webhook of {client.Name} has taken nothing for three days: one event was given up.",
            Assert.Single((await new Inbox(_database, _database.Clock).ListAsync(owner, ListQuery.First, Cancel)).Rows).Text);
    }

    private int Waiting => _database.Read(db => db.WebhookPosts.Count());

    private async Task ReleaseAsync(string version, string? security = null)
    {
        _site.Release("Acme.Mail", version, security: security);
        await new UpdateNotices(_database, _database.Clock).NotifyAsync(Cancel);
    }

    private async Task SendAsync(WebhookOptions? options = null)
    {
        options ??= new() { PrivateAddresses = true, Ports = { new Uri(_receiver.Urls.First()).Port } };
        using var delivery = new WebhookDelivery(
            _database, Microsoft.Extensions.Options.Options.Create(options), _database.Clock, NullLogger<WebhookDelivery>.Instance);
        await delivery.SendAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _receiver.DisposeAsync();
        _database.Dispose();
    }
}
