namespace Marketplace.Publishers;

/// <summary>Asks a domain whether it says a publisher's token: in a TXT record, or in a file that it serves.</summary>
public sealed class DomainProof(ITextRecords records, PublicWeb web)
{
    public const string RecordPrefix = "marketplace-verification=";
    public const string FilePath = "/.well-known/marketplace-verification";

    public async Task<bool> SaysAsync(string domain, string token, CancellationToken cancel) =>
        (await records.ReadAsync(domain, cancel)).Any(text => text.Trim() == RecordPrefix + token)
        || (await web.ReadAsync(new Uri($"https://{domain}{FilePath}"), cancel))?.Split('\n').Any(line => line.Trim() == token) is true;
}
