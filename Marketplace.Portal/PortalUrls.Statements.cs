using System.Globalization;
using Marketplace.Billing.AccountStatements;

namespace Marketplace.Portal;

/// <summary>Statements of account of clients.</summary>
public static partial class PortalUrls
{
    /// <summary>For members of the client, and for operators.</summary>
    public static string Statement(StatementRequest of) => Statement(Statement(of.OrganizationId), of);

    public static string Statement(long organization) => $"/statements/{organization.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The same on the page of what one's organizations buy.</summary>
    public static string BillingStatement(StatementRequest of) =>
        With(Statement(Billing, of), ("tab", "statement"), ("of", of.OrganizationId.ToString(CultureInfo.InvariantCulture)));

    public static string StatementPdf(StatementRequest of) => Statement($"{Statement(of.OrganizationId)}/pdf", of);

    public static string StatementCsv(StatementRequest of) => Statement($"{Statement(of.OrganizationId)}/lines.csv", of);

    private static string Statement(string path, StatementRequest of) => With(
        path, ("in", of.Currency), ("from", Day(of.From)), ("to", Day(of.To)), ("page", of.Page > 1 ? $"{of.Page}" : null));

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
