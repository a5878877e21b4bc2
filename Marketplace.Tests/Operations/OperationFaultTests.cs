using System.Data.Common;
using Marketplace.Data;
using Marketplace.Operations;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Operations;

/// <summary>
/// A fault at each boundary between the steps, as the outside world sees them: just before and just after each save. The site is
/// exactly as before or as after, and the operation is done in the end with nobody's help.
/// </summary>
public sealed class OperationFaultTests : IAsyncDisposable
{
    private static readonly string[] Before = ["Acme.Base 1.0.0"];
    private static readonly string[] After = ["Acme.Base 2.0.0", "Acme.Shop 1.0.0"];

    private readonly Faults _faults = new();
    private readonly PortalHost _portal;
    private readonly Client _client;

    public OperationFaultTests()
    {
        _portal = new PortalHost
        {
            Replace = services =>
            {
                services.ConfigureDbContext<SqliteMarketplaceDb>(options => options.AddInterceptors(_faults, _faults.Connection));
                services.ConfigureDbContext<SqlServerMarketplaceDb>(options => options.AddInterceptors(_faults, _faults.Connection));
            },
        };
        _client = new Client(_portal);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whatever_fails_between_two_steps_the_site_is_whole_and_the_operation_is_done_in_the_end(bool databaseIsLost)
    {
        var moments = 0;
        while (true)
        {
            var site = await _client.SiteAsync($"Site {moments}", Cancel);
            var operation = await site.StartAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
            _faults.At(moments, databaseIsLost);
            try
            {
                await RunAsync(operation);
            }
            catch (Exception lost) when (lost.IsDatabaseAway)
            {
                // The job ends with it; the lease says when another may begin.
            }

            var happened = _faults.End();
            Assert.Contains(site.Modules, new[] { Before, After });
            await RecoverAsync(site, operation);
            Assert.Equal(After, site.Modules);
            site.AssertWhole();
            if (!happened)
            {
                break;
            }

            moments++;
        }

        // Begun, preflight, three steps for each of two packages, inspected, written, activated, two steps for each of two modules, committed, ended:
        // before and after each.
        Assert.Equal(2 * 17, moments);
    }

    private async Task RecoverAsync(ClientSite site, long operation)
    {
        // Time passes: the lease ends, and the pause is over.
        _portal.Database.Read(db => db.Operations.Where(o => o.Id == operation && o.EndedAt == null).ExecuteUpdate(set => set
            .SetProperty(o => o.LeaseUntil, o => o.LeaseUntil == null ? null : A.Day).SetProperty(o => o.RetryAt, o => o.RetryAt == null ? null : A.Day)));
        await RunAsync(operation);
        Assert.Equal(OperationState.Done, site.Operation(operation).State);
    }

    private Task RunAsync(long operation) => _portal.Get<OperationRunner>().RunAsync(operation, Cancel);

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    private sealed class Faults : SaveChangesInterceptor
    {
        private int _left = int.MaxValue;
        private bool _databaseIsLost;

        public LostConnection Connection { get; } = new();

        public void At(int moment, bool databaseIsLost) => (_left, _databaseIsLost) = (moment, databaseIsLost);

        /// <summary>Everything works again; whether anything had failed.</summary>
        public bool End()
        {
            var happened = _left < 0;
            (_left, Connection.IsLost) = (int.MaxValue, false);
            return happened;
        }

        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
            DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            Pass();
            return new(result);
        }

        public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
        {
            Pass();
            return new(result);
        }

        private void Pass()
        {
            if (_left-- is not 0)
            {
                return;
            }

            Connection.IsLost = _databaseIsLost;
            throw _databaseIsLost ? LostConnection.Error() : new InvalidOperationException("Nobody foresaw this.");
        }
    }

    private sealed class LostConnection : DbCommandInterceptor
    {
        public bool IsLost { get; set; }

        // As SQL Server's retries end.
        public static RetryLimitExceededException Error() => new("Tried six times.", new SqliteException("The connection is lost.", 10));

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData,
            InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) =>
            IsLost ? throw Error() : new(result);

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
            IsLost ? throw Error() : new(result);
    }
}
