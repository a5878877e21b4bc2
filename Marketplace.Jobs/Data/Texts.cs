using System.Text;

namespace Marketplace.Data;

public static class Texts
{
    /// <summary>Makes the next character of a LIKE pattern an ordinary one.</summary>
    public const string LikeEscape = "\\";

    extension(string text)
    {
        /// <summary>At most so many characters, counted as columns count them (UTF-16); what is longer ends in an ellipsis.</summary>
        public string Clip(int max) => text.Length <= max ? text : $"{text[..(char.IsHighSurrogate(text[max - 2]) ? max - 2 : max - 1)]}…";

        /// <summary>A LIKE pattern, with <see cref="LikeEscape"/>, for texts that have this one in them.</summary>
        public string AsLikePart() => $"%{text.Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_").Replace("[", "\\[")}%";

        /// <summary>The one form of a text that is looked up or unique: composed (NFC), without blanks at either end, which SQL Server ignores.</summary>
        public string AsKey() => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Normalize(NormalizationForm.FormC).Trim();
    }
}
