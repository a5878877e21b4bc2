using System.Net;
using DnsClient;

namespace Marketplace.Publishers;

/// <summary>Reads the TXT records of a name. Empty where there are none or nobody answers.</summary>
public interface ITextRecords
{
    Task<IReadOnlyList<string>> ReadAsync(string name, CancellationToken cancel);
}

/// <summary>Asks the machine's name servers, by TCP where the answer is too long for UDP; the framework itself reads no TXT records.</summary>
internal sealed class DnsTextRecords(IPEndPoint? server = null) : ITextRecords
{
    private readonly Lazy<LookupClient> _dns = new(() => new LookupClient(Options(server)));

    public async Task<IReadOnlyList<string>> ReadAsync(string name, CancellationToken cancel)
    {
        if (_dns.Value.NameServers.Count == 0)
        {
            return [];
        }

        try
        {
            var answer = await _dns.Value.QueryAsync(name, QueryType.TXT, cancellationToken: cancel);
            return [.. answer.Answers.TxtRecords().Select(record => string.Concat(record.Text))];
        }
        catch (DnsResponseException)
        {
            return [];
        }
    }

    // A proof is asked for seconds after it was published, so nothing is remembered.
    private static LookupClientOptions Options(IPEndPoint? server)
    {
        var options = server is null ? new LookupClientOptions() : new LookupClientOptions(new NameServer(server));
        (options.UseCache, options.Timeout, options.Retries) = (false, TimeSpan.FromSeconds(3), 1);
        return options;
    }
}
