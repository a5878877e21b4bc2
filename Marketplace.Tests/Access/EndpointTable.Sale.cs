using System.Net.Http.Json;
using Marketplace.Tests.Support;
using static Marketplace.Tests.Access.EndpointCall;

namespace Marketplace.Tests.Access;

internal static partial class EndpointTable
{
    private static IEnumerable<EndpointCall> Sale =>
    [
        Get("/quotes/{Id:guid}", Who.All, w => [w.Quote]),
        Get("/quotes/{id:guid}/pdf", Who.All, w => [w.Quote]),
        Get("/seller/logo/{hash:length(64)}", Who.All, w => [w.Logo]),
        new("POST", "/tax/logo", Who.Operator, _ => [], "", _ => new MultipartFormDataContent
        {
            { new ByteArrayContent(Pictures.Png(64, 32)), "logo", "logo.png" },
        }),
        new("POST", "/webhooks/stripe", Who.Nobody, _ => []),
        Get("/sites/{site:long}/licenses/{id}", Who.Members, w => [w.Site, World.Public]),
        Get("/sales/licenses", Who.Operator),
        Get("/sales/licenses.csv", Who.Operator),
        new("POST", "/api/v1/licenses/validate", Reading, _ => [], "", _ => JsonContent.Create(new { key = "none" })),
        new("POST", "/api/v1/licenses/activate", Reading, _ => [], "", _ => JsonContent.Create(new { key = "none", fingerprint = "till 1" })),
        new("POST", "/api/v1/licenses/deactivate", Reading, _ => [], "", _ => JsonContent.Create(new { key = "none", fingerprint = "till 1" })),
        new("POST", "/api/v1/licenses/usage", Reading, _ => [], "", _ => JsonContent.Create(new { key = "none", quantity = "mails", count = 1 })),
        Get("/licenses/{Id:long}", Who.Members | Who.Staff, w => [w.License]),
        Get("/api/v1/licenses/{id:long}/uses", Who.Members | Who.ReadKey, w => [w.License]),
        new("PUT", "/api/v1/sites/{site:long}/licenses/{id}/activation", Who.Key, w => [w.Site, World.Public]),
        new("DELETE", "/api/v1/sites/{site:long}/licenses/{id}/activation", Who.Key, w => [w.Site, World.Public]),
        Get("/api/v1/licenses", Who.People | Who.ReadKey),
        Get("/api/v1/licenses/{id:long}", Who.Members | Who.ReadKey, w => [w.License]),
        Get("/api/v1/sites/{site:long}/licenses/{id}", Who.Members | Who.ReadKey, w => [w.Site, World.Public]),
        Get("/organization/billing", Who.People),
        Get("/tax", Who.Operator),
        Get("/tax/rates.csv", Who.Operator),
        Get("/ledger", Who.Operator),
        Get("/ledger/accounts/{Id:long}", Who.Operator, w => [w.Account.Id]),
        Get("/ledger/journals/{Id:long}", Who.Operator, w => [w.Journal]),
        Get("/ledger/accounts.csv", Who.Operator),
        Get("/ledger/trial-balance.csv", Who.Operator, $"?month={World.Month}&in=EUR"),
        Get("/ledger/journals.csv", Who.Operator),
        Get("/ledger/commissions.csv", Who.Operator),
        Get("/ledger/accounts/{id:long}/entries.csv", Who.Operator, w => [w.Account.Id], $"?month={World.Month}&in=EUR"),
    ];
}
