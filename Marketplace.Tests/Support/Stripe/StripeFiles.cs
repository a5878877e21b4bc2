using System.Text.Json.Nodes;

namespace Marketplace.Tests.Support.Stripe;

/// <summary>Uploads, which the evidence of disputes is made of.</summary>
internal sealed class StripeFiles(StripeBackend stripe)
{
    private const int MaxEvidence = 4_500_000;

    public void AddTo(Dictionary<string, Func<StripeCall, JsonObject>> routes) => routes["Files.create"] = call =>
    {
        call.Ignore("file");
        var (file, purpose) = (call.File ?? throw StripeFailure.Lacking("file"), call.Needed("purpose"));
        var type = file.Content switch
        {
            [0x25, 0x50, 0x44, 0x46, ..] => "pdf",
            [0x89, 0x50, 0x4E, 0x47, ..] => "png",
            [0xFF, 0xD8, 0xFF, ..] => "jpg",
            _ => purpose is "dispute_evidence" ? throw StripeFailure.Invalid(null, "Evidence is a file of type pdf, jpg or png.", "file") : "bin",
        };
        if (purpose is "dispute_evidence" && file.Content.Length > MaxEvidence)
        {
            throw StripeFailure.Invalid(null, $"The file {file.Name} has {file.Content.Length} bytes; evidence has at most {MaxEvidence}.", "file");
        }

        var kept = stripe.State.Add("file", call.Account, stripe.Clocks.Now, new JsonObject
        {
            ["filename"] = file.Name, ["purpose"] = purpose, ["size"] = file.Content.Length, ["type"] = type,
        });
        kept["url"] = $"{stripe.Base}/v1/files/{kept.Id}/contents";
        kept.Hidden["content"] = file.Content;
        stripe.Events.Add("file.created", kept);
        return kept.Shown();
    };
}
