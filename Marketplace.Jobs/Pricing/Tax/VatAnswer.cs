using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Pricing.Tax;

/// <summary>What the register of the European Commission said about a VAT id, and when: the proof that it was asked.</summary>
/// <param name="consultation">The register’s number for the question; null where it gave none.</param>
public sealed class VatAnswer(string vatId, bool isValid, string? name, string? consultation, DateTime at) : IAppendOnly
{
    public const int MaxName = 200;
    public const int MaxVatId = 20;

    public long Id { get; private set; }
    public string VatId { get; private set; } = vatId;
    public bool IsValid { get; private set; } = isValid;

    /// <summary>The name that is registered; null where the member keeps it to itself.</summary>
    public string? Name { get; private set; } = name;

    public string? Consultation { get; private set; } = consultation;
    public DateTime At { get; private set; } = at;
}

internal sealed class VatAnswerMapping : IEntityTypeConfiguration<VatAnswer>
{
    public void Configure(EntityTypeBuilder<VatAnswer> answer)
    {
        answer.ToTable("VatAnswers");
        answer.Property(a => a.VatId).HasMaxLength(VatAnswer.MaxVatId).IsUnicode(false);
        answer.Property(a => a.Name).HasMaxLength(VatAnswer.MaxName);
        answer.Property(a => a.Consultation).HasMaxLength(60);
        answer.HasIndex(a => new { a.VatId, a.At });
    }
}
