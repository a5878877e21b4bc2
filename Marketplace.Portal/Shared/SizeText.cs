namespace Marketplace.Portal.Shared;

internal static class SizeText
{
    public static string Of(long bytes) => bytes switch
    {
        < 1024 => $"{bytes} bytes",
        < 1024 * 1024 => $"{Format.Number(bytes / 1024.0, "0.#")} KB",
        _ => $"{Format.Number(bytes / (1024.0 * 1024), "0.#")} MB",
    };
}
