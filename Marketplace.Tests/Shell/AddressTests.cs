using System.Net;
using System.Reflection;
using Marketplace.Accounts;
using Marketplace.Portal.Demo;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Shell;

/// <summary>Whatever someone types into the address of a page.</summary>
[Collection(nameof(WithTheDemo))]
public sealed class AddressTests(DemoPortal demo)
{
    private static readonly string[] Rubbish = ["abc", "-1", "2000000000", "99999999999999999999", "%00", "1&{0}=x"];
    private readonly PortalHost _portal = demo.Host;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_parameter_of_every_page_takes_rubbish_without_an_error()
    {
        Assert.SkipWhen(TestDatabase.IsSqlServer, "The demo is filled on the embedded database.");
        var before = demo.Errors.Count;
        var names = Parameters().Select(one => one.Name).Distinct().ToList();
        Assert.True(names.Count > 20);
        var clients = new Dictionary<DemoPerson, HttpClient>();
        var visits = Enumerable.Empty<Visit>();
        await using (var db = _portal.Database.CreateDbContext())
        {
            visits = [.. EveryPage.In(db).GroupBy(visit => visit.Address.Split('?')[0]).Select(group => group.First())];
            foreach (var who in visits.Select(visit => visit.Who).OfType<DemoPerson>().Distinct())
            {
                clients[who] = await _portal.ClientAsync(new Actor(await db.Users.Where(u => u.Email == who.Email).Select(u => u.Id).SingleAsync(Cancel)));
            }
        }

        using var stranger = _portal.Client();
        var faults = new List<string>();
        foreach (var (visit, rubbish) in visits.SelectMany(visit => Rubbish.Select(rubbish => (visit, rubbish))))
        {
            var query = string.Join('&', names.Select(name => $"{name}={string.Format(System.Globalization.CultureInfo.InvariantCulture, rubbish, name)}"));
            using var answer = await (visit.Who is { } who ? clients[who] : stranger).GetAsync($"{visit.Address.Split('?')[0]}?{query}", Cancel);
            if ((int)answer.StatusCode >= 500)
            {
                faults.Add($"{visit} with {rubbish}: {answer.StatusCode}");
            }
        }

        Assert.Empty(faults);
        Assert.Empty(demo.Errors.Skip(before));
    }

    [Fact]
    public void Every_query_parameter_of_a_component_is_text() => Assert.Empty(
        from one in Parameters()
        where one.Property.PropertyType != typeof(string) && one.Property.PropertyType != typeof(string[])
        select $"{one.Property.DeclaringType!.Name}.{one.Property.Name}: take it as text and read it by QueryText, since a bad number fails the page.");

    private static IEnumerable<(PropertyInfo Property, string Name)> Parameters() =>
        from type in typeof(Program).Assembly.GetTypes()
        where type.IsAssignableTo(typeof(ComponentBase))
        from property in type.GetProperties(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)
        let given = property.GetCustomAttribute<SupplyParameterFromQueryAttribute>()
        where given is not null
        select (property, given.Name ?? property.Name.ToLowerInvariant());

    [Fact]
    public async Task What_is_not_there_is_not_found_by_strangers_and_by_people()
    {
        Assert.SkipWhen(TestDatabase.IsSqlServer, "The demo is filled on the embedded database.");
        using var stranger = _portal.Client();
        stranger.DefaultRequestHeaders.Add("Accept", "text/html");
        using var anna = await PersonAsync(DemoPeople.Client);
        using var paul = await PersonAsync(DemoPeople.Publisher);
        using var mona = await PersonAsync(DemoPeople.Moderator);
        foreach (var address in (string[])["/modules/Nope", "/modules/Acme.Invoicing?version=99.0.0", "/publishers/Nobody", "/collections/nope"])
        {
            await NotFoundAsync(stranger, address);
            await NotFoundAsync(anna, address);
        }

        foreach (var address in (string[])["/sites/999999", "/sites/999999/plan", "/operations/999999", "/batches/999999", "/modules/Nope/statistics"])
        {
            await NotFoundAsync(anna, address);
        }

        foreach (var address in (string[])["/submissions/999999", "/modules/Nope/listing", "/modules/Nope/offers", "/modules/Nope/licenses"])
        {
            await NotFoundAsync(paul, address);
        }

        await NotFoundAsync(mona, "/moderation/999999");
    }

    [Theory]
    [InlineData("/organisation/members", "/organization/members")]
    [InlineData("/organisation/domains?organization=3", "/organization/domains?organization=3")]
    [InlineData("/licences", "/licenses")]
    [InlineData("/Licences", "/licenses")]
    [InlineData("/modules?Licence=MIT", "/modules?license=MIT")]
    [InlineData("/modules/Acme.Shop/licences?page=2", "/modules/Acme.Shop/licenses?page=2")]
    [InlineData("/modules?q=shop&licence=MIT&licence=Apache-2.0", "/modules?q=shop&license=MIT&license=Apache-2.0")]
    [InlineData("/api/v1/search?licence=MIT", "/api/v1/search?license=MIT")]
    public async Task An_address_of_old_leads_to_todays(string old, string now)
    {
        using var client = _portal.Client();

        using var answer = await client.GetAsync(old, Cancel);
        using var sent = await client.PostAsync(old, null, Cancel);

        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal((HttpStatusCode.PermanentRedirect, now), (answer.StatusCode, answer.Headers.Location?.OriginalString));
        Assert.Equal((HttpStatusCode.PermanentRedirect, now), (sent.StatusCode, sent.Headers.Location?.OriginalString));
    }

    private async Task<HttpClient> PersonAsync(DemoPerson person)
    {
        var client = await _portal.ClientAsync(new Actor(_portal.Database.Read(db => db.Users.Single(u => u.Email == person.Email).Id)));
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        return client;
    }

    private static async Task NotFoundAsync(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(address, Cancel);
        Assert.Equal((address, HttpStatusCode.NotFound, "text/html"), (address, answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains("class=\"empty ", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }
}
