using Marketplace.Data;
using Marketplace.Delivery;
using Marketplace.Insight;
using Marketplace.Ledger;
using Marketplace.Licensing;
using Marketplace.Licensing.Activations;
using Marketplace.Licensing.Metering;
using Marketplace.Planning;
using Marketplace.Pricing;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Quotes;
using Marketplace.Pricing.Rates;
using Marketplace.Pricing.Succession;
using Marketplace.Pricing.Tax;
using Marketplace.Tests.Support;
using static Marketplace.Tests.Access.ServiceCall;

namespace Marketplace.Tests.Access;

internal static partial class ServiceTable
{
    private static IEnumerable<ServiceCall> Sale =>
    [
        Reads<OfferQueries>(Who.Managers, (s, w, a) => s.ReadAsync(a, World.Private, Cancel)),
        Reads<OfferQueries>(Who.Managers, (s, w, a) => s.ManagedAsync(a, World.Private, Cancel)),
        Reads<OfferQueries>(Who.Managers, (s, w, a) => s.OfManagedAsync(a, World.Private, w.Offer, Cancel)),
        Reads<OfferQueries>(Who.Managers, (s, w, a) => s.BundleChoicesAsync(a, World.Private, Cancel)),
        Reads<OfferQueries>(Who.Managers, (s, w, a) => s.BundlesWithAsync(a, World.Bundled, Cancel)),
        Reads<OfferPreviews>(Who.Managers, (s, w, a) => s.ReadAsync(a, World.Private, new("FR", BuyerKind.Consumer, false, "EUR", 1), Cancel)),
        Reads<SuccessionQueries>(Who.Managers, (s, w, a) => s.HeldAsync(a, World.Private, Cancel)),
        Reads<SuccessionQueries>(Who.Managers, (s, w, a) => s.AffectedAsync(a, World.Private, w.Held, w.Successor, Cancel)),
        Reads<SuccessionQueries>(Who.Home, (s, w, a) => s.OwnAsync(a, Cancel)),
        Writes<Successions>(Who.Owner | Who.Staff, (s, w, a) =>
            s.AnnounceAsync(a, World.Private, w.Held, w.Successor, s.Earliest, Cancel)),
        Writes<Successions>(Who.Owner, (s, w, a) => s.DeclineAsync(a, w.Succession, w.HomeId, Cancel)),
        Writes<Offers>(Who.Owner | Who.Staff, (s, w, a) =>
            s.OfferAsync(a, World.Private, new(OfferTier.Premium, OfferModel.Yearly, null, [new(9000, "EUR")]), Cancel)),
        Writes<Offers>(Who.Owner | Who.Staff, (s, w, a) => s.WithdrawAsync(a, World.Private, w.Offer, Cancel)),
        Writes<QuoteRequests>(Who.Home, (s, w, a) => s.MakeAsync(a, new(w.HomeId, [new(w.Offer, 1)]), Cancel)),
        Reads<QuoteRequests>(Who.Home, (s, w, a) => s.ComputeAsync(a, new(w.HomeId, [new(w.Offer, 1)]), Cancel)),
        Reads<QuoteQueries>(Who.Owner, (s, w, a) => s.MayAnswerAsync(a, w.CustomQuote, Cancel)),
        Writes<QuoteAnswers>(Who.Owner, (s, w, a) => s.AcceptAsync(a, w.CustomQuote, w.CustomQuoteHash, Cancel)),
        Writes<QuoteAnswers>(Who.Owner, (s, w, a) => s.DeclineAsync(a, w.CustomQuote, w.CustomQuoteHash, "", Cancel)),
        Writes<CustomQuotes>(Who.Staff | Who.Other, (s, w, a) => s.AnswerAsync(a, w.CustomRequest, World.CustomTerms, Cancel)),
        Writes<CustomQuotes>(Who.Staff | Who.Other, (s, w, a) => s.WithdrawAsync(a, w.CustomRequest, Cancel)),
        Reads<PlanPricing>(Who.Home, (s, w, a) => s.ComputeAsync(a, w.HomeId, [w.UnlicensedPlan], [], Cancel)),
        Writes<PlanPricing>(Who.Home, (s, w, a) => s.MakeAsync(a, w.HomeId, [w.UnlicensedPlan], [], Cancel)),
        Writes<LicenseRequests>(Who.Home, (s, w, a) => s.AskAsync(a, w.HomeId, w.Offer, "", 2, Cancel)),
        Writes<Licenses>(Who.Owner | Who.Staff, (s, w, a) => s.GrantAsync(a, w.Request, null, Cancel)),
        Writes<Licenses>(Who.Owner | Who.Staff, (s, w, a) => s.IssueAsync(a, World.Private, new("Home", OfferTier.Basic, 1, null), Cancel)),
        Writes<Licenses>(Who.Owner | Who.Staff, (s, w, a) => s.RevokeAsync(a, w.License, "It was refunded.", Cancel)),
        Writes<Licenses>(Who.Owner | Who.Staff, (s, w, a) => s.SuspendAsync(a, w.License, "It was not paid.", Cancel)),
        Writes<Licenses>(Who.Owner | Who.Staff, (s, w, a) => s.ReinstateAsync(a, w.SuspendedLicense, "It was paid.", Cancel)),
        Writes<Licenses>(Who.Owner | Who.Staff, (s, w, a) => s.ExtendAsync(a, w.SuspendedLicense, null, "It was paid.", Cancel)),
        Writes<LicenseRequests>(Who.Home, (s, w, a) => s.AskAsync(a, w.HomeId, w.Offer, "", Cancel)),
        Writes<LicenseRequests>(Who.Other, (s, w, a) => s.WithdrawAsync(a, w.Request, Cancel)),
        Writes<LicenseRequests>(Who.Owner | Who.Staff, (s, w, a) => s.DeclineAsync(a, w.Request, "We do not sell it any more.", Cancel)),
        Reads<LicenseQueries>(Who.Managers, (s, w, a) => s.OfModuleAsync(a, World.Private, ListQuery.First, Cancel)),
        Reads<LicenseQueries>(Who.Managers, (s, w, a) => AllAsync(s.StreamOfModuleAsync(a, World.Private, ListQuery.First, Cancel))),
        Reads<LicenseQueries>(Who.Home, (s, w, a) => s.OwnAsync(a, ListQuery.First, Cancel)),
        Reads<LicenseQueries>(Who.Home, (s, w, a) => AllAsync(s.StreamOwnAsync(a, ListQuery.First, Cancel))),
        Reads<LicenseQueries>(Who.Home, (s, w, a) => s.StandingAsync(a, "Home", World.Sold, Cancel)),
        Reads<LicenseQueries>(Who.Home, (s, w, a) => s.NoticeAsync(a, "Home", World.Spare, Cancel)),
        Reads<LicenseRequestQueries>(Who.Managers, (s, w, a) => s.OfModuleAsync(a, World.Private, Cancel)),
        Reads<LicenseRequestQueries>(Who.Home | Who.Other, (s, w, a) => s.OwnAsync(a, Cancel)),
        Reads<LicenseQueries>(Who.Home, (s, w, a) => s.FetchVerdictAsync(a, w.ModuleId, A.Day, Cancel)),
        Reads<LicenseQueries>(Who.Operator, (s, w, a) => s.ListAsync(a, ListQuery.First, Cancel)),
        Reads<LicenseQueries>(Who.Operator, (s, w, a) => AllAsync(s.StreamAsync(a, ListQuery.First, Cancel))),
        Reads<LicenseQueries>(Who.Home, (s, w, a) => s.ReadAsync(a, w.License, Cancel)),
        Writes<LicenseKeys>(Who.Owner, (s, w, a) => s.ShowAsync(a, w.License, Cancel)),
        Reads<LicenseUses>(Who.Home | Who.Staff, (s, w, a) => s.ReadAsync(a, w.License, Cancel)),
        Reads<UsageQueries>(Who.Home | Who.Staff, (s, w, a) => s.OfAsync(a, w.License, Cancel)),
        Reads<LicenseStatistics>(Who.Managers, (s, w, a) => s.ReadAsync(a, World.Private, Cancel)),
        Reads<LicenseAnomalies>(Who.Managers, (s, w, a) => s.FindAsync(a, World.Private, Cancel)),
        Reads<KeyActivations>(Who.Home, (s, w, a) => s.CountAsync(a, new[] { w.License }, Cancel)),
        Writes<KeyActivations>(Who.Home, (s, w, a) => s.DeactivateAsync(a, w.Activation, Cancel)),
        Reads<SiteActivations>(Who.Home, (s, w, a) => s.ReadAsync(a, "Home", w.OffSite, World.Public, Cancel)),
        Writes<SiteActivations>(Who.Home, (s, w, a) => s.DeactivateAsync(a, w.Site, World.Public, Cancel)),
        Writes<SiteActivations>(Who.Home, (s, w, a) => s.ActivateAsync(a, w.OffSite, World.Public, Cancel)),
        Writes<SiteActivations>(Who.Home, (s, w, a) => s.TransferAsync(a, w.Site, w.OffSite, World.Public, Cancel)),
        Reads<LicenseFiles>(Who.Home, (s, w, a) => s.DownloadAsync(a, w.Site, World.Public, Cancel)),
    ];

