using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Portal;
using Marketplace.Portal.Http;
using Marketplace.Pricing;
using Marketplace.Resolution;
using Marketplace.Search;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Catalog;

public sealed class RestTests : IAsyncDisposable
{
    private readonly PortalHost _portal = new();
    private readonly Organization _acme;

    public RestTests()
    {
        _acme = _portal.Database.Publisher();
        _portal.Database.Available(_acme, "Acme.Mail", "1.0.0");
        _portal.Database.Available(_acme, "Acme.Mail", "1.1.0", ("Acme.Core", "[1.0,2.0)"));
        _portal.Database.Available(_acme, "Acme.Core", "1.0.0");
        var mail = _portal.Database.Read(db => db.Modules.Single(m => m.PackageId == "Acme.Mail").Id);
        _portal.Database.Save(new Offer(mail, OfferTier.Basic, OfferModel.Monthly, 3, _portal.Database.Member(_acme).UserId, A.Day)
        {
            Prices = { new OfferPrice("USD", 1300), new OfferPrice("EUR", 1200) }
        });
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The document is the list: what it names is called, each with what its parameters say, and answers what its schema says.</summary>
    [Fact]
    public async Task Every_operation_of_the_document_answers_as_it_says_and_is_not_sent_twice()
    {
        using var client = _portal.Client();
        using var document = JsonDocument.Parse(await client.GetStringAsync(PortalUrls.ApiDocument, Cancel));
        var operations = document.RootElement.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject()
                .Where(o => o.Name is "get" && o.Value.GetProperty("tags")[0].GetString() is not ("Installs" or "Billing" or "Licenses" or "Payouts"))
                .Select(o => (path.Name, Operation: o.Value)))
            .ToList();

        Assert.DoesNotContain(
            document.RootElement.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()),
            o => o.Name is "head");
        Assert.Equal(
            ["categories", "compatibility", "dependencies", "module", "offers", "publisher", "publishers", "releases", "reviews", "search", "suggest"],
            operations.Select(o => o.Operation.GetProperty("operationId").GetString()).Order());
        foreach (var (path, operation) in operations)
        {
            var address = path
                .Replace("{id}", "acme.mail", StringComparison.Ordinal)
                .Replace("{name}", Uri.EscapeDataString(_acme.Name), StringComparison.Ordinal);
            Assert.NotEmpty(operation.GetProperty("summary").GetString()!);
            Assert.All(
                operation.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray().ToList() : [],
                parameter => Assert.NotEmpty(parameter.GetProperty("description").GetString()!));
            using var answer = await client.GetAsync($"{address}?q=acme", Cancel);
            Assert.True(answer.StatusCode is HttpStatusCode.OK, $"{address} answered {answer.StatusCode}: {await answer.Content.ReadAsStringAsync(Cancel)}");
            Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
            Fits(
                document.RootElement,
                operation.GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json")
                    .GetProperty("schema"),
                await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel), path);

