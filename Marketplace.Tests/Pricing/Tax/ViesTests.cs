using Marketplace.Pricing.Tax;
using Marketplace.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Marketplace.Tests.Pricing.Tax;

/// <summary>Against a stand-in that answers as the public register does.</summary>
public sealed class ViesTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };

    private static readonly VatId Id = new("IE", "IE6388047V");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_it_says_is_kept_with_its_time_and_not_asked_again_that_day()
    {
        await using var server = await AnswerAsync("VALID", true, "GOOGLE IRELAND LIMITED");
        var ids = Ids(server.Address + "/rest-api/");

        var standing = await ids.StandingAsync(Id, Cancel);
        await ids.StandingAsync(Id, Cancel);

        Assert.Equal(new VatStanding(VatVerdict.Confirmed, _database.Now, "GOOGLE IRELAND LIMITED", null), standing);
        Assert.Equal("/rest-api/ms/IE/vat/6388047V", Assert.Single(server.Asked));
        Assert.Equal(
            ("IE6388047V", true, "WAPIAAAAW1"),
            _database.Read(db => db.VatAnswers.Select(a => ValueTuple.Create(a.VatId, a.IsValid, a.Consultation!)).Single()));

        _database.Clock.Advance(TimeSpan.FromDays(2));
        await ids.StandingAsync(Id, Cancel);
        Assert.Equal(2, server.Asked.Count);
    }

    [Fact]
    public async Task One_that_it_does_not_know_is_refused()
    {
        await using var server = await AnswerAsync("INVALID", false, "---");

        Assert.Equal(VatVerdict.Refused, (await Ids(server.Address).StandingAsync(Id, Cancel)).Verdict);
        Assert.False(_database.Read(db => db.VatAnswers.Single().IsValid));
    }

    [Theory]
    [InlineData("MS_UNAVAILABLE")]
    [InlineData("MS_MAX_CONCURRENT_REQ")]
    [InlineData("GLOBAL_MAX_CONCURRENT_REQ")]
    [InlineData("SERVICE_UNAVAILABLE")]
    [InlineData("TIMEOUT")]
    [InlineData("INVALID_INPUT")]
    [InlineData("VAT_BLOCKED")]
    public async Task When_it_cannot_say_the_form_counts_and_that_is_said(string error)
    {
        await using var server = await AnswerAsync(error, false, "---");

        await FallsBackAsync(server.Address);
    }

    [Theory]
    [InlineData(500, "")]
    [InlineData(200, "")]
    [InlineData(200, "<html>")]
    [InlineData(200, "{}")]
    [InlineData(200, """{"isValid":true,"userError":"INVALID"}""")]
    [InlineData(302, "")]
    public async Task An_answer_that_is_none_blocks_nobody(int status, string body)
    {
        await using var server = await StandInServer.StartAsync(async context =>
        {
            (context.Response.StatusCode, context.Response.ContentType) = (status, "application/json");
            await context.Response.WriteAsync(body, Cancel);
        });

        await FallsBackAsync(server.Address);
    }

    [Fact]
    public async Task A_service_that_is_not_there_blocks_nobody()
    {
        var server = await AnswerAsync("VALID", true, "");
        var address = server.Address;
        await server.DisposeAsync();

        await FallsBackAsync(address);
    }

    [Fact]
    public async Task Nobody_is_asked_where_it_is_off_or_the_country_is_not_in_it()
    {
        await using var server = await AnswerAsync("VALID", true, "");

        Assert.Equal(new VatStanding(VatVerdict.WellFormed, null, null, null), await Ids("").StandingAsync(Id, Cancel));
        Assert.Equal(VatVerdict.WellFormed, (await Ids(server.Address).StandingAsync(new("CH", "CHE107787577"), Cancel)).Verdict);
        Assert.Equal(VatVerdict.WellFormed, (await Ids(server.Address).StandingAsync(new("GB", "GB980780684"), Cancel)).Verdict);
        Assert.Empty(server.Asked);
        await Ids(server.Address).StandingAsync(new("GB", "XI980780684"), Cancel);
        await Ids(server.Address).StandingAsync(new("GR", "EL094259216"), Cancel);
        Assert.Equal(["/ms/XI/vat/980780684", "/ms/EL/vat/094259216"], server.Asked);
    }

    private async Task FallsBackAsync(string address)
    {
        var standing = await Ids(address).StandingAsync(Id, Cancel);

        Assert.Equal((VatVerdict.WellFormed, (DateTime?)null), (standing.Verdict, standing.At));
        Assert.StartsWith("The register of VAT IDs did not answer", standing.Note, StringComparison.Ordinal);
        Assert.Equal(0, _database.Read(db => db.VatAnswers.Count()));
    }

    private VatIds Ids(string address) => new(_database, new Vies(_http, Options.Create(new TaxOptions { Vies = address })), _database.Clock);

    private static Task<StandInServer> AnswerAsync(string error, bool isValid, string name) => StandInServer.StartAsync(async context =>
    {
        context.Response.ContentType = "application/json";
        var number = context.Request.Path.Value!.Split('/')[^1];
        await context.Response.WriteAsync($$"""
            {
              "isValid" : {{(isValid ? "true" : "false")}}, "requestDate" : "2026-03-02T09:00:00.123Z", "userError" : "{{error}}", "name" : "{{name}}",
              "address" : "---", "requestIdentifier" : "WAPIAAAAW1", "originalVatNumber" : "{{number}}", "vatNumber" : "{{number}}",
              "viesApproximate" : { "name" : "---", "street" : "---", "postalCode" : "---", "city" : "---", "companyType" : "---", "matchName" : 3 }
            }
            """, TestContext.Current.CancellationToken);
    });

    public void Dispose()
    {
        _http.Dispose();
        _database.Dispose();
    }
}
