using Marketplace.Portal.Accounts;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;

namespace Marketplace.Tests.House;

public sealed class PolicyTests : IAsyncDisposable
{
    /// <summary>What the framework maps on its own: its scripts, the answer to unknown files, and the hub, which the pages' own policies guard.</summary>
    private static readonly string[] Frameworks = ["/_framework/", "/_blazor", "_framework/", "_blazor", "/{**path:file}"];

    private readonly PortalHost _portal = new();

    [Fact]
    public void Every_endpoint_and_page_states_its_policy()
    {
        var endpoints = Endpoints().ToList();
        foreach (var endpoint in endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null))
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{endpoint.RoutePattern.RawText,-60} {Stated(endpoint)}");
        }

        Assert.True(endpoints.Count > 10);
        Assert.Empty(endpoints.Where(endpoint => Stated(endpoint) is null).Select(endpoint => endpoint.RoutePattern.RawText));
    }

    [Fact]
    public void Every_named_policy_is_one_of_ours()
    {
        var known = typeof(Policies).GetFields().Select(field => (string)field.GetRawConstantValue()!).ToList();

        Assert.Empty(
            from endpoint in Endpoints()
            from data in endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>()
            where data.Policy is not null && !known.Contains(data.Policy)
            select $"{endpoint.RoutePattern.RawText} asks for {data.Policy}");
    }

    [Fact]
    public void An_endpoint_that_says_nothing_is_seen()
    {
        var silent = new RouteEndpointBuilder(_ => Task.CompletedTask, Microsoft.AspNetCore.Routing.Patterns.RoutePatternFactory.Parse("/x"), 0);

        Assert.Null(Stated((RouteEndpoint)silent.Build()));
    }

    [Fact]
    public void Every_page_of_the_assembly_states_its_policy_itself() => Assert.Empty(
        from type in typeof(Program).Assembly.GetTypes()
        where type.GetCustomAttributes(typeof(RouteAttribute), inherit: false).Length > 0
        where !type.GetCustomAttributes(inherit: false).Any(a => a is IAuthorizeData { Policy: not null } or IAllowAnonymous)
        select type.FullName);

    private IEnumerable<RouteEndpoint> Endpoints() => _portal.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => !IsFrameworks(endpoint));

    internal static bool IsFrameworks(RouteEndpoint endpoint) =>
        Frameworks.Any(start => endpoint.RoutePattern.RawText!.StartsWith(start, StringComparison.Ordinal));

    /// <summary>The policy an endpoint states, or null where only the fallback stands behind it.</summary>
    private static string? Stated(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null ? "open to all"
        : endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>() is [.., var data] ? data.Policy ?? "signed in"
        : endpoint.Metadata.GetMetadata<AuthorizationPolicy>() is not null ? "a policy of its own"
        : null;

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
