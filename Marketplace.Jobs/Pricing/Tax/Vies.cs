using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Marketplace.Data;
using Marketplace.Publishers;
using Microsoft.Extensions.Options;

namespace Marketplace.Pricing.Tax;

public abstract record ViesReply
{
    /// <param name="Name">As registered; null where the member keeps it to itself.</param>
    public sealed record Answered(bool IsValid, string? Name, string? Consultation) : ViesReply;

    /// <summary>It could not say. A member’s register is often busy or away.</summary>
    public sealed record Unavailable(string Reason) : ViesReply;
}

/// <summary>Asks the European Commission’s register of VAT ids, VIES, by its public REST interface.</summary>
public sealed class Vies(HttpClient http, IOptions<TaxOptions> options)
{
    private const int MaxBytes = 64 * 1024;

    public bool IsOn => options.Value.Vies != "";

    public static Vies Client(IOptions<TaxOptions> options) => new(
        new HttpClient(PublicWeb.Handler(PublicWeb.IsPublic, PublicWeb.Ports), disposeHandler: true)
        {
            Timeout = TimeSpan.FromSeconds(10),
            MaxResponseContentBufferSize = MaxBytes,
        },
        options);

    /// <summary>Whether the register covers the VAT id: those of members of the European Union and of Northern Ireland.</summary>
    public static bool Covers(VatId id) => TaxTerritory.Union.Contains(id.Country) || id.Prefix == "XI";

    public async Task<ViesReply> AskAsync(VatId id, CancellationToken cancel)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri($"{options.Value.Vies.TrimEnd('/')}/ms/{id.Prefix}/vat/{Uri.EscapeDataString(id.Number)}"), cancel);
            return answer.StatusCode is HttpStatusCode.OK
                ? Read(await answer.Content.ReadFromJsonAsync<Body>(cancel))
                : new ViesReply.Unavailable($"it answered {(int)answer.StatusCode}");
        }
        catch (Exception error) when (error is HttpRequestException or IOException or SocketException or JsonException or NotSupportedException
            || (error is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return new ViesReply.Unavailable(error is OperationCanceledException ? "it did not answer in time" : "it could not be reached");
        }
    }

    // Only these two are answers; everything else, such as MS_UNAVAILABLE, MS_MAX_CONCURRENT_REQ or TIMEOUT, is that it could not say.
    private static ViesReply Read(Body? body) => body?.UserError switch
    {
        "VALID" when body.IsValid is true => new ViesReply.Answered(true, Text(body.Name)?.Clip(VatAnswer.MaxName), Text(body.RequestIdentifier)?.Clip(60)),
        "INVALID" when body.IsValid is false => new ViesReply.Answered(false, null, null),
        null => new ViesReply.Unavailable("its answer was none"),
        var error => new ViesReply.Unavailable($"it answered {error.Clip(60)}"),
    };

    private static string? Text(string? value) => value?.Trim() is { Length: > 0 } text && text != "---" ? text : null;

    private sealed record Body(bool? IsValid, string? UserError, string? Name, string? RequestIdentifier);
}
