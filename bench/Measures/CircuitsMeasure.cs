using Marketplace.Bench.Circuits;
using Marketplace.Portal.Demo;

namespace Marketplace.Bench;

/// <summary>What an open page costs the server while nothing happens on it.</summary>
internal static class CircuitsMeasure
{
    private static readonly int[] Counts = [200, 1000];

    public static async Task RunAsync(string portal, string empty, Folders folders)
    {
        using var blank = await Servers.EmptyAsync(empty);
        var rival = await PerCircuitAsync(blank, "", null);
        (string Page, string Name, string Email)[] pages =
        [
            ("", "browse", DemoPeople.Client.Email),
            ("modules/Acme.Invoicing", "module page", DemoPeople.Client.Email),
            ("operations/1", "operation page", DemoPeople.Client.Email),
            ("moderation", "queue", DemoPeople.Moderator.Email),
        ];
        foreach (var (page, name, email) in pages)
        {
            // A fresh process for each page: memory that earlier circuits left behind would be used again and not be counted.
            using var ours = await Servers.PortalAsync(portal, folders.Data);
            var each = await PerCircuitAsync(ours, page, email);
            foreach (var count in Counts)
            {
                Report.Ratio($"Memory per idle circuit, {name}, at {count:#,0}", each[count], rival[count], "KB", "aim 3.5×; empty Blazor app");
            }
        }
    }

    private static async Task<Dictionary<int, double>> PerCircuitAsync(Server server, string page, string? email)
    {
        var found = new Dictionary<int, double>();
        var circuits = new List<Circuit>();
        try
        {
            // One page first, so that what is loaded once is not counted.
            circuits.Add(await Circuit.OpenAsync(new Uri(server.Address, page), email, CancellationToken.None));
            await Task.Delay(2000);
            var before = server.Memory();
            foreach (var count in Counts)
            {
                while (circuits.Count < count + 1)
                {
                    circuits.Add(await Circuit.OpenAsync(new Uri(server.Address, page), email, CancellationToken.None));
                }

                // Idle: the last of them too has given back what it drew with.
                await Task.Delay(20_000);
                found[count] = (server.Memory() - before) / 1024.0 / count;
            }
        }
        finally
        {
            foreach (var circuit in circuits)
            {
                await circuit.DisposeAsync();
            }
        }

        return found;
    }
}
