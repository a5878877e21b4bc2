using System.Net.Http.Json;
using Marketplace.Accounts;
using Marketplace.Notifications;
using Marketplace.Resolution;
using Marketplace.Tests.Search;
using Marketplace.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Marketplace.Tests.Notifications;

/// <summary>The newest seal, sent to a real server that stands in for the one that keeps it, and into the outbox.</summary>
public sealed class AuditReportsTests : IAsyncLifetime
{
    private readonly TestDatabase _database = new();
    private readonly WebApplication _keeper = WebApplication.CreateSlimBuilder().Build();
    private readonly List<AnchoredHead> _kept = [];
    private int _status = 204;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _keeper.Urls.Add("http://127.0.0.1:0");
        _keeper.MapPost("/audit", async (HttpRequest request) =>
        {
            _kept.Add((await request.ReadFromJsonAsync<AnchoredHead>(Cancel))!);
            return Results.StatusCode(_status);
        });
        await _keeper.StartAsync(Cancel);
    }

    [Fact]
    public async Task The_newest_seal_is_mailed_with_the_command_that_compares_it_and_posted()
    {
        using var reports = Reports(mail: "auditor@example.com", url: $"{_keeper.Urls.First()}/audit");
        await reports.MailAsync(Cancel);
        await reports.PostAsync(Cancel);
        Assert.Empty(_kept);
        await SealAsync();

        await reports.MailAsync(Cancel);
        await reports.PostAsync(Cancel);

        var head = _database.AuditAnchor().Read()!;
        var mail = _database.Read(db => db.Set<OutgoingMail>().Single());
        Assert.Equal("auditor@example.com", mail.To);
        Assert.Contains($"audit verify {head.Number} {head.Hash}", mail.Text, StringComparison.Ordinal);
        Assert.Equal(head, Assert.Single(_kept));
        Assert.Null(await _database.AuditTrail().VerifyAsync(Cancel, _kept[0]));
    }

    [Fact]
    public async Task What_is_not_wanted_is_not_sent_and_a_refusal_is_heard_of()
    {
        await SealAsync();
        using var silent = Reports(mail: "", url: "");
        await silent.MailAsync(Cancel);
        await silent.PostAsync(Cancel);
        Assert.Empty(_kept);
        Assert.Equal(0, _database.Read(db => db.Set<OutgoingMail>().Count()));

        _status = 500;
        using var refused = Reports(mail: "", url: $"{_keeper.Urls.First()}/audit");
        await Assert.ThrowsAsync<HttpRequestException>(() => refused.PostAsync(Cancel));
    }

    private async Task SealAsync()
    {
        using (var db = _database.CreateDbContext())
        {
            db.Audit(null, "test", "audit", "", _database.Now);
            await db.SaveChangesAsync(Cancel);
        }

        await _database.AuditTrail().SealAsync(Cancel);
    }

    private AuditReports Reports(string mail, string url) => new(
        _database, _database.AuditAnchor(), Options.Create(new AuditOptions { Mail = mail, Url = url }),
        Options.Create(new PortalOptions { Address = "https://marketplace.example" }), _database.Clock);

    public async ValueTask DisposeAsync()
    {
        await _keeper.DisposeAsync();
        _database.Dispose();
    }
}
