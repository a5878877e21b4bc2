using Marketplace.Data;
using Marketplace.Delivery;
using Marketplace.Insight;
using Marketplace.Operations;
using Marketplace.Planning;
using Marketplace.Revenue;
using Marketplace.Revenue.Finance;
using Marketplace.Revenue.Measures;
using Marketplace.Revenue.Spending;
using Marketplace.Sites;
using Marketplace.Updates;
using static Marketplace.Tests.Access.ServiceCall;

namespace Marketplace.Tests.Access;

internal static partial class ServiceTable
{
    private static IEnumerable<ServiceCall> Installs =>
    [
        Reads<SiteQueries>(Who.Home, (s, w, a) => s.ListAsync(a, ListQuery.First, Cancel)),
        Reads<SiteQueries>(Who.Home, (s, w, a) => s.StreamAsync(a, ListQuery.First, Cancel).ToListAsync(Cancel).AsTask()),
        Reads<SiteQueries>(Who.Home, (s, w, a) => s.ReadAsync(a, w.Site, Cancel)),
        Writes<SiteCommands>(Who.Home, (s, w, a) => s.CreateAsync(a, w.HomeId, "New", "2.0.0", Cancel)),
        Writes<SiteCommands>(Who.Home, (s, w, a) => s.MoveAsync(a, w.Site, "2.1.0", Cancel)),
        Writes<SiteCommands>(Who.Home, (s, w, a) => s.OpenAtAsync(a, w.Site, "https://shop.example", Cancel)),
        Reads<FittingSearch>(Who.Home, (s, w, a) => IdsAsync(s.FindAsync(Tool with { Fits = FittingSearch.Names }, a, w.Site, Cancel))),
        Reads<FittingSearch>(Who.Home, (s, w, a) => s.CountAsync(Tool, a, w.Site, Cancel)),
        Reads<SiteCompatibility>(Who.Home, (s, w, a) => s.ReadSoonAsync(a, w.Site, [World.Spare], Cancel)),
        Reads<SiteCompatibility>(Who.Home, (s, w, a) => s.ReadAsync(a, w.Site, [World.Spare], Cancel)),
        Reads<LicensedSites>(Who.Home, (s, w, a) => s.ReadAsync(a, [World.Public], Cancel)),
        Reads<LicensedSites>(Who.Home, (s, w, a) => s.LeftAsync(a, [World.Gone], Cancel)),
        Writes<SitePlanning>(Who.Home, (s, w, a) => s.ChooseAsync(a, w.Site, SiteChannel.Prerelease, Cancel)),
        Writes<SitePlanning>(Who.Home, (s, w, a) => s.DeclareAsync(a, w.Site, SiteKind.Staging, Cancel)),
        Writes<SitePlanning>(Who.Owner, (s, w, a) => s.RequireApprovalAsync(a, w.Site, true, Cancel)),
        Reads<SiteDeliveries>(Who.Home, (s, w, a) => s.ReadAsync(a, w.Site, Cancel)),
        Writes<SiteDeliveries>(Who.Members, (s, w, a) => s.ChooseAsync(a, w.Site, SiteDelivery.Agent, Cancel)),
        Writes<SiteTokens>(Who.Members, (s, w, a) => s.MakeAsync(a, w.Site, Cancel)),
        Writes<SiteTokens>(Who.Members, (s, w, a) => s.RevokeAsync(a, w.Site, Cancel)),
        Reads<SitePolicies>(Who.Home, (s, w, a) => s.ReadAsync(a, w.Site, Cancel)),
        Writes<SitePolicies>(Who.Home, (s, w, a) => s.SaveAsync(a, w.Site, new PolicySettings(), Cancel)),
        Writes<SitePolicies>(Who.Home, (s, w, a) => s.PinAsync(a, w.Site, World.Public, true, Cancel)),
        Writes<SitePolicies>(Who.Home, (s, w, a) => s.SkipAsync(a, w.Site, World.Public, "1.0.0", true, Cancel)),
        Writes<SitePolicies>(Who.Home, (s, w, a) => s.FollowAsync(a, w.Site, World.Public, UpdateLevel.Security, Cancel)),
        Reads<SiteUpdates>(Who.Home, (s, w, a) => s.ReadAsync(a, w.Site, Cancel)),
        Reads<WaitingUpdates>(Who.Home, (s, w, a) => s.ReadAsync(a, Cancel)),
        Reads<ClientHomes>(Who.Home, (s, w, a) => s.ReadAsync(a, 7, 10, Cancel)),
        Reads<MenuCountQueries>(Who.Home | Who.Staff, (s, w, a) => s.ReadAsync(a, Cancel)),
        Reads<Planner>(Who.Home, (s, w, a) => s.PlanAsync(a, w.Site, w.Change, Cancel)),
        Reads<Planner>(Who.Home, (s, w, a) => s.RollBackAsync(a, w.Site, 1, Cancel)),
        Writes<OperationCommands>(Who.Home, (s, w, a) => s.StartAsync(a, w.Site, w.Change, w.PlanHash, false, Cancel)),
        Writes<OperationCommands>(Who.Home, (s, w, a) => s.RollBackAsync(a, w.Site, 1, w.BackHash, Cancel)),
        Writes<OperationCommands>(Who.Home, (s, w, a) => s.CancelAsync(a, w.Queued, Cancel)),
        Writes<Approvals>(Who.Home, (s, w, a) => s.ApproveAsync(a, w.Waiting, Cancel)),
        Writes<Approvals>(Who.Home, (s, w, a) => s.DeclineAsync(a, w.Waiting, "Not today.", Cancel)),
        Reads<OperationQueries>(Who.Home, (s, w, a) => s.ListAsync(a, ListQuery.First, Cancel)),
        Reads<OperationQueries>(Who.Home, (s, w, a) => s.StreamAsync(a, ListQuery.First, Cancel).ToListAsync(Cancel).AsTask()),
        Reads<OperationQueries>(Who.Home, (s, w, a) => s.ReadAsync(a, w.Queued, Cancel)),
        Reads<OperationQueries>(Who.Home, (s, w, a) => s.LogAsync(a, w.Queued, 1, 10, Cancel)),
        Reads<BatchPlans>(Who.Home, (s, w, a) => s.PlanAsync(a, w.Change, w.Targets, Cancel)),
        Writes<Batches>(Who.Home, (s, w, a) => s.StartAsync(a, w.Change, w.Targets, 0, false, w.BatchHash, Cancel)),
        Writes<Batches>(Who.Home, (s, w, a) => s.HaltAsync(a, w.Batch, Cancel)),
        Reads<BatchQueries>(Who.Home, (s, w, a) => s.ListAsync(a, ListQuery.First, Cancel)),
        Reads<BatchQueries>(Who.Home, (s, w, a) => s.StreamAsync(a, ListQuery.First, Cancel).ToListAsync(Cancel).AsTask()),
        Reads<BatchQueries>(Who.Home, (s, w, a) => s.InstalledAsync(a, Cancel)),
        Reads<BatchQueries>(Who.Home, (s, w, a) => s.ReadAsync(a, w.Batch, Cancel)),
        Reads<RatingWriting>(Who.Home, (s, w, a) => s.ReviewersAsync(a, World.Public, Cancel)),
        Writes<RatingWriting>(Who.Home, (s, w, a) => s.WriteAsync(a, World.Public, w.HomeId, 5, "It does what it says.", Cancel)),
    ];

