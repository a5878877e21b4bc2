using System.Net;
using System.Net.Sockets;
using System.Text;
using Marketplace.Publishers;
using Marketplace.Resolution;

namespace Marketplace.Tests.Publishers;

public sealed class PublicWebTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("169.254.169.254")]
    [InlineData("168.63.129.16")]
    [InlineData("::ffff:168.63.129.16")]
    [InlineData("100.100.100.200")]
    [InlineData("192.0.0.192")]
    [InlineData("fd00:ec2::254")]
    [InlineData("100.64.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("192.0.2.1")]
    [InlineData("198.18.0.1")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("fc00::1")]
    [InlineData("fe80::1")]
    [InlineData("ff02::1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2001::1")]
    public void Addresses_of_a_machine_or_its_network_are_not_public(string address) => Assert.False(PublicWeb.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("2606:4700::1111")]
    [InlineData("2001:4860:4860::8888")]
    public void Addresses_of_the_open_network_are_public(string address) => Assert.True(PublicWeb.IsPublic(IPAddress.Parse(address)));

    [Fact]
    public async Task Only_the_ports_of_the_web_and_those_of_the_settings_are_connected_to()
    {
        using var server = new StandIn("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
        using var closed = new HttpClient(PublicWeb.Handler(_ => true, PublicWeb.Ports));
        using var open = new HttpClient(PublicWeb.Handler(_ => true, [.. PublicWeb.Ports, server.Address.Port]));

        Assert.Null(await new PublicWeb(closed).ReadAsync(server.Address, Cancel));
        Assert.Equal("hi", await new PublicWeb(open).ReadAsync(server.Address, Cancel));
    }

    [Fact]
    public async Task A_name_that_leads_to_this_machine_is_not_connected_to()
    {
        using var server = new StandIn("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
        using var guarded = new HttpClient(PublicWeb.Handler(PublicWeb.IsPublic));
        using var open = new HttpClient(PublicWeb.Handler(_ => true));

        Assert.Null(await new PublicWeb(guarded).ReadAsync(server.Address, Cancel));
        Assert.Equal(0, server.Connections);
        Assert.Equal("hi", await new PublicWeb(open).ReadAsync(server.Address, Cancel));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        using var target = new StandIn("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
        using var server = new StandIn($"HTTP/1.1 302 Found\r\nLocation: {target.Address}\r\nContent-Length: 0\r\n\r\n");
        using var open = new HttpClient(PublicWeb.Handler(_ => true));

        Assert.Null(await new PublicWeb(open).ReadAsync(server.Address, Cancel));
        Assert.Equal(0, target.Connections);
    }

    [Fact]
    public async Task Only_the_beginning_of_an_answer_is_read()
    {
        using var server = new StandIn($"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n{new string('a', 9000)}");
        using var open = new HttpClient(PublicWeb.Handler(_ => true));

        Assert.Equal(4096, (await new PublicWeb(open).ReadAsync(server.Address, Cancel))!.Length);
    }

    /// <summary>Sends the same answer to everybody who connects.</summary>
    private sealed class StandIn : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public StandIn(string answer)
        {
            _listener.Start();
            _ = ServeAsync(Encoding.ASCII.GetBytes(answer));
        }

        public int Connections { get; private set; }

        public Uri Address => new($"http://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

        private async Task ServeAsync(byte[] answer)
        {
            while (true)
            {
                try
                {
                    using var client = await _listener.AcceptTcpClientAsync();
                    Connections++;
                    var stream = client.GetStream();
                    _ = await stream.ReadAsync(new byte[4096]);
                    await stream.WriteAsync(answer);
                }
                catch (Exception error) when (error is SocketException or ObjectDisposedException or IOException)
                {
                    return;
                }
            }
        }

        public void Dispose() => _listener.Dispose();
    }
}
