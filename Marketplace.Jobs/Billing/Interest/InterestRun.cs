using System.Globalization;
using Hangfire;
using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Notifications;
using Marketplace.Payments;
using Marketplace.Payments.Bank;
using Marketplace.Pricing.Quotes;
using Marketplace.Pricing.Parties;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Billing.Interest;

/// <summary>
/// Charges interest of invoices that are paid late: once they are settled, and while they are open after some days. Each in a transaction of its own, with the
/// row that says up to which day, so that of two workers one charges it.
/// </summary>
public sealed partial class InterestRun(
    IDbContextFactory<MarketplaceDb> databases, InvoiceIssue invoices, PaymentStarts payments, IOptions<InterestOptions> options, IOptions<BankOptions> bank,
    IOptions<PortalOptions> portal, TimeProvider clock, ILogger<InterestRun> log)
{
    private const int Page = 200;

    /// <summary>Why a document of interest has no tax.</summary>
    public const string NoTax = "Outside the scope of VAT: interest for late payment is compensation and not paid for a supply.";

    /// <returns>How many invoices of interest were issued.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var (issued, last) = (0, 0L);
        while (options.Value.IsOn)
        {
            var ids = await DueAsync(last, cancel);
            foreach (var id in ids)
            {
                issued += await TryAsync(id, cancel) ? 1 : 0;
            }

            if (ids.Count < Page)
            {
                break;
            }

            last = ids[^1];
        }

        await AskAsync(cancel);
        return issued;
    }

    private async Task<List<long>> DueAsync(long last, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (until, decided) = (DateOnly.FromDateTime(clock.UtcNow).AddDays(-options.Value.AfterDays), db.InvoiceInterest);
        return await db.MayCostInterest(options.Value).Where(i => i.Id > last && i.Due <= until && !decided.Any(d => d.InvoiceId == i.Id && d.IsLast))
            .OrderBy(i => i.Id).Select(i => i.Id).Take(Page).ToListAsync(cancel);
    }

    private async Task<bool> TryAsync(long id, CancellationToken cancel)
    {
        try
        {
            return await databases.TransactAsync(db => ChargeAsync(db, id, cancel), cancel);
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            return false;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogFailed(error, id);
            return false;
        }
    }

    private async Task<bool> ChargeAsync(MarketplaceDb db, long id, CancellationToken cancel)
    {
        var (now, settings) = (clock.UtcNow, options.Value);
        var today = DateOnly.FromDateTime(now);
        if (await db.ReadLateAsync(db.Invoices.Where(i => i.Id == id), settings, cancel) is not { IsOver: false } late)
        {
            return false;
        }

        var (invoice, accrued, ends) = (late.Invoice, late.Accrued(settings.BasisPoints, today), late.IsSettled || late.IsCredited);
        if (!ends && late.Next.AddDays(settings.EveryDays) > today)
        {
            return false;
        }

        var isEnough = accrued.Minor > 0 && accrued.Minor >= settings.MinimumOf(invoice.Currency);
        if (!ends && !isEnough)
        {
            return false;
        }

        var seller = isEnough ? await db.SellerEntities.AsNoTracking().SingleAsync(cancel) : null;
        if (seller is { Iban: null })
        {
            // Nobody could pay it.
            return false;
        }

        var document = seller is null ? null : await invoices.IssueAsync(
            db, Draft(invoice.Document, late.Next, accrued, settings.BasisPoints, new(seller.Iban!, seller.Bic), today), seller.InvoicePrefix,
            invoice.OrganizationId, null, invoice.Id, now, cancel);
        db.Add(new InvoiceInterest(id, late.Next, ends ? accrued.Until : today, ends, now) { Document = document });
        db.Changed(LiveTopic.Billing(invoice.OrganizationId), now);
        await db.SaveChangesAsync(cancel);
        return document is not null;
    }

    private InvoiceDocument Draft(InvoiceDocument late, DateOnly from, Accrual accrued, int basisPoints, InvoiceBank account, DateOnly today)
    {
        var (amount, none) = (new Money(accrued.Minor, late.Net.Currency), Money.Zero(late.Net.Currency));
        var days = accrued.Days == 1 ? "1 day" : $"{accrued.Days} days";
        var detail = string.Create(CultureInfo.InvariantCulture, $"{basisPoints / 100m:0.##}% a year of what was open, {days}");
        return late with
        {
            Number = "", Date = today, Due = today.AddDays(bank.Value.DueDays), Bank = account, PaidBy = null, RateDay = null, CreditUsed = null,
            Lines = [new($"Interest on {late.Number}", detail, 0, 0, default, amount, [], amount, none, [], from, accrued.Until)],
            Taxes = [], Net = amount, Tax = none, Treatment = TaxTreatment.OutsideScope, Notes = [NoTax], InterestOn = late.Number,
        };
    }

    // A transfer is awaited for each that is not paid: at once, and later where the process died between.
    private async Task AskAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (asked, owners) = (db.Payments, db.Set<Membership>());
        var unasked = await db.Invoices.ChargedInterest().Where(i => !asked.Any(p => p.Document == InterestDocuments.Prefix + i.Number)).WithRest()
            .Where(rest => rest.Minor > 0).OrderBy(rest => rest.Invoice.Id).Take(Page).Select(rest => new
            {
                rest.Invoice.Number, rest.Invoice.OrganizationId, rest.Invoice.Currency, rest.Invoice.Json, rest.Minor,
                Owner = owners.Where(m => m.OrganizationId == rest.Invoice.OrganizationId && m.Role == MemberRole.Owner).OrderBy(m => m.UserId)
                    .Select(m => new { m.UserId, m.User.Email }).FirstOrDefault(),
            }).ToListAsync(cancel);
        foreach (var one in unasked.Where(one => one.Owner is not null))
        {
            var transfer = new PaymentWish(
                InterestDocuments.Prefix + one.Number, $"Invoice {one.Number}", one.OrganizationId, one.Owner!.UserId, new(one.Minor, one.Currency),
                InvoiceDocument.Parse(one.Json).Buyer.Address.Country, one.Owner.Email!, new Uri(portal.Value.At($"/invoices/{one.Number}")));
            if (await payments.StartAsync(transfer, PaymentProviders.Bank, cancel) is PaymentOutcome.Refused refused)
            {
                LogRefused(one.Number, refused.Problem);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "The interest of invoice {Invoice} could not be charged; it is tried again tomorrow")]
    private partial void LogFailed(Exception error, long invoice);

    [LoggerMessage(LogLevel.Warning, "No transfer can be awaited for {Invoice}: {Reason}")]
    private partial void LogRefused(string invoice, string reason);
}

/// <summary>
/// Charges interest of late invoices, and reminds of what was charged. Safe to run twice: rows say up to which day it was charged, and what was reminded of.
/// </summary>
[AutomaticRetry(Attempts = 0)]
public sealed class InterestJob(InterestRun run, InterestReminders reminders)
{
    public async Task RunAsync(CancellationToken cancel)
    {
        await run.RunAsync(cancel);
        await reminders.RunAsync(cancel);
    }
}
