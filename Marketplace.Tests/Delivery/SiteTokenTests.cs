using Marketplace.Accounts;
using Marketplace.Delivery;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Delivery;

public sealed class SiteTokenTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly SiteTokens _tokens;
    private readonly Actor _owner;
    private readonly Site _site;

    public SiteTokenTests()
    {
        _tokens = new SiteTokens(_database, _database.Clock);
        var globex = _database.Client();
        _owner = _database.Member(globex, MemberRole.Owner);
        _site = _database.Saved(A.Site(globex.Id));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_opens_its_site_and_only_its_hash_is_kept()
    {
        var text = await MakeAsync();

        Assert.Equal(_site.Id, (await _tokens.AuthenticateAsync(text, Cancel))?.SiteId);
        Assert.StartsWith("mst_", text, StringComparison.Ordinal);
        Assert.Equal(ApiKey.HashOf(text), _database.Read(db => db.SiteTokens.Single().Hash));
        Assert.Null(await _tokens.AuthenticateAsync(text + "x", Cancel));
        Assert.Null(await _tokens.AuthenticateAsync("mst_", Cancel));
    }

    [Fact]
    public async Task After_a_rotation_the_earlier_token_works_until_the_new_one_is_used()
    {
        var earlier = await MakeAsync();
        Assert.NotNull(await _tokens.AuthenticateAsync(earlier, Cancel));
        var later = await MakeAsync();

        Assert.NotNull(await _tokens.AuthenticateAsync(earlier, Cancel));
        Assert.NotNull(await _tokens.AuthenticateAsync(later, Cancel));
        Assert.Null(await _tokens.AuthenticateAsync(earlier, Cancel));
    }

    [Fact]
    public async Task After_a_rotation_the_earlier_token_ends_within_a_day_in_any_case()
    {
        var earlier = await MakeAsync();
        await MakeAsync();
        _database.Clock.Advance(SiteTokens.Overlap);

        Assert.Null(await _tokens.AuthenticateAsync(earlier, Cancel));
    }

    [Fact]
    public async Task Revoking_ends_every_token_at_once()
    {
        var (earlier, later) = (await MakeAsync(), await MakeAsync());

        Assert.True(await _tokens.RevokeAsync(_owner, _site.Id, Cancel));

        Assert.Null(await _tokens.AuthenticateAsync(earlier, Cancel));
        Assert.Null(await _tokens.AuthenticateAsync(later, Cancel));
        Assert.False(await _tokens.RevokeAsync(_owner, _site.Id, Cancel));
        Assert.Equal(
            ["site-token.create", "site-token.rotate", "site-token.revoke"],
            _database.Read(db => db.AuditEntries.OrderBy(e => e.Id).Select(e => e.Action).ToList()));
    }

    [Fact]
    public async Task Only_members_make_and_revoke_tokens_and_no_program_does()
    {
        var text = await MakeAsync();

        foreach (var other in new[]
        {
            _database.Member(_database.Client("Initech"), MemberRole.Owner), _database.Stranger(),
            _database.Staff(StaffRole.Operator), _owner with { ApiKeyId = 1 },
        })
        {
            Assert.Null(await _tokens.MakeAsync(other, _site.Id, Cancel));
            Assert.False(await _tokens.RevokeAsync(other, _site.Id, Cancel));
        }

        Assert.NotNull(await _tokens.AuthenticateAsync(text, Cancel));
    }

    private async Task<string> MakeAsync() => Assert.IsType<string>(await _tokens.MakeAsync(_owner, _site.Id, Cancel));

    public void Dispose() => _database.Dispose();
}
