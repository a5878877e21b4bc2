using Marketplace.Modules;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Marketplace.Tests.Sdk;

/// <summary>Modules that behave as hosts will meet them: well, badly, and not at all.</summary>
public static class TestModules
{
    public sealed class Plain : IModule
    {
        public void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet("/plain", () => "plain");

        public IEnumerable<ModulePage> Pages() => [new("Plain", "/plain", "Nothing to see.")];
    }
}
