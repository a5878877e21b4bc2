using Marketplace.Data;

namespace Marketplace.Ledger;

/// <summary>One entry that is to be: the amount moves from the credit account to the debit account.</summary>
public readonly record struct PostingLine(AccountKey Debit, AccountKey Credit, Money Amount)
{
    public override string ToString() => $"{Amount} from {Credit} to {Debit}";
}

/// <summary>One side of a journal, as bookkeepers write it.</summary>
public readonly record struct Leg(AccountKey Account, bool IsDebit, Money Amount)
{
    public static Leg Debit(AccountKey account, Money amount) => new(account, true, amount);

    public static Leg Credit(AccountKey account, Money amount) => new(account, false, amount);
}

/// <summary>A journal that is to be. What is wrong with one is a bug of whoever makes it, and is refused by name before anything is written.</summary>
public sealed record Posting
{
    /// <summary>A hundred billion of most currencies: sums of very many stay whole numbers of 64 bits.</summary>
    public const long MaxMinor = 10_000_000_000_000;

    public const int MaxLines = 1000;

    /// <param name="source">The fact, as <c>kind/id</c>.</param>
    /// <param name="document">The document that it belongs to, as <c>kind/id</c>.</param>
    /// <param name="at">When the fact was, in UTC.</param>
    public Posting(JournalKind kind, string source, string description, string document, DateTime at, params IReadOnlyList<PostingLine> lines)
    {
        (Kind, Source, Description, Document, At, Lines) = (kind, source, description.Clip(Journal.MaxDescription), document, at, lines);
        if (Problem() is { } problem)
        {
            throw new ArgumentException($"{source} cannot be posted: {problem}");
        }
    }

    public JournalKind Kind { get; }
    public string Source { get; }
    public string Description { get; }
    public string Document { get; }
    public DateTime At { get; }
    public IReadOnlyList<PostingLine> Lines { get; }

    /// <summary>Of legs that sum to zero in each currency; see <see cref="Pairing"/>.</summary>
    public static Posting Of(JournalKind kind, string source, string description, string document, DateTime at, params IReadOnlyList<Leg> legs)
    {
        try
        {
            return new(kind, source, description, document, at, Pairing.Of(legs));
        }
        catch (UnbalancedException unbalanced)
        {
            throw new ArgumentException($"{source} cannot be posted: {unbalanced.Message}", unbalanced);
        }
    }

    private string? Problem() =>
        !IsName(Source, Journal.MaxSource) ? $"its source is not kind/id in at most {Journal.MaxSource} ASCII characters."
        : !IsName(Document, Journal.MaxDocument) ? $"its document “{Document}” is not kind/id in at most {Journal.MaxDocument} ASCII characters."
        : Description.Trim() == "" ? "it has no description."
        : At.Kind is not DateTimeKind.Utc ? "its instant is not in UTC."
        : Lines.Count is 0 or > MaxLines ? $"it has {Lines.Count} entries, not 1 to {MaxLines}."
        : Lines.Select(Problem).FirstOrDefault(problem => problem is not null);

    private static string? Problem(PostingLine line) =>
        line.Amount.Minor is <= 0 or > MaxMinor ? $"{line} is not between 1 and {MaxMinor} minor units."
        : line.Amount.Currency is not [>= 'A' and <= 'Z', >= 'A' and <= 'Z', >= 'A' and <= 'Z'] ? $"“{line.Amount.Currency}” is no currency (ISO 4217)."
        : line.Debit == line.Credit ? $"{line} stays where it is."
        : null;

    private static bool IsName(string text, int max) =>
        text.Length <= max && text.IndexOf('/') is > 0 and var slash && slash < text.Length - 1 && text.All(letter => letter is > ' ' and <= '~');
}
