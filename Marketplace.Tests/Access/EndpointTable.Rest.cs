using System.Net.Http.Json;
using static Marketplace.Tests.Access.EndpointCall;

namespace Marketplace.Tests.Access;

internal static partial class EndpointTable
{
    private const string Api = "/api/v1";

    // Whoever sends a key that is none is told so, even where nobody needs one.
    private const Who Reading = Who.All & ~(Who.Revoked | Who.Agent | Who.OtherAgent);

    private static IEnumerable<EndpointCall> Rest =>
    [
        Get(Api + "/search", Reading, "?q=gadget"),
        Get(Api + "/suggest", Reading, "?q=gadget"),
        Get(Api + "/categories", Reading),
        Get(Api + "/publishers", Reading),
        Get(Api + "/publishers/{name}", Reading, _ => ["Other"]),
        Get(Api + "/{**rest}", Who.Nobody, _ => ["nothing"]),
        .. OfModule(""),
        .. OfModule("/releases"),
        .. OfModule("/dependencies"),
        .. OfModule("/compatibility"),
        .. OfModule("/offers"),
        .. OfModule("/reviews"),
    ];

    private static IEnumerable<EndpointCall> InstallsRest =>
    [
        Get(Api + "/sites", Readers),
        Get(Api + "/sites/{id}", Who.Members | Who.ReadKey, w => [w.Site]),
        Get(Api + "/sites/{id}/revisions", Who.Members | Who.ReadKey, w => [w.Site]),
        Get(Api + "/operations", Readers),
        Get(Api + "/operations/{id}", Who.Members | Who.ReadKey, w => [w.Queued]),
        Get(Api + "/operations/{id}/log", Who.Members | Who.ReadKey, w => [w.Queued]),
        Get(Api + "/operations/{id}/events", Who.Members | Who.ReadKey, w => [w.Queued]),
        Get(Api + "/batches", Readers),
        Get(Api + "/batches/{id}", Who.Members | Who.ReadKey, w => [w.Batch]),
        Get(Api + "/statistics", Who.Operator),
        Get(Api + "/sites/statistics", Who.Members | Who.ReadKey | Who.Other),
        Get(Api + "/modules/{id}/statistics", Who.Members | Who.Operator | Who.ReadKey, _ => [World.Private]),
        Get(Api + "/analytics", Who.Operator),
        Get(Api + "/sites/analytics", Who.Members | Who.ReadKey | Who.Other),
        Get(Api + "/modules/{id}/analytics", Who.Members | Who.Operator | Who.ReadKey, _ => [World.Private]),
        Get(Api + "/modules/{id}/history", Readers, _ => [World.Private]),
        new("POST", Api + "/sites/{id}/validation", Who.Members | Who.ReadKey, w => [w.Site], "", _ => Spare()),
        new("POST", Api + "/sites/{id}/plans", Who.Key, w => [w.Site], "", _ => Spare()),
        new("POST", Api + "/sites/{id}/operations", Who.Key, w => [w.Site], "", w => Spare(w.PlanHash)),
        new("DELETE", Api + "/operations/{id}", Who.Key, w => [w.Queued]),
        new("PUT", Api + "/operations/{id}/approval", Who.Key, w => [w.Waiting], "", w => JsonContent.Create(new { approved = true })),
        new("POST", Api + "/batches/plans", Who.Key, _ => [], "", w => Spare(sites: Sites(w))),
        new("POST", Api + "/batches", Who.Key, _ => [], "", w => Spare(w.BatchHash, Sites(w))),
        new("DELETE", Api + "/batches/{id}", Who.Key, w => [w.Batch]),
    ];

    private static IEnumerable<EndpointCall> OfModule(string what) =>
    [
        Get(Api + "/modules/{id}" + what, Reading, _ => [World.Public]),
        Get(Api + "/modules/{id}" + what, ThoseWhoSee, _ => [World.Private]),
    ];

    private static JsonContent Spare(string? plan = null, object[]? sites = null) =>
        JsonContent.Create(new { install = (string[])[World.Spare], plan, sites });

    private static object[] Sites(World world) => [new { site = world.Site }];
}