            using var again = new HttpRequestMessage(HttpMethod.Get, $"{address}?q=acme") { Headers = { IfNoneMatch = { answer.Headers.ETag! } } };
            using var unchanged = await client.SendAsync(again, Cancel);
            Assert.Equal((HttpStatusCode.NotModified, 0), (unchanged.StatusCode, (await unchanged.Content.ReadAsByteArrayAsync(Cancel)).Length));
        }
    }

    [Fact]
    public async Task It_answers_with_what_the_pages_show()
    {
        using var client = _portal.Client();

        var module = await client.GetFromJsonAsync<JsonElement>("/api/v1/modules/ACME.mail", Cancel);
        Assert.Equal(
            ("Acme.Mail", "1.1.0", "/modules/Acme.Mail"),
            (module.GetProperty("module").GetProperty("id").GetString(),
                module.GetProperty("release").GetProperty("version").GetString(),
                module.GetProperty("module").GetProperty("url").GetString()));
        var needs = await client.GetFromJsonAsync<JsonElement>("/api/v1/modules/Acme.Mail/dependencies", Cancel);
        Assert.Equal(["Acme.Core"], needs.GetProperty("needs").EnumerateArray().Select(n => n.GetProperty("id").GetString()));
        var neededBy = await client.GetFromJsonAsync<JsonElement>("/api/v1/modules/Acme.Core/dependencies", Cancel);
        Assert.Equal(["Acme.Mail"], neededBy.GetProperty("neededBy").EnumerateArray().Select(n => n.GetProperty("id").GetString()));
        var publisher = Assert.Single((await client.GetFromJsonAsync<JsonElement>("/api/v1/publishers", Cancel)).GetProperty("items").EnumerateArray());
        Assert.Equal((_acme.Name, 2), (publisher.GetProperty("name").GetString(), publisher.GetProperty("modules").GetInt32()));
        await _portal.Get<CatalogIndex>().RebuildAsync(Cancel);
        var suggested = await client.GetFromJsonAsync<JsonElement>("/api/v1/suggest?q=acme", Cancel);
        Assert.Equal(
            ["/modules/Acme.Core", "/modules/Acme.Mail"],
            suggested.GetProperty("modules").EnumerateArray().Select(m => m.GetProperty("url").GetString()).Order());
        Assert.Equal([(_acme.Name, Uri.EscapeDataString(_acme.Name))], Labels(suggested, "publishers", "/publishers/"));
        Assert.Equal([("Tools", "tools")], Labels(await client.GetFromJsonAsync<JsonElement>("/api/v1/suggest?q=to", Cancel), "categories", "/?category="));
        Assert.Equal([("test", "tag%3Atest")], Labels(await client.GetFromJsonAsync<JsonElement>("/api/v1/suggest?q=tes", Cancel), "tags", "/?q="));
        var offer = Assert.Single((await client.GetFromJsonAsync<JsonElement>("/api/v1/modules/Acme.Mail/offers", Cancel)).EnumerateArray());
        Assert.Equal(
            ("Basic", "Monthly", 3),
            (offer.GetProperty("tier").GetString(), offer.GetProperty("model").GetString(), offer.GetProperty("sites").GetInt32()));
        Assert.Equal(
            ["EUR 1200", "USD 1300"],
            offer.GetProperty("prices").EnumerateArray().Select(p => $"{p.GetProperty("currency")} {p.GetProperty("minor")}"));
        Assert.Empty(
            (await client.GetFromJsonAsync<JsonElement>("/api/v1/search?q=mail&price=subscription", Cancel))
                .GetProperty("modules").GetProperty("items").EnumerateArray());
        var found = await client.GetFromJsonAsync<JsonElement>("/api/v1/search?q=mail&price=free&sort=price", Cancel);
        Assert.Equal(["Acme.Mail"], found.GetProperty("modules").GetProperty("items").EnumerateArray().Select(m => m.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task A_version_is_read_as_nuget_writes_it_and_one_that_is_not_there_is_not_found()
    {
        using var client = _portal.Client();
        foreach (var resource in (string[])["/api/v1/modules/Acme.Mail", "/api/v1/modules/Acme.Mail/dependencies"])
        {
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"{resource}?version=1.0", Cancel)).StatusCode);
            using var missing = await client.GetAsync($"{resource}?version=99.0.0", Cancel);
            Assert.Contains("api.release", await missing.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Lists_come_in_pages_that_link_to_each_other()
    {
        using var client = _portal.Client();
        using var first = await client.GetAsync("/api/v1/modules/Acme.Mail/releases?size=1", Cancel);
        var page = await first.Content.ReadFromJsonAsync<JsonElement>(Cancel);

        Assert.Equal((2, 1, 2), (page.GetProperty("total").GetInt32(), page.GetProperty("items").GetArrayLength(), page.GetProperty("pages").GetInt32()));
        Assert.Equal("</api/v1/modules/Acme.Mail/releases?size=1&page=2>; rel=\"next\"", Assert.Single(first.Headers.GetValues("Link")));
        var second = await client.GetFromJsonAsync<JsonElement>("/api/v1/modules/Acme.Mail/releases?size=1&page=2", Cancel);
        Assert.Equal("1.0.0", second.GetProperty("items")[0].GetProperty("version").GetString());
    }

    [Theory]
    [InlineData("/modules/Nobody.Knows", 404, "api.module")]
    [InlineData("/modules/Nobody.Knows/releases", 404, "api.module")]
    [InlineData("/modules/Nobody.Knows/dependencies", 404, "api.module")]
    [InlineData("/modules/Nobody.Knows/compatibility", 404, "api.module")]
    [InlineData("/modules/Nobody.Knows/reviews", 404, "api.module")]
    [InlineData("/modules/Nobody.Knows/offers", 404, "api.module")]
    [InlineData("/modules/Acme.Mail?version=9.9.9", 404, "api.release")]
    [InlineData("/publishers/Nobody", 404, "api.publisher")]
    [InlineData("/nothing/here", 404, "api.resource")]
    [InlineData("/search?page=0", 400, "api.page")]
    [InlineData("/search?page=many", 400, "api.request")]
    [InlineData("/search?sort=luck", 400, "api.sort")]
    [InlineData("/suggest?q=a&count=500", 400, "api.count")]
    [InlineData("/modules/Acme.Mail/reviews?size=5000", 400, "api.size")]
    public async Task What_cannot_be_answered_is_a_problem_with_a_code(string path, int status, string code)
    {
        using var client = _portal.Client();
        using var answer = await client.GetAsync(PortalUrls.Api + path, Cancel);

        Assert.Equal((status, "application/problem+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
    }

    [Fact]
    public async Task A_private_module_is_there_for_keys_that_may_read_it_and_for_nobody_else()
    {
        var member = _portal.Database.Member(_acme, MemberRole.Owner);
        Hide("Acme.Core");
        var (reads, pushes) = (
            await _portal.KeyAsync(member, _acme, ApiKeyScopes.Read, Cancel),
            await _portal.KeyAsync(member, _acme, ApiKeyScopes.Push, Cancel));

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("/modules/Acme.Core"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("/modules/Acme.Core", pushes));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/modules/Acme.Core", reads));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/modules/Acme.Mail", "mkt_wrong"));
        using var signedIn = await _portal.ClientAsync(member);
        Assert.Equal(HttpStatusCode.OK, (await signedIn.GetAsync("/api/v1/modules/Acme.Core", Cancel)).StatusCode);
        var needs = await _portal.Client().GetFromJsonAsync<JsonElement>("/api/v1/modules/Acme.Mail/dependencies", Cancel);
        Assert.Equal(JsonValueKind.Null, needs.GetProperty("needs")[0].GetProperty("name").ValueKind);
    }

    [Fact]
    public async Task A_hidden_catalog_is_read_by_those_who_are_known_only()
    {
        _portal.With("Catalog:PublicReading", "false");
        var member = _portal.Database.Member(_acme, MemberRole.Owner);

        using (var stranger = await _portal.Client().GetAsync("/api/v1/search", Cancel))
        {
            Assert.Equal((HttpStatusCode.Unauthorized, "application/problem+json"), (stranger.StatusCode, stranger.Content.Headers.ContentType?.MediaType));
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await _portal.Client().GetAsync(PortalUrls.ApiDocument, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/search", await _portal.KeyAsync(member, _acme, ApiKeyScopes.Read, Cancel)));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("/search", await _portal.KeyAsync(member, _acme, ApiKeyScopes.Push, Cancel)));
        using var signedIn = await _portal.ClientAsync(member);
        Assert.Equal(HttpStatusCode.OK, (await signedIn.GetAsync("/api/v1/search", Cancel)).StatusCode);
    }

    private static IEnumerable<(string?, string)> Labels(JsonElement suggested, string kind, string address) => suggested.GetProperty(kind).EnumerateArray()
        .Select(label => (label.GetProperty("name").GetString(), label.GetProperty("url").GetString()!.Replace(address, "", StringComparison.Ordinal)));

    private async Task<HttpStatusCode> StatusAsync(string path, string? key = null)
    {
        using var client = _portal.Client();
        if (key is not null)
        {
            client.DefaultRequestHeaders.Add(ApiKeyHeader.Name, key);
        }

        using var answer = await client.GetAsync(PortalUrls.Api + path, Cancel);
        return answer.StatusCode;
    }

    private void Hide(string packageId)
    {
        using var db = _portal.Database.CreateDbContext();
        db.Modules.Single(m => m.PackageId == packageId).Hide(A.Day);
        db.SaveChanges();
    }

    // As far as it matters to who reads it: each property that is there is named, and each that must be there is.
    private static void Fits(JsonElement document, JsonElement schema, JsonElement value, string where)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            schema = document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]);
        }

        if (value.ValueKind is JsonValueKind.Array)
        {
            Assert.All(value.EnumerateArray(), item => Fits(document, schema.GetProperty("items"), item, where));
        }
        else if (value.ValueKind is JsonValueKind.Object && schema.TryGetProperty("properties", out var properties))
        {
            Assert.Equal(properties.EnumerateObject().Select(p => p.Name).Order(), value.EnumerateObject().Select(p => p.Name).Order());
            Assert.All(value.EnumerateObject(), p => Fits(document, properties.GetProperty(p.Name), p.Value, $"{where} {p.Name}"));
        }
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
