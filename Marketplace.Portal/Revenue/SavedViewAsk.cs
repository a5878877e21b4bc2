using Marketplace.Revenue;
using Marketplace.Revenue.Reports;

namespace Marketplace.Portal.Revenue;

/// <summary>What an address asks for as what a saved view keeps, and back.</summary>
internal static class SavedViewAsk
{
    extension(RevenueAsk ask)
    {
        /// <summary>Over the days that the period is today. This month is in no address, so that it stays this month.</summary>
        public RevenueAsk Over(RevenuePeriod period, DateOnly today) =>
            ask with { Span = period is RevenuePeriod.ThisMonth ? null : period.At(today) ?? ask.Span };

        /// <summary>What the days that are asked for can be meant as: periods that go on with the calendar first.</summary>
        public IReadOnlyList<RevenuePeriod> Periods(DateOnly today) =>
        [
            .. RevenuePeriods.Relative.Where(period => ask.Span is { } span ? period.At(today) == span : period is RevenuePeriod.ThisMonth),
            .. ask.Span is null ? (RevenuePeriod[])[] : [RevenuePeriod.Fixed],
        ];

        public ViewQuestion Question(RevenuePeriod period, RevenueDimension? by) => new()
        {
            Period = period, From = period is RevenuePeriod.Fixed ? ask.Span?.From : null, To = period is RevenuePeriod.Fixed ? ask.Span?.To : null,
            IsYearBefore = ask.IsYearBefore, Currency = ask.Currency, RateDay = ask.RateDay, Filter = ask.Filter, By = by,
            Show = by is null ? RevenueShow.Mrr : ask.Show, IsRevenueKept = ask.IsRevenueKept,
        };
    }

    extension(SavedViewRow view)
    {
        /// <summary>The figures that it asks for at that day.</summary>
        public string Address(DateOnly today)
        {
            var question = view.Question;
            var ask = new RevenueAsk
            {
                IsPublishers = view.PublisherId is not null, IsYearBefore = question.IsYearBefore, Currency = question.Currency, RateDay = question.RateDay,
                Filter = question.Filter, Show = question.Show, IsRevenueKept = question.IsRevenueKept,
                Span = question.Period is RevenuePeriod.Fixed ? question.Days(today) : null,
            }.Over(question.Period, today);
            return question.By is { } by ? PortalUrls.RevenueBy(by, ask) : PortalUrls.RevenueOf(ask);
        }
    }
}
