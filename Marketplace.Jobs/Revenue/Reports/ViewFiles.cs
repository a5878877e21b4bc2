using System.Text;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Notifications;
using Marketplace.Revenue.Annotations;

namespace Marketplace.Revenue.Reports;

/// <summary>The figures of a saved view as files.</summary>
public sealed class ViewFiles(
    RevenueQueries queries, RevenueBreakdowns breakdowns, SalesBreakdowns sales, RevenueAnnotations annotations, TimeProvider clock)
{
    /// <summary>As the page has them for whoever they are written for; none for who may not see them.</summary>
    /// <param name="day">On which the view is opened: this month is that of this day.</param>
    internal async Task<IReadOnlyList<MailAttachment>> WriteAsync(Actor actor, SavedView view, DateOnly day, CancellationToken cancel)
    {
        var question = view.Question;
        var asked = question.At(day, queries.Currency);
        var isOfSales = question.Show is RevenueShow.Sales;
        var parts = !isOfSales && question.By is { } by
            ? await breakdowns.ReadAsync(actor, asked, by, int.MaxValue, question.Show is RevenueShow.Movements, cancel) : null;
        var sold = isOfSales && question.By is { } of ? await sales.ReadAsync(actor, asked, of, int.MaxValue, cancel) : null;
        if (await queries.ReadAsync(actor, asked, cancel) is not { } report || (question.By is not null && parts is null && sold is null))
        {
            return [];
        }

        // Those of operators are nothing for publishers.
        var notes = view.PublisherId is null ? await annotations.ListAsync(actor, asked.Span, cancel) : [];
        var name = $"revenue-{asked.Span.From:yyyy-MM-dd}-{asked.Span.To:yyyy-MM-dd}";
        var content = sold is not null ? RevenueCsv.Sales(sold, asked) : parts is not null ? RevenueCsv.Parts(parts, asked) : RevenueCsv.Measures(report);
        return
        [
            new($"{name}.pdf", "application/pdf", new RevenuePdf(view.Id, view.Name, report, parts, sold, notes, clock.UtcNow).Write()),
            new($"{name}.csv", "text/csv", Encoding.UTF8.GetBytes(content)),
        ];
    }
}
