using System.Net;
using Microsoft.AspNetCore.Components;

namespace Marketplace.Portal.Shared;

/// <summary>Package ids in narrow places: they break after a dot rather than within a word.</summary>
public static class IdText
{
    public static MarkupString Of(string packageId) => new(WebUtility.HtmlEncode(packageId).Replace(".", ".<wbr>", StringComparison.Ordinal));
}
