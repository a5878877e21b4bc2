using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;

namespace Marketplace.Data;

/// <summary>The conditions that a filter's text stands for.</summary>
internal static class ListFilters
{
    private static readonly MethodInfo ToLower = typeof(string).GetMethod(nameof(string.ToLower), [])!;
    private static readonly MethodInfo Has = typeof(string).GetMethod(nameof(string.Contains), [typeof(string)])!;

    public static Expression? Text(string text, Expression value) => text.Trim() is { Length: > 0 } part
        ? Expression.Call(Expression.Call(value, ToLower), Has, Parameter(part.ToLowerInvariant()))
        : null;

    public static Expression? Choice<TEnum>(string text, Expression value) where TEnum : struct, Enum
    {
        TEnum[] chosen = [.. text.Split(',').Select(Known<TEnum>).OfType<TEnum>()];
        return chosen.Length == 0
            ? null
            : Expression.Call(typeof(Enumerable), nameof(Enumerable.Contains), [typeof(TEnum)], Parameter<IEnumerable<TEnum>>(chosen), value);
    }

    public static Expression? Days(string text, Expression value)
    {
        var (from, to) = Ends(text, day => DateOnly.TryParseExact(day, "yyyy-MM-dd", out var known)
            ? known.ToDateTime(default, DateTimeKind.Utc)
            : (DateTime?)null);
        return Within(value, from, to is { } last && last < DateTime.MaxValue.AddDays(-1) ? last.AddDays(1).AddTicks(-1) : to);
    }

    public static Expression? Numbers(string text, Expression value)
    {
        var (from, to) = Ends(text, number => long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var known)
            ? known
            : (long?)null);
        return Within(value, from, to);
    }

    private static TEnum? Known<TEnum>(string name) where TEnum : struct, Enum =>
        Enum.TryParse<TEnum>(name, ignoreCase: true, out var one) && Enum.IsDefined(one) ? one : null;

    private static (TEnd? From, TEnd? To) Ends<TEnd>(string text, Func<string, TEnd?> parse) where TEnd : struct =>
        text.Split("..") is [var from, var to] ? (parse(from), parse(to)) : (parse(text), parse(text));

    private static BinaryExpression? Within<TEnd>(Expression value, TEnd? from, TEnd? to) where TEnd : struct
    {
        var comparable = Expression.Convert(value, typeof(TEnd?));
        var (after, before) = (
            from is null ? null : Expression.GreaterThanOrEqual(comparable, Parameter(from)),
            to is null ? null : Expression.LessThanOrEqual(comparable, Parameter(to)));
        return after is not null && before is not null ? Expression.AndAlso(after, before) : after ?? before;
    }

    // A field of a captured object becomes a parameter of the statement, so that the database knows the statement again.
    private static MemberExpression Parameter<TValue>(TValue value) =>
        Expression.Field(Expression.Constant(new Captured<TValue>(value)), nameof(Captured<>.Value));

    private sealed class Captured<TValue>(TValue value)
    {
        public readonly TValue Value = value;
    }
}