    // What decides the tax and currency of a sale.
    private static IEnumerable<ServiceCall> Billing =>
    [
        Reads<BillingProfiles>(Who.Owner, (s, w, a) => s.ReadAsync(a, w.HomeId, Cancel)),
        Writes<BillingProfiles>(Who.Owner, (s, w, a) => s.SaveAsync(a, w.HomeId, World.Billing with { Currency = "CHF" }, Cancel)),
        Reads<Exemptions>(Who.Operator, (s, w, a) => s.ListAsync(a, Cancel)),
        Writes<Exemptions>(Who.Operator, (s, w, a) => s.AcceptAsync(a, w.Exemption, Cancel)),
        Writes<Exemptions>(Who.Operator, (s, w, a) => s.DeclineAsync(a, w.Exemption, Cancel)),
        Writes<SellerEntities>(Who.Operator, (s, w, a) => s.SaveAsync(a, World.Seller with { InvoicePrefix = "INV-" }, Cancel)),
        Writes<SellerLogos>(Who.Operator, (s, w, a) => s.SetAsync(a, Pictures.Png(48, 48), Cancel)),
        Reads<TaxRateQueries>(Who.Operator, (s, w, a) => s.ListAsync(a, ListQuery.First, Cancel)),
        Reads<TaxRateQueries>(Who.Operator, (s, w, a) => AllAsync(s.StreamAsync(a, ListQuery.First, Cancel))),
        Reads<TaxRateQueries>(Who.Operator, (s, w, a) => s.RowsAsync(a, Cancel)),
        Reads<TaxRateQueries>(Who.Operator, (s, w, a) => s.HistoryAsync(a, World.TaxRate.Country, Cancel)),
        Writes<TaxRates>(Who.Operator, (s, w, a) => s.SetAsync(a, World.TaxRate, 8, Cancel)),
        Writes<TaxRates>(Who.Operator, (s, w, a) => s.WithdrawAsync(a, World.TaxRate, Cancel)),
        Reads<RatesQueries>(Who.Operator, (s, w, a) => s.ReportAsync(a, Cancel)),
        Writes<ExchangeRates>(Who.Operator, (s, w, a) => s.FetchAsync(a, Cancel)),
    ];

