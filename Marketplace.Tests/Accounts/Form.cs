using System.Net;
using System.Text.RegularExpressions;

namespace Marketplace.Tests.Accounts;

/// <summary>Fills in a form of a page as a browser without script would: gets the page, keeps its token, posts the fields.</summary>
internal static partial class Form
{
    public static async Task<string> PostAsync(HttpClient client, string page, string form, params (string Name, string Value)[] fields)
    {
        var cancel = TestContext.Current.CancellationToken;
        using var got = await client.GetAsync(page, cancel);
        var html = await got.Content.ReadAsStringAsync(cancel);

        // The cookie of a signed-in test client is a fixed header, so what the page sets is added by hand.
        var cookies = got.Headers.TryGetValues("Set-Cookie", out var set) ? set.Select(c => c.Split(';')[0]) : [];
        using var request = new HttpRequestMessage(HttpMethod.Post, page);
        var given = client.DefaultRequestHeaders.TryGetValues("Cookie", out var fixedOnes) ? fixedOnes : [];
        if (given.Any())
        {
            request.Headers.Add("Cookie", string.Join("; ", given.Concat(cookies)));
        }

        request.Content = new FormUrlEncodedContent(
        [
            new("_handler", form),
            new("__RequestVerificationToken", Token().Match(html).Groups[1].Value),
            .. fields.Select(field => KeyValuePair.Create($"Input.{field.Name}", field.Value)),
        ]);
        using var answer = await client.SendAsync(request, cancel);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(cancel)) + answer.Headers.Location;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
