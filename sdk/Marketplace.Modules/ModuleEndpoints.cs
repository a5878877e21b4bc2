using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace Marketplace.Modules;

/// <summary>The endpoints of the revision that is being served; routing is told when they change.</summary>
internal sealed class ModuleEndpoints : EndpointDataSource, IDisposable
{
    private readonly Lock _gate = new();
    private IReadOnlyList<Endpoint> _endpoints = [];
    private CancellationTokenSource _changed = new();

    public override IReadOnlyList<Endpoint> Endpoints => _endpoints;

    public override IChangeToken GetChangeToken()
    {
        lock (_gate)
        {
            return new CancellationChangeToken(_changed.Token);
        }
    }

    public void Replace(IReadOnlyList<Endpoint> endpoints)
    {
        CancellationTokenSource earlier;
        lock (_gate)
        {
            _endpoints = endpoints;
            (earlier, _changed) = (_changed, new CancellationTokenSource());
        }

        earlier.Cancel();
    }

    public void Dispose() => _changed.Dispose();
}
