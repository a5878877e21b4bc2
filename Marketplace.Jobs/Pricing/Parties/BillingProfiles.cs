using System.Net.Mail;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Notifications;
using Marketplace.Pricing.Tax;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Pricing.Parties;

/// <param name="VatId">As typed; empty if there is none.</param>
/// <param name="ExemptionEvidence">Empty if tax is paid.</param>
/// <param name="Currency">ISO 4217.</param>
public sealed record BillingDetails(
    PostalAddress Address, BuyerKind Kind, string VatId, string ExemptionEvidence, DateOnly? ExemptUntil, string Currency)
{
    public const int MaxEmail = 256;

    /// <summary>Where invoices are mailed to, such as a bookkeeper; empty for the owners.</summary>
    public string InvoiceEmail { get; init; } = "";

    /// <summary>Subscriptions that renew on the same day, are paid alike and in one currency are billed on one invoice.</summary>
    public bool JoinsInvoices { get; init; }
}

/// <summary>The billing details of organizations: read and changed by their owners. An exemption counts once an operator accepted it.</summary>
public sealed class BillingProfiles(IDbContextFactory<MarketplaceDb> databases, VatIds vatIds, TimeProvider clock)
{
    /// <summary>What notifications of exemptions are about.</summary>
    public const string ExemptionsSubject = "exemptions";

    /// <summary>Null if there is none yet, or the actor is no owner of the organization.</summary>
    public async Task<BillingProfile?> ReadAsync(Actor actor, long organizationId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var owned = db.Organizations.OwnedBy(actor);
        return await db.BillingProfiles.AsNoTracking()
            .FirstOrDefaultAsync(p => p.OrganizationId == organizationId && owned.Any(o => o.Id == organizationId), cancel);
    }

    public async Task<PartyOutcome> SaveAsync(Actor actor, long organizationId, BillingDetails details, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Organizations.OwnedBy(actor).FirstOrDefaultAsync(o => o.Id == organizationId, cancel) is not { } organization)
        {
            return new PartyOutcome.NotAllowed();
        }

        details = details with
        {
            Address = details.Address.Trimmed(), VatId = details.VatId.Trim(), ExemptionEvidence = details.ExemptionEvidence.Trim(),
            InvoiceEmail = details.InvoiceEmail.Trim(),
        };
        var vatId = details is { Kind: BuyerKind.Business, VatId: not "" } && Country.Find(details.Address.Country) is not null
            ? VatId.Check(details.VatId, TaxTerritory.Of(details.Address.Country))
            : null;
        if (Problems(details, vatId) is { Count: > 0 } problems)
        {
            return new PartyOutcome.Invalid(problems);
        }

        var known = (vatId as VatIdCheck.Valid)?.Id;
        var standing = known is null ? new(VatVerdict.None, null, null, null) : await vatIds.StandingAsync(known, cancel);
        if (standing.Verdict is VatVerdict.Refused)
        {
            return Refused(nameof(details.VatId), $"{known} is not registered, says the register of VAT IDs. Enter the one that is, or leave the field empty.");
        }

        var profile = await db.BillingProfiles.FirstOrDefaultAsync(p => p.OrganizationId == organizationId, cancel);
        var before = profile?.Exemption;
        if (profile is null)
        {
            db.Add(profile = new BillingProfile(organizationId));
        }

        profile.Change(details, known?.Text, standing, actor.UserId, clock.UtcNow);
        db.Audit(actor, "billing.change", $"organization/{organizationId}", $"{profile.Address.Country}, {profile.Kind}, {profile.VatId}", clock.UtcNow);
        if (profile.Exemption is { AcceptedAt: null } claim && claim != before)
        {
            await db.NotifyStaffAsync(
                StaffRole.Operator, ExemptionsSubject, $"{organization.Name} says that it is exempt from tax: {claim.Evidence}", clock.UtcNow, cancel);
        }

        db.Changed(LiveTopic.Organization(organizationId), clock.UtcNow);
        db.Changed(LiveTopic.Rates, clock.UtcNow);
        return await db.TrySaveAsync(cancel) ? new PartyOutcome.Saved(standing.Note) : new PartyOutcome.Changed();
    }

    private static Dictionary<string, string> Problems(BillingDetails details, VatIdCheck? vatId)
    {
        var problems = details.Address.Problems().ToDictionary(problem => problem.Field, problem => problem.Problem);
        if (details is { Kind: BuyerKind.Consumer, VatId: not "" })
        {
            problems[nameof(details.VatId)] = "Consumers have no VAT ID. Choose Business, or leave the field empty.";
        }
        else if (vatId is VatIdCheck.Invalid invalid)
        {
            problems[nameof(details.VatId)] = invalid.Problem;
        }

        if (details.InvoiceEmail is not "" && (details.InvoiceEmail.Length > BillingDetails.MaxEmail || !MailAddress.TryCreate(details.InvoiceEmail, out _)))
        {
            problems[nameof(details.InvoiceEmail)] = "Enter one address, such as invoices@example.com, or leave the field empty.";
        }

        if (details.ExemptionEvidence.Length > ExemptionClaim.MaxEvidence)
        {
            problems[nameof(details.ExemptionEvidence)] = $"At most {ExemptionClaim.MaxEvidence} characters.";
        }
        else if (details is { ExemptionEvidence: "", ExemptUntil: not null })
        {
            problems[nameof(details.ExemptionEvidence)] = "Name the document that is valid until then, or clear the day.";
        }

        if (Currency.Find(details.Currency)?.Code != details.Currency)
        {
            problems[nameof(details.Currency)] = details.Currency == "" ? "Choose a currency." : Currency.Unknown(details.Currency);
        }

        return problems;
    }

    private static PartyOutcome.Invalid Refused(string field, string problem) => new(new Dictionary<string, string> { [field] = problem });
}

internal static class PartySaves
{
    extension(MarketplaceDb db)
    {
        /// <summary>False if someone else was faster.</summary>
        public async Task<bool> TrySaveAsync(CancellationToken cancel)
        {
            try
            {
                await db.SaveChangesAsync(cancel);
                return true;
            }
            catch (DbUpdateException error) when (error.IsLostRace)
            {
                return false;
            }
        }
    }
}
