using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Payments.Inbox;

/// <summary>
/// Until when a provider was asked, without a gap, what it told. The newest event that arrived says nothing of those before it: one may be lost, and a later
/// one arrive.
/// </summary>
public sealed class NewsCursor(string provider, DateTime until)
{
    public string Provider { get; private set; } = provider;
    public DateTime Until { get; private set; } = until;

    public void Move(DateTime until) => Until = until > Until ? until : Until;
}

internal sealed class NewsCursorMapping : IEntityTypeConfiguration<NewsCursor>
{
    public void Configure(EntityTypeBuilder<NewsCursor> cursor)
    {
        cursor.ToTable("NewsCursors");
        cursor.HasKey(c => c.Provider);
        cursor.Property(c => c.Provider).HasMaxLength(PaymentsData.MaxProvider).IsUnicode(false);
        cursor.Property(c => c.Until).IsConcurrencyToken();
    }
}