    private static readonly RevenueSpan SomeMonth = new(new(2026, 3, 1), new(2026, 3, 31));

    private static IEnumerable<ServiceCall> Figures =>
    [
        Reads<AffectedSites>(Who.Staff, (s, w, a) => s.ReadAsync(a, w.Installed, Cancel)),
        Reads<InstallationGlances>(Who.Operator, (s, w, a) => s.ReadAsync(a, Cancel)),
        Reads<JobMonitor>(Who.Operator, (s, w, a) => s.ReadAsync(a, Cancel)),
        Reads<OperationStatistics>(Who.Operator, (s, w, a) => s.MayReadAsync(a, new StatisticsScope.AllSites(), Cancel)),
        Reads<OperationStatistics>(Who.Operator, (s, w, a) => s.ReadAsync(a, new StatisticsScope.AllSites(), 30, Cancel)),
        Reads<OperationStatistics>(Who.Home | Who.Operator, (s, w, a) => s.ReadAsync(a, new StatisticsScope.OfModule(World.Private), 30, Cancel)),
        Reads<OperationStatistics>(Who.Home, (s, w, a) => s.ReadAsync(a, new StatisticsScope.OfClient(w.HomeId), 30, Cancel)),
        Reads<VersionsInUse>(Who.Operator, (s, w, a) => s.ReadAsync(a, new StatisticsScope.AllSites(), ListQuery.First, Cancel)),
        Reads<VersionsInUse>(Who.Home, (s, w, a) => s.ReadAsync(a, new StatisticsScope.OfClient(w.HomeId), ListQuery.First, Cancel)),
        Reads<VersionsInUse>(Who.Operator, (s, w, a) => AllAsync(s.StreamAsync(a, new StatisticsScope.AllSites(), ListQuery.First, Cancel))),
        Reads<RevenueQueries>(Who.Operator, (s, w, a) => s.ReadAsync(a, new(SomeMonth, SomeMonth.Before(), "EUR", null, new()), Cancel)),
        Reads<RevenueQueries>(Who.Operator, (s, w, a) => s.MayReadAsync(a, new(), Cancel)),
        Reads<RevenueBoard>(Who.Operator, (s, w, a) => s.ReadAsync(a, new RevenueView(SomeMonth, SomeMonth.Before(), "EUR", null, new()), Cancel)),
        Reads<RevenueBoard>(
            Who.Operator,
            (s, w, a) => s.ReadAsync(a, new BoardView(new(SomeMonth, SomeMonth.Before(), "EUR", null, new()), RevenueDimension.Client, true), Cancel)),
        Reads<RevenueAnomalies>(Who.Operator, (s, w, a) => s.ReadAsync(a, new(SomeMonth, SomeMonth.Before(), "EUR", null, new()), Cancel)),
        Reads<RevenueForecasts>(Who.Operator, (s, w, a) => s.ReadAsync(a, new(SomeMonth, SomeMonth.Before(), "EUR", null, new()), Cancel)),
        Reads<RevenueBreakdowns>(
            Who.Operator,
            (s, w, a) => s.ReadAsync(a, new(SomeMonth, SomeMonth.Before(), "EUR", null, new()), RevenueDimension.Client, 10, moves: true, Cancel)),
        Reads<SalesBreakdowns>(
            Who.Operator, (s, w, a) => s.ReadAsync(a, new(SomeMonth, SomeMonth.Before(), "EUR", null, new()), RevenueDimension.Client, 10, Cancel)),
        Reads<PublisherFunnels>(
            Who.Home | Who.Operator, (s, w, a) => s.ReadAsync(a, new(SomeMonth, SomeMonth.Before(), "EUR", null, new() { PublisherId = w.HomeId }), Cancel)),
        Reads<PublisherBenchmarks>(
            Who.Home | Who.Operator, (s, w, a) => s.ReadAsync(a, new(SomeMonth, SomeMonth.Before(), "EUR", null, new() { PublisherId = w.HomeId }), Cancel)),
        Reads<ClientSpending>(Who.Home, (s, w, a) => s.ReadAsync(a, w.HomeId, Cancel)),
        Reads<RevenueCohorts>(Who.Operator, (s, w, a) => s.ReadAsync(a, new(SomeMonth, SomeMonth.Before(), "EUR", null, new()), Cancel)),
        Reads<FinanceQueries>(Who.Operator, (s, w, a) => s.ReadAsync(a, new(SomeMonth, SomeMonth.Before(), "EUR", null, new()), Cancel)),
        Reads<MovementQueries>(Who.Operator, (s, w, a) => s.ListAsync(a, null, new(), ListQuery.First, Cancel)),
        Reads<MovementQueries>(Who.Operator, (s, w, a) => s.ChosenAsync(a, new() { Currency = "EUR" }, Cancel)),
        Reads<MovementQueries>(Who.Operator, (s, w, a) => AllAsync(s.StreamAsync(a, null, new(), ListQuery.First, Cancel))),
        Reads<AdoptionCurves>(Who.Home | Who.Operator, (s, w, a) => s.ReadAsync(a, World.Private, Cancel)),
        Reads<ModuleHistory>(Who.Home, (s, w, a) => s.ReadAsync(a, World.Public, ListQuery.First, Cancel)),
        Reads<ModuleHistory>(Who.Home, (s, w, a) => AllAsync(s.StreamAsync(a, World.Public, ListQuery.First, Cancel))),
        Reads<ModuleHistory>(Who.Home, (s, w, a) => s.AdoptionAsync(a, World.Public, null, Cancel)),
    ];
}
