using System.Text;

namespace Marketplace.Payments.Bank;

/// <param name="Line">In the file, from 1: that on which the row begins.</param>
internal sealed record CsvRow(int Line, IReadOnlyList<string> Cells);

/// <summary>The rows of a table by RFC 4180, with whichever separator; empty lines are left out.</summary>
internal static class CsvRows
{
    public static IReadOnlyList<CsvRow> Of(string text, char separator)
    {
        var (rows, cells, cell) = (new List<CsvRow>(), new List<string>(), new StringBuilder());
        var (line, first, isQuoted) = (1, 1, false);
        for (var at = 0; at < text.Length; at++)
        {
            var letter = text[at];
            line += letter == '\n' ? 1 : 0;
            if (isQuoted)
            {
                if (letter == '"' && at + 1 < text.Length && text[at + 1] == '"')
                {
                    cell.Append('"');
                    at++;
                }
                else if (letter == '"')
                {
                    isQuoted = false;
                }
                else
                {
                    cell.Append(letter);
                }
            }
            else if (letter == '"' && cell.Length == 0)
            {
                isQuoted = true;
            }
            else if (letter == separator)
            {
                Take();
            }
            else if (letter == '\n')
            {
                End();
                first = line;
            }
            else
            {
                cell.Append(letter);
            }
        }

        if (isQuoted)
        {
            throw new CsvException($"Line {first}: a quote is opened and not closed.");
        }

        End();
        return rows;

        void Take()
        {
            cells.Add(cell.ToString().Trim());
            cell.Clear();
        }

        void End()
        {
            Take();
            if (cells.Exists(one => one.Length > 0))
            {
                rows.Add(new(first, [.. cells]));
            }

            cells.Clear();
        }
    }
}
