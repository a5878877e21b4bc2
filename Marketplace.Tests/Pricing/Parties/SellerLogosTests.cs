using System.Net;
using Marketplace.Accounts;
using Marketplace.Portal;
using Marketplace.Pricing.Parties;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Pricing.Parties;

public sealed class SellerLogosTests : IDisposable
{
    private readonly PortalHost _portal = new();
    private readonly Actor _operator;

    public SellerLogosTests() => _operator = _portal.Database.Staff(StaffRole.Operator);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private SellerLogos Logos => _portal.Get<SellerLogos>();

    public static TheoryData<string, byte[]> Refused => new()
    {
        { "nothing", [] },
        { "no picture", "<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray() },
        { "too small", Pictures.Png(31, 64) },
        { "too wide", Pictures.Png(2001, 64) },
        { "cut off", Pictures.Png(64, 64)[..^20] },
        { "too few rows", Pictures.Png(64, 64, rows: 100) },
        { "too many bytes", Pictures.Png(64, 64, more: Pictures.Chunk("tEXt", new byte[SellerLogos.Limits.MaxBytes])) },
    };

    [Fact]
    public async Task It_is_kept_without_what_draws_nothing_changed_and_taken_away()
    {
        await SellAsync();
        Assert.IsType<PartyOutcome.Saved>(await Logos.SetAsync(_operator, Pictures.Png(300, 100, more: Pictures.Chunk("tEXt", "secret"u8)), Cancel));
        var first = (await Logos.ReadAsync(Cancel))!;

        Assert.Equal(Pictures.Png(300, 100), first.Content);
        Assert.IsType<PartyOutcome.Saved>(await Logos.SetAsync(_operator, Pictures.Jpeg(), Cancel));
        Assert.Equal("image/jpeg", (await Logos.ReadAsync(Cancel))!.MediaType);
        using var client = _portal.CreateClient();
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(PortalUrls.SellerLogo(first.Hash), Cancel)).StatusCode);
        var answer = await client.GetAsync(PortalUrls.SellerLogo((await Logos.ReadAsync(Cancel))!.Hash), Cancel);
        Assert.Equal("image/jpeg", answer.Content.Headers.ContentType!.MediaType);

        Assert.IsType<PartyOutcome.Saved>(await Logos.SetAsync(_operator, null, Cancel));
        Assert.Null(await Logos.ReadAsync(Cancel));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_is_no_picture_within_the_limits_is_refused_and_changes_nothing(string what, byte[] file)
    {
        await SellAsync();
        await Logos.SetAsync(_operator, Pictures.Png(64, 64), Cancel);

        Assert.True(await Logos.SetAsync(_operator, file, Cancel) is PartyOutcome.Invalid, what);
        Assert.Equal(Pictures.Png(64, 64), (await Logos.ReadAsync(Cancel))!.Content);
    }

    [Fact]
    public async Task It_belongs_to_a_seller() =>
        Assert.Contains(
            "Save who sells first", Assert.IsType<PartyOutcome.Invalid>(await Logos.SetAsync(_operator, Pictures.Png(64, 64), Cancel)).Problems["Logo"],
            StringComparison.Ordinal);

    public void Dispose() => _portal.Dispose();

    private async Task SellAsync() => Assert.IsType<PartyOutcome.Saved>(await _portal.Get<SellerEntities>().SaveAsync(
        _operator, new(new("Market GmbH", "Hauptstraße 1", "", "10115", "Berlin", "", "DE"), [new("DE", "DE136695976", false)], "M-", "", ""), Cancel));
}
