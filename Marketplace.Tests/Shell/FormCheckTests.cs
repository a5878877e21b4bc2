using System.Net;
using Marketplace.Accounts;
using Marketplace.Tests.Support;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Routing;

namespace Marketplace.Tests.Shell;

public sealed class FormCheckTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_form_without_its_token_is_400_for_a_browser_and_for_a_program(bool isDemo)
    {
        await using var portal = new PortalHost { IsDemo = isDemo };
        portal.With("Accounts:AttemptsPerMinute", "10000").With("Publishing:PushesPerMinute", "10000");
        var paths = portal.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAntiforgeryMetadata>()?.RequiresValidation is true)
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/')).Where(path => !path.Contains('{', StringComparison.Ordinal))
            .Distinct().Order().ToList();
        Assert.True(paths.Count > 10);
        var everything = portal.Database.Staff(StaffRole.Operator);
        portal.Database.Save(new Membership(portal.Database.Publisher().Id, everything.UserId, MemberRole.Owner, A.Day));
        using var client = await portal.ClientAsync(everything);

        var answers = new List<string>();
        foreach (var path in paths)
        {
            foreach (var accept in new[] { "text/html", "application/json" })
            {
                using var form = new MultipartFormDataContent { { new StringContent("none"), "_handler" }, { new StringContent("x"), "email" } };
                using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = form };
                request.Headers.Add("Accept", accept);
                using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
                answers.Add($"{path} for {accept}: {(int)answer.StatusCode}");
            }
        }

        Assert.DoesNotContain(answers, answer => !answer.EndsWith(" 400", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/nowhere", HttpStatusCode.NotFound)]
    public async Task What_a_form_does_not_find_is_answered_by_the_page_that_says_so(string path, HttpStatusCode status)
    {
        await using var portal = new PortalHost();
        using var client = portal.Client();
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        using var form = new FormUrlEncodedContent([new("a", "b")]);

        using var answer = await client.PostAsync(path, form, TestContext.Current.CancellationToken);

        Assert.Equal(status, answer.StatusCode);
    }
}
