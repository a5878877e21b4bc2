using System.Globalization;

namespace Marketplace.Data;

/// <summary>Amounts and days as people of a culture write them. The words around them are English everywhere.</summary>
public static class CultureText
{
    extension(CultureInfo culture)
    {
        /// <summary>€1,049.00. The sign is the currency's, its place the culture's.</summary>
        public string Amount(Money money) => culture.Amount(money, Currency.Of(money.Currency).Digits);

        /// <summary>€1,049, rounded to whole units.</summary>
        public string WholeAmount(Money money) => culture.Amount(money, 0);

        private string Amount(Money money, int digits)
        {
            var currency = Currency.Of(money.Currency);
            var format = (NumberFormatInfo)culture.NumberFormat.Clone();
            (format.CurrencySymbol, format.CurrencyDecimalDigits, format.NegativeSign) = (currency.Sign.Trim(), digits, "−");
            // Parentheses stand for what is owed in some books and mean nothing in others.
            format.CurrencyNegativePattern = format.CurrencyNegativePattern switch { 0 or 14 => 1, 4 or 15 => 5, var pattern => pattern };
            if (char.IsLetter(format.CurrencySymbol[^1]))
            {
                // Letters stand apart from figures: the patterns 0 and 1 join them, 2 and 3 do not.
                format.CurrencyPositivePattern |= 2;
                format.CurrencyNegativePattern = format.CurrencyPositivePattern is 2 ? 9 : 8;
            }

            return (money.Minor / currency.MinorUnits).ToString("C", format);
        }

        /// <summary>How days are written: months are words only where words are English. That of no culture is ISO 8601.</summary>
        public string DayPattern => culture switch
        {
            { Name: "" } => "yyyy-MM-dd",
            { TwoLetterISOLanguageName: "en", DateTimeFormat.ShortDatePattern: var order } => order[0] is 'M' ? "MMM d, yyyy" : "d MMM yyyy",
            _ => "d",
        };

        /// <summary>Nov 30, 2026, 9:41 AM UTC.</summary>
        public string DayTime(DateTime utc) => $"{utc.ToString(culture.DayPattern, culture)}, {utc.ToString("t", culture)} UTC";

        public string Day(DateTime utc) => utc.ToString(culture.DayPattern, culture);

        /// <summary>8.875%.</summary>
        public string Percent(decimal percent) => $"{percent.ToString("0.####", culture)}%";
    }
}
