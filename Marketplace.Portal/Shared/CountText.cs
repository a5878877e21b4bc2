namespace Marketplace.Portal.Shared;

/// <summary>A number with its noun: 1 install, 1,204 installs.</summary>
internal static class CountText
{
    public static string Of(long count, string noun) => count == 1 ? $"1 {noun}" : $"{Format.Count(count)} {noun}s";
}
