using System.Net;
using System.Net.Sockets;

namespace Marketplace.Portal.Http;

/// <summary>
/// Where a request comes from, as far as one caller has it to themselves: an IPv4 address, or the 64 bits of IPv6 that one connection is given.
/// </summary>
internal static class Network
{
    public static string Of(IPAddress? address) => address switch
    {
        null => "this machine",
        { IsIPv4MappedToIPv6: true } => $"{address.MapToIPv4()}",
        { AddressFamily: AddressFamily.InterNetworkV6 } => $"{new IPAddress([.. address.GetAddressBytes().AsSpan(0, 8), 0, 0, 0, 0, 0, 0, 0, 0])}/64",
        _ => $"{address}",
    };
}
