using System.Collections.Concurrent;
using System.Data.Common;
using Marketplace.Data;
using Marketplace.Insight;
using Marketplace.Operations;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Insight;

/// <summary>What an operation's page costs while it runs, and what remains of a request to cancel that could not be written down whole.</summary>
public sealed class OperationQueriesTests : IAsyncDisposable
{
    private readonly Watch _watch = new();
    private readonly FailingSave _failing = new();
    private readonly PortalHost _portal;
    private readonly Client _client;

    public OperationQueriesTests()
    {
        _portal = new PortalHost
        {
            Replace = services =>
            {
                services.ConfigureDbContext<SqliteMarketplaceDb>(options => options.AddInterceptors(_watch, _failing));
                services.ConfigureDbContext<SqlServerMarketplaceDb>(options => options.AddInterceptors(_watch, _failing));
            },
        };
        _client = new Client(_portal);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_pace_of_earlier_operations_is_not_asked_for_at_each_step()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        var operation = await site.StartAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
        var reads = _portal.Get<OperationQueries>();
        await reads.ReadAsync(_client.Actor, operation, Cancel);

        _watch.Commands.Clear();
        Assert.NotNull(await reads.ReadAsync(_client.Actor, operation, Cancel));

        // The search index reads too, whenever it likes.
        var ofOperations = _watch.Commands.Where(command => command.Contains("\"Operations\"", StringComparison.Ordinal));
        Assert.DoesNotContain(ofOperations, command => command.Contains("COUNT(", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wish_to_cancel_is_written_with_its_trace_or_not_at_all()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        var operation = await site.StartAsync(ChangeRequest.Install("Acme.Shop"), Cancel);

        _failing.IsOn = true;
        await Assert.ThrowsAsync<InvalidOperationException>(() => _portal.Get<OperationCommands>().CancelAsync(_client.Actor, operation, Cancel));
        _failing.IsOn = false;

        Assert.Null(site.Operation(operation).CancelRequestedAt);
        Assert.True(await _portal.Get<OperationCommands>().CancelAsync(_client.Actor, operation, Cancel));
        Assert.NotNull(site.Operation(operation).CancelRequestedAt);
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    private sealed class Watch : DbCommandInterceptor
    {
        public ConcurrentQueue<string> Commands { get; } = [];

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Commands.Enqueue(command.CommandText);
            return new(result);
        }
    }

    private sealed class FailingSave : SaveChangesInterceptor
    {
        public bool IsOn { get; set; }

        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
            DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
            IsOn ? throw new InvalidOperationException("It fails.") : new(result);
    }
}