    private static IEnumerable<ServiceCall> Ledger =>
    [
        Reads<LedgerQueries>(Who.Operator, (s, w, a) => s.GlanceAsync(a, Cancel)),
        Reads<LedgerQueries>(Who.Operator, (s, w, a) => s.AccountsAsync(a, ListQuery.First, Cancel)),
        Reads<LedgerQueries>(Who.Operator, (s, w, a) => AllAsync(s.StreamAccountsAsync(a, ListQuery.First, Cancel))),
        Reads<LedgerQueries>(Who.Operator, (s, w, a) => s.TrialAsync(a, World.Month, "EUR", ListQuery.First, Cancel)),
        Reads<LedgerQueries>(Who.Operator, (s, w, a) => AllAsync(s.StreamTrialAsync(a, World.Month, "EUR", ListQuery.First, Cancel))),
        Reads<LedgerQueries>(Who.Operator, (s, w, a) => s.TrialSumsAsync(a, World.Month, "EUR", Cancel)),
        Reads<AccountEntries>(Who.Operator, (s, w, a) => s.ReadAsync(a, w.Account.Id, Cancel)),
        Reads<AccountEntries>(Who.Operator, (s, w, a) => s.MonthAsync(a, w.Account, World.Month, "EUR", Cancel)),
        Reads<AccountEntries>(Who.Operator, (s, w, a) => s.ListAsync(a, w.Account, World.Month, "EUR", ListQuery.First, Cancel)),
        Reads<AccountEntries>(Who.Operator, (s, w, a) => AllAsync(s.StreamAsync(a, w.Account, World.Month, "EUR", Cancel))),
        Reads<JournalQueries>(Who.Operator, (s, w, a) => s.ListAsync(a, new(), ListQuery.First, Cancel)),
        Reads<JournalQueries>(Who.Operator, (s, w, a) => AllAsync(s.StreamAsync(a, new(), ListQuery.First, Cancel))),
        Reads<JournalQueries>(Who.Operator, (s, w, a) => s.OfDocumentAsync(a, World.Document, Cancel)),
        Reads<JournalQueries>(Who.Operator, (s, w, a) => s.ReadAsync(a, w.Journal, Cancel)),
        Reads<Months>(Who.Operator, (s, w, a) => s.ListAsync(a, Cancel)),
        Writes<Months>(Who.Operator, (s, w, a) => s.CloseAsync(a, World.Month, Cancel)),
        Reads<CommissionRates>(Who.Operator, (s, w, a) => s.ListAsync(a, ListQuery.First, Cancel)),
        Reads<CommissionRates>(Who.Operator, (s, w, a) => AllAsync(s.StreamAsync(a, ListQuery.First, Cancel))),
        Writes<CommissionRates>(Who.Operator, (s, w, a) => s.AddAsync(a, World.Rate with { BasisPoints = 1000 }, Cancel)),
    ];
}
