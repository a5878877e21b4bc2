using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Live;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Payments;

public abstract record EvidenceOutcome
{
    /// <summary>It is sent to the provider, once.</summary>
    public sealed record Taken : EvidenceOutcome;

    /// <param name="Problem">What is wrong and what mends it.</param>
    public sealed record Invalid(string Problem) : EvidenceOutcome;

    public sealed record NotFound : EvidenceOutcome;
}

/// <summary>Operators answer disputes. A bank takes one answer, so it is checked before it goes.</summary>
public sealed class Disputes(IDbContextFactory<MarketplaceDb> databases, IDisputeRecords records, TimeProvider clock)
{
    public const string TooLarge = "Evidence files can total at most 4.5 MB. Make yours smaller, for example as a PDF of fewer pages.";

    public async Task<EvidenceOutcome> AnswerAsync(Actor actor, Guid disputeId, DisputeAnswer answer, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await FindAsync(db, actor, disputeId, cancel) is not { } dispute)
        {
            return new EvidenceOutcome.NotFound();
        }

        var now = clock.UtcNow;
        var evidence = new ProviderEvidence(answer.Text.Trim(), answer.File);
        if (Problem(dispute, evidence, now) is { } problem)
        {
            return new EvidenceOutcome.Invalid(problem);
        }

        evidence = evidence with { Records = answer.AttachesRecords ? await records.WriteAsync(db, dispute, cancel) : null };
        if ((evidence.File?.Content.Length ?? 0) + (evidence.Records?.Content.Length ?? 0) > Dispute.MaxFile)
        {
            return new EvidenceOutcome.Invalid(TooLarge);
        }

        dispute.Answer(evidence, actor.UserId, now);
        db.Add(ProviderRequest.Evidence(dispute, now));
        db.Audit(actor, "dispute.answer", $"payment/{dispute.PaymentId:N}", $"{dispute.Amount}, {dispute.Reason}", now);
        db.Wake(Work.Payments, now);
        db.Changed(LiveTopic.Payment(dispute.PaymentId), now);
        try
        {
            await db.SaveChangesAsync(cancel);
            return new EvidenceOutcome.Taken();
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            return new EvidenceOutcome.Invalid("The dispute changed at this moment. Look at it again.");
        }
    }

    /// <summary>What the marketplace has recorded of the payment: as it was sent, or as it would be now. Null if the actor is no operator.</summary>
    public async Task<EvidenceFile?> RecordsAsync(Actor actor, Guid disputeId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await FindAsync(db, actor, disputeId, cancel) is not { } dispute ? null
            : dispute.Evidence.Records ?? await records.WriteAsync(db, dispute, cancel);
    }

    private static Task<Dispute?> FindAsync(MarketplaceDb db, Actor actor, Guid id, CancellationToken cancel)
    {
        var operators = db.StaffGrants.Allowing(actor, StaffRole.Operator);
        return db.Disputes.Include(d => d.Payment).FirstOrDefaultAsync(d => d.Id == id && operators.Any(), cancel);
    }

    private static string? Problem(Dispute dispute, ProviderEvidence evidence, DateTime now) =>
        !dispute.TakesEvidence ? "This dispute takes no evidence any more: it was answered, or it has ended."
        : dispute.DueBy <= now ? $"Evidence was due by {dispute.DueBy:yyyy-MM-dd HH:mm} UTC."
        : evidence.Text is { Length: 0 or > Dispute.MaxText } ? $"Say what speaks against the dispute, in at most {Dispute.MaxText} characters."
        : evidence.File is not { } file ? null
        : file.Name is not { Length: > 0 and <= Dispute.MaxFileName } ? $"Give the file a name of at most {Dispute.MaxFileName} characters."
        : file.Content.Length is 0 or > Dispute.MaxFile ? TooLarge
        : MediaTypeOf(file.Content) != file.MediaType ? $"“{file.Name}” is no PDF, JPEG or PNG. Save it as one of these."
        : null;

    /// <summary>By its first bytes; null if it is none that banks take.</summary>
    public static string? MediaTypeOf(ReadOnlySpan<byte> content) => content switch
    {
        [0x25, 0x50, 0x44, 0x46, ..] => "application/pdf",
        [0x89, 0x50, 0x4E, 0x47, ..] => "image/png",
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        _ => null,
    };
}
