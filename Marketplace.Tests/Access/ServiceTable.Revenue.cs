using Marketplace.Revenue.Annotations;
using Marketplace.Revenue.Reports;
using static Marketplace.Tests.Access.ServiceCall;

namespace Marketplace.Tests.Access;

internal static partial class ServiceTable
{
    private static readonly MailSchedule Mornings = new(MailPace.Daily, 0, 8, "UTC");

    private static IEnumerable<ServiceCall> Reports =>
    [
        Reads<SavedViews>(Who.Members, (s, w, a) => s.ListAsync(a, true, Cancel)),
        Reads<SavedViews>(Who.Operator, (s, w, a) => s.ListAsync(a, false, Cancel)),
        Reads<SavedViews>(Who.Members, (s, w, a) => s.ReadAsync(a, w.View, Cancel)),
        Writes<SavedViews>(Who.Operator, (s, w, a) => s.SaveAsync(a, null, "Figures", new(), true, Cancel)),
        Writes<SavedViews>(
            Who.Members, (s, w, a) => s.SaveAsync(a, w.HomeId, "Figures", new() { Filter = new() { PublisherId = w.HomeId } }, true, Cancel)),
        Writes<SavedViews>(Who.Owner, (s, w, a) => s.ChangeAsync(a, w.View, "Ours", false, Cancel)),
        Writes<SavedViews>(Who.Owner, (s, w, a) => s.RemoveAsync(a, w.View, Cancel)),
        Reads<ViewSchedules>(Who.Owner, (s, w, a) => s.ColleaguesAsync(a, w.View, Cancel)),
        Writes<ViewSchedules>(Who.Owner, (s, w, a) => s.SetAsync(a, w.View, Mornings, [w.Member.UserId], Cancel)),
        Writes<ViewSchedules>(Who.Owner, (s, w, a) => s.StopAsync(a, w.View, Cancel)),
        Writes<ViewSchedules>(Who.Owner, (s, w, a) => s.LeaveAsync(a, w.View, Cancel)),
        Reads<RevenueAnnotations>(Who.Operator, (s, w, a) => s.ListAsync(a, SomeMonth, Cancel)),
        Writes<RevenueAnnotations>(Who.Operator, (s, w, a) => s.AddAsync(a, SomeMonth.From, "Campaign", Cancel)),
        Writes<RevenueAnnotations>(Who.Operator, (s, w, a) => s.ChangeAsync(a, w.Annotation, SomeMonth.From, "Campaign", Cancel)),
        Writes<RevenueAnnotations>(Who.Operator, (s, w, a) => s.RemoveAsync(a, w.Annotation, Cancel)),
    ];
}
