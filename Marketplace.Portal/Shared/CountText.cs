namespace Marketplace.Portal.Shared;

/// <summary>A number with its noun: 1 install, 1,204 installs.</summary>
internal static class CountText
{
    public static string Of(long count, string one, string many) => count == 1 ? $"1 {one}" : $"{Format.Count(count)} {many}";

    public static string Of(long count, string noun) => count == 1 ? $"1 {noun}" : $"{Format.Count(count)} {noun}s";
}
