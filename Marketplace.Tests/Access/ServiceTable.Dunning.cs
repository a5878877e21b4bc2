using Marketplace.Billing.Dunning;
using Marketplace.Billing.Runs;
using Marketplace.Data;
using static Marketplace.Tests.Access.ServiceCall;

namespace Marketplace.Tests.Access;

internal static partial class ServiceTable
{
    private static IEnumerable<ServiceCall> Dunning =>
    [
        Reads<DunningQueries>(Who.Operator, (s, w, a) => s.ListAsync(a, ListQuery.First, Cancel)),
        Reads<DunningQueries>(Who.Operator, (s, w, a) => AllAsync(s.StreamAsync(a, ListQuery.First, Cancel))),
        Reads<DunningQueries>(Who.Operator, (s, w, a) => s.CalendarAsync(a, DateOnly.FromDateTime(DateTime.UtcNow.AddDays(5)), Cancel)),
        Reads<DunningQueries>(Who.Home | Who.Operator, (s, w, a) => s.SeenAsync(a, ListQuery.First, Cancel)),
        Reads<DunningQueries>(Who.Home | Who.Operator, (s, w, a) => s.ReadAsync(a, w.FailedPeriod, Cancel)),
        Reads<DunningQueries>(Who.Home, (s, w, a) => s.BannersAsync(a, Cancel)),
        Reads<DunningQueries>(Who.Home, (s, w, a) => s.EndOfAsync(a, w.OwingSubscription, Cancel)),
        Reads<CampaignQueries>(Who.Operator, (s, w, a) => s.ListAsync(a, Cancel)),
        Reads<CampaignQueries>(Who.Operator, (s, w, a) => s.ReadAsync(a, w.Campaign, Cancel)),
        Writes<CaseChanges>(Who.Operator, (s, w, a) => s.PauseAsync(a, w.FailedPeriod, DateOnly.FromDateTime(DateTime.UtcNow.AddDays(7)), Cancel)),
        Writes<CaseChanges>(Who.Operator, (s, w, a) => s.ResumeAsync(a, w.PausedPeriod, Cancel)),
        Writes<CaseChanges>(Who.Operator, (s, w, a) => s.RetryAsync(a, w.FailedPeriod, Cancel)),
        Writes<CaseChanges>(Who.Operator, (s, w, a) => s.WriteOffAsync(a, w.FailedPeriod, "Insolvent.", Cancel)),
        Writes<CampaignChanges>(Who.Operator, (s, w, a) => s.CreateAsync(a, "New", DunningPlan.Default, Cancel)),
        Writes<CampaignChanges>(Who.Operator, (s, w, a) => s.SaveAsync(a, w.Campaign, 1, DunningPlan.Default, Cancel)),
        Writes<CampaignChanges>(Who.Operator, (s, w, a) => s.RetireAsync(a, w.Campaign, Cancel)),
        Writes<CampaignChanges>(Who.Operator, (s, w, a) => s.ReopenAsync(a, w.RetiredCampaign, Cancel)),
        Reads<BillingRunQueries>(Who.Operator, (s, w, a) => s.NowAsync(a, Cancel)),
        Reads<BillingRunQueries>(Who.Operator, (s, w, a) => s.ListAsync(a, ListQuery.First, Cancel)),
        Reads<BillingRunQueries>(Who.Operator, (s, w, a) => AllAsync(s.StreamAsync(a, ListQuery.First, Cancel))),
        Writes<BillingPauses>(Who.Operator, (s, w, a) => s.PauseAsync(a, 2, "Asking longer.", Cancel)),
        Writes<BillingPauses>(Who.Operator, (s, w, a) => s.ResumeAsync(a, Cancel)),
    ];
}
