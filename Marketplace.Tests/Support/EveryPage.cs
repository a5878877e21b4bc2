using Marketplace.Accounts;
using Marketplace.Billing.Credits;
using Marketplace.Billing.Dunning;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Billing.Subscriptions;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Licensing;
using Marketplace.Moderation;
using Marketplace.Operations;
using Marketplace.Payments;
using Marketplace.Payments.Inbox;
using Marketplace.Payouts;
using Marketplace.Portal;
using Marketplace.Portal.Demo;
using Marketplace.Portal.Revenue;
using Marketplace.Pricing;
using Marketplace.Pricing.Quotes;
using Marketplace.Publishing;
using Marketplace.Ratings;
using Marketplace.Resolution;
using Marketplace.Revenue;
using Marketplace.Search.Index;
using Marketplace.Sites;
using Marketplace.Tests.Search;
using Marketplace.Usage;

namespace Marketplace.Tests.Support;

/// <summary>A page of the demo's portal and one of those for whom it is meant.</summary>
/// <param name="Who">Null for someone who is not signed in.</param>
internal sealed record Visit(DemoPerson? Who, string Address)
{
    public override string ToString() => $"{Address} as {Who?.Name ?? "nobody"}";
}

/// <summary>Every page in each of its tabs and states, once. A page that is not among these fails <c>PagesTests</c>.</summary>
internal static class EveryPage
{
    public static IEnumerable<Visit> In(MarketplaceDb db)
    {
        var (mine, theirs) = (DemoPeople.Client.Organization, DemoPeople.Publisher.Organization);
        var operation = db.Operations.Where(o => o.Site.Organization.Name == mine).OrderBy(o => o.Id).Select(o => new { o.Id, o.SiteId }).First();
        var byAgent = db.Sites.Where(s => s.Organization.Name == mine && s.Delivery == SiteDelivery.Agent).OrderBy(s => s.Id).Select(s => s.Id).First();
        var client = db.Organizations.Where(o => o.Name == mine).Select(o => o.Id).Single();
        var submission = db.Submissions.Where(s => s.Publisher.Name == theirs).OrderBy(s => s.Id).Select(s => s.Id).First();
        var open = db.Reviews.Where(r => r.State == ReviewState.NeedsReview).OrderBy(r => r.Id).Select(r => r.Id).First();
        var newer = db.Reviews.Where(r => r.PackageId == "Acme.Invoicing").OrderByDescending(r => r.Id).Select(r => r.Id).First();
        var quote = db.Quotes.OrderBy(q => q.At).Select(q => q.Id).First();
        var offers = db.Offers.Where(o => o.Module.PackageId == "Acme.Payroll").OrderBy(o => o.Id).Select(o => o.Id).ToList();
        var orders = db.Orders.Where(o => o.Organization.Name == mine).OrderBy(o => o.PlacedAt).Select(o => new { o.Id, o.PaymentId }).ToList();
        var buying = db.Quotes.Where(q => q.Organization.Name == mine && !db.Set<Order>().Any(o => o.QuoteId == q.Id))
            .OrderByDescending(q => q.At).Select(q => q.Id).First();
        return
        [
            .. By(null, PortalUrls.SignIn, PortalUrls.NoAccess, PortalUrls.Register, PortalUrls.ForgotPassword, PortalUrls.TwoFactor,
                PortalUrls.ConfirmFor("none"), PortalUrls.ResetFor(1, "none"), "/error"),
            .. By(null, PortalUrls.Browse("invoice"), PortalUrls.Browse("nowhere"), PortalUrls.Module("Contoso.PdfExport"),
                PortalUrls.Module("Contoso.PdfExport", "dependencies"), PortalUrls.Module("Proseware.InvoiceCapture", null, "1.3.0"),
                PortalUrls.Publisher("Contoso"), PortalUrls.Collections, PortalUrls.Collection("shop-starter"),
                PortalUrls.Compare(["Acme.Invoicing", "Contoso.PdfExport"])),
            .. Tabs(null, PortalUrls.Module("Acme.Invoicing"), "versions", "changelog", "capabilities", "compatibility", "quality"),
            .. By(DemoPeople.Client, PortalUrls.Overview, PortalUrls.Home, PortalUrls.Browse(q: "invoice pdf"),
                PortalUrls.Browse(category: "finance") + "&sort=updated&page=2&without=network", PortalUrls.Module("Acme.Invoicing"),
                PortalUrls.Module("acme.invoicing", version: "2.3.0"), PortalUrls.ReportModule("Acme.Invoicing", "2.4.0"),
                PortalUrls.Notifications, PortalUrls.Collections, PortalUrls.Collection("shop-starter"),
                PortalUrls.Compare(["Acme.Invoicing", "Contoso.PdfExport", "Fabrikam.DocumentArchive", "Litware.Letterheads"]),
                PortalUrls.Compare([]), PortalUrls.Compare(["Acme.Invoicing", "Contoso.PdfExport", "Nobody.Knows"]),
                PortalUrls.InvitationFor("none"), PortalUrls.NoAccess, PortalUrls.Design),
            .. Tabs(DemoPeople.Client, PortalUrls.Module("Contoso.PdfExport"), "versions", "changelog", "dependencies", "capabilities",
                "compatibility", "quality", "reviews", "usage", "sites"),
            .. By(DemoPeople.Client, PortalUrls.Usage("Acme.Invoicing", FigureStep.Week), PortalUrls.Reviews("Acme.Invoicing"),
                PortalUrls.ReportReview("Acme.Invoicing", db.Set<Rating>().OrderBy(r => r.Id).Select(r => r.Id).First())),
            .. By(DemoPeople.Client, PortalUrls.Sites, PortalUrls.NewSite, PortalUrls.Operations, PortalUrls.Operation(operation.Id),
                PortalUrls.Site(operation.SiteId), PortalUrls.Plan(operation.SiteId, install: "Acme.Shop"),
                PortalUrls.Plan(operation.SiteId, install: "Nobody.Knows"), PortalUrls.RollBack(operation.SiteId, 1)),
            .. By(DemoPeople.Client, PortalUrls.Batches, PortalUrls.NewBatch,
                PortalUrls.PlanBatch(ChangeRequest.Install("Acme.Shop"), [new(operation.SiteId, 1), new(byAgent, 2)]), PortalUrls.Batch(0)),
            .. By(DemoPeople.Client, PortalUrls.SiteStatistics, PortalUrls.SiteStatisticsOver(7, 0), PortalUrls.ModuleOnSites("Proseware.HelpDesk")),
            .. By(DemoPeople.Client, [.. db.Licenses.Where(l => l.Organization.Name == mine).OrderBy(l => l.Id).Select(l => l.Id).Take(2)
                .AsEnumerable().Select(PortalUrls.License)]),
            .. By(DemoPeople.Publisher, PortalUrls.License(db.Licenses.Where(l => l.Module.Publisher.Name == "Acme Software").OrderBy(l => l.Id)
                .Select(l => l.Id).First())),
            .. By(DemoPeople.Client, PortalUrls.OwnLicenses, PortalUrls.Plan(operation.SiteId, install: "Acme.Payroll"),
                PortalUrls.Plan(operation.SiteId, install: "Northwind.EInvoice"),
                PortalUrls.Compare(["Acme.Payroll", "Northwind.Backup", "Adatum.Budget"]),
                PortalUrls.Browse(new CatalogQuery { Prices = ["subscription"], Tiers = ["premium"], Sort = CatalogSort.Price })),
            .. By(DemoPeople.Client, PortalUrls.Quote(quote)),
            .. By(null, PortalUrls.Quote(quote)),
            .. By(DemoPeople.Client, [PortalUrls.Checkout(buying), .. orders.Select(order => PortalUrls.Order(order.Id))]),
            .. By(null, PortalUrls.Sandbox($"sbx_{orders[0].PaymentId:N}")),
            .. Tabs(DemoPeople.Client, PortalUrls.Module("Acme.Payroll"), "pricing"),
            .. Tabs(DemoPeople.Client, PortalUrls.Module("Acme.Invoicing"), "pricing"),
            .. Tabs(DemoPeople.Client, PortalUrls.Site(byAgent), "settings"),
            .. Tabs(DemoPeople.Client, PortalUrls.Site(operation.SiteId), "updates", "policy", "history", "settings"),
            .. By(DemoPeople.Publisher, PortalUrls.Overview, PortalUrls.PublisherModules,
                PortalUrls.Submissions, PortalUrls.Submissions + "?page=2", PortalUrls.Submit,
                PortalUrls.Listing("Acme.Invoicing"), PortalUrls.Offers("Acme.Payroll"), PortalUrls.Offers("Acme.Invoicing"),
                PortalUrls.Licenses("Acme.Payroll"), PortalUrls.Licenses("Acme.Invoicing"), PortalUrls.ModuleStatistics("Acme.Invoicing"),
                PortalUrls.Publisher("Acme Software"), PortalUrls.Domains, PortalUrls.Submission(submission), PortalUrls.ApiKeys,
                PortalUrls.Members, PortalUrls.Account),
            .. By(DemoPeople.Publisher, PortalUrls.Promotions, PortalUrls.NewPromotion),
            .. By(DemoPeople.Moderator, PortalUrls.Promotions, PortalUrls.Promotions + "?state=Open&sort=-uses", PortalUrls.NewPromotion),
            .. By(DemoPeople.Publisher, PortalUrls.NewOffer("Acme.Payroll"),
                PortalUrls.NewOffer("Acme.Payroll", offers[^1]), PortalUrls.Succession("Acme.Payroll", offers[0])),
            .. Tabs(DemoPeople.Client, PortalUrls.Module("Proseware.Chat"), "pricing"),
            .. By(DemoPeople.Client, PortalUrls.BillingDetails, PortalUrls.OrganizationWebhook, PortalUrls.Billing, PortalUrls.BillingIn("invoices")),
            .. By(DemoPeople.Client, [.. db.Invoices.Where(i => i.Organization.Name == mine).OrderBy(i => i.Id).Select(i => i.Number).Take(1)
                .AsEnumerable().Select(PortalUrls.Invoice)]),
            .. By(DemoPeople.Operator, PortalUrls.BankImport, PortalUrls.BankImportIn("send"), PortalUrls.BankImportIn("done")),
            .. By(DemoPeople.Client, PortalUrls.BillingIn("subscriptions"), PortalUrls.BillingIn("statement"), PortalUrls.Statement(client)),
            .. By(DemoPeople.Client, [.. db.Subscriptions.Where(s => s.Organization.Name == mine).OrderBy(s => s.StartedAt).Select(s => s.Id).Take(1)
                .AsEnumerable().SelectMany(id => (string[])[PortalUrls.Subscription(id),
                    .. ((string[])["plan", "day", "pause", "cancel"]).Select(tab => PortalUrls.SubscriptionChange(id, tab))])]),
            .. By(DemoPeople.Operator, PortalUrls.SalesSubscriptions, PortalUrls.BillingRuns),
            .. By(DemoPeople.Operator, PortalUrls.Dunning, PortalUrls.DunningIn("campaigns"), PortalUrls.DunningMonth(new(2026, 4, 1)), PortalUrls.NewCampaign,
                PortalUrls.Campaign(db.DunningCampaigns.OrderBy(c => c.Id).Select(c => c.Id).First())),
            .. By(null, PortalUrls.PayLink("none")),
            .. By(DemoPeople.Operator, PortalUrls.SalesLicenses),
            .. By(DemoPeople.Operator, PortalUrls.SalesOrders, PortalUrls.SalesInvoices, PortalUrls.SalesInvoices + "?state=Open&sort=-total"),
            .. By(DemoPeople.Publisher, PortalUrls.PublisherSales, PortalUrls.PublisherSalesOver(365, "EUR")),
            .. By(DemoPeople.Publisher, PortalUrls.Earnings),
            .. Tabs(DemoPeople.Publisher, PortalUrls.Earnings, "held", "payouts", "account"),
            .. By(DemoPeople.Publisher, PortalUrls.Payout(
                db.Payouts.Where(p => p.Publisher.Name == "Acme Software").OrderBy(p => p.Id).Select(p => p.Id).First())),
            .. By(DemoPeople.Client, PortalUrls.Spending),
            .. By(DemoPeople.Publisher, PortalUrls.PublisherRevenue, PortalUrls.PublisherRevenueViews,
                PortalUrls.RevenueBy(RevenueDimension.Country, new() { IsPublishers = true, Filter = new()
                {
                    PublisherId = db.Organizations.Single(o => o.Name == "Acme Software").Id,
                } })),
            .. By(DemoPeople.Operator, PortalUrls.Revenue, PortalUrls.RevenueOf(new() { Filter = new() { Tier = OfferTier.Premium }, IsYearBefore = true }),
                PortalUrls.RevenueBy(RevenueDimension.Client, new()), PortalUrls.Movements, PortalUrls.Finance, PortalUrls.RevenueViews,
                PortalUrls.RevenueBy(RevenueDimension.Module, new() { Show = RevenueShow.Movements }),
                PortalUrls.RevenueBy(RevenueDimension.Promotion, new() { Show = RevenueShow.Sales })),
            .. By(DemoPeople.Operator, PortalUrls.Payouts, PortalUrls.PayoutsIn("due"), PortalUrls.PayoutsIn("all"),
                PortalUrls.PayoutRun(db.PayoutRuns.OrderBy(r => r.Id).Select(r => r.Id).First()),
                PortalUrls.Payout(db.Payouts.OrderBy(p => p.Id).Select(p => p.Id).First())),
            .. By(DemoPeople.Operator, PortalUrls.Payments, PortalUrls.Disputes, PortalUrls.ProviderEvents, PortalUrls.Reconciliation,
                PortalUrls.ReconciliationIn("runs"),
                PortalUrls.Payment(db.Refunds.Select(r => r.PaymentId).First()), PortalUrls.Payment(db.Disputes.Select(d => d.PaymentId).First()),
                PortalUrls.Dispute(db.Disputes.Select(d => d.Id).First()), PortalUrls.Refunds, PortalUrls.CreditProposals,
                PortalUrls.CreditProposal(db.CreditProposals.Select(p => p.Id).First()),
                PortalUrls.ProviderEvent(db.ProviderEvents.Where(e => e.PaymentRef != null).OrderBy(e => e.Id).Select(e => e.Id).First())),
            .. By(DemoPeople.Publisher, PortalUrls.BillingDetails),
            .. By(DemoPeople.Operator, PortalUrls.Tax, PortalUrls.Tax + "?state=Current&page=2"),
            .. Tabs(DemoPeople.Operator, PortalUrls.Tax, "currencies", "seller", "exemptions"),
            .. By(DemoPeople.Moderator, PortalUrls.Overview, PortalUrls.Collection("shop-starter"), PortalUrls.Queue,
                PortalUrls.Queue + "?module=acme&holder=Me&sort=publisher", PortalUrls.Review(open),
                PortalUrls.Review(db.Reviews.Where(r => r.PackageId == "Contoso.PdfExport" && r.State == ReviewState.Approved)
                    .OrderByDescending(r => r.Id).Select(r => r.Id).First()),
                PortalUrls.Review(open, action: DecisionAction.Reject)),
            .. Tabs(DemoPeople.Moderator, PortalUrls.Queue, "scanning", "waiting", "reports", "decided"),
            .. Tabs(DemoPeople.Moderator, PortalUrls.Review(newer), "capabilities", "dependencies", "files", "checks", "text"),
            .. By(DemoPeople.Operator, PortalUrls.Ledger, PortalUrls.Journal(db.Journals.OrderBy(j => j.Id).Select(j => j.Id).First()),
                PortalUrls.LedgerAccount(db.LedgerAccounts.OrderBy(a => a.Id).Select(a => a.Id).First()),
                PortalUrls.LedgerAccount(db.LedgerAccounts.Where(a => a.Kind == AccountKind.PayableHeld).OrderBy(a => a.Id).Select(a => a.Id).First()),
                PortalUrls.LedgerIn("journals", account: AccountKind.TaxPayable), PortalUrls.LedgerIn("trial", 190001, currency: "JPY")),
            .. Tabs(DemoPeople.Operator, PortalUrls.Ledger, "journals", "trial", "commissions", "close"),
            .. By(DemoPeople.Operator, PortalUrls.Overview, PortalUrls.JobHealth,
                PortalUrls.Categories, PortalUrls.Collections, PortalUrls.Searches, PortalUrls.SearchesOf(30),
                PortalUrls.Statistics, PortalUrls.StatisticsOver(90) + "&page=2", PortalUrls.ModuleStatistics("Acme.Invoicing", days: 90)),
        ];
    }

    private static IEnumerable<Visit> By(DemoPerson? person, params string[] addresses) => addresses.Select(address => new Visit(person, address));

    private static IEnumerable<Visit> Tabs(DemoPerson? person, string address, params string[] tabs) =>
        tabs.Select(tab => new Visit(person, $"{address}?tab={tab}"));
}
