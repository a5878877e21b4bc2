using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Marketplace.Publishers;
using Marketplace.Resolution;

namespace Marketplace.Tests.Publishers;

public sealed class DnsTextRecordsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Text_records_are_read_whole_by_tcp_where_the_answer_is_too_long_for_udp(bool truncates)
    {
        using var server = new NameServer([["first"], ["in two", " pieces"], [new string('a', 255), new string('b', 255)]], truncates);

        var texts = await new DnsTextRecords(server.Address).ReadAsync("acme.example", Cancel);

        Assert.Equal(["first", "in two pieces", new string('a', 255) + new string('b', 255)], texts.Order(StringComparer.Ordinal).OrderBy(text => text.Length));
        Assert.Equal(truncates, server.WasAskedByTcp);
    }

    [Fact]
    public async Task A_name_without_text_records_and_one_that_there_is_not_have_none()
    {
        using var empty = new NameServer([], truncates: false);
        using var refusing = new NameServer([], truncates: false) { Code = 3 };

        Assert.Empty(await new DnsTextRecords(empty.Address).ReadAsync("acme.example", Cancel));
        Assert.Empty(await new DnsTextRecords(refusing.Address).ReadAsync("acme.example", Cancel));
    }

    [Fact]
    public async Task Where_nobody_answers_there_are_none()
    {
        using var silent = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var closed = (IPEndPoint)silent.Client.LocalEndPoint!;
        silent.Close();

        Assert.Empty(await new DnsTextRecords(closed).ReadAsync("acme.example", Cancel));
    }

    /// <summary>
    /// A name server that knows the TXT records of one name, beside an address record; one that truncates sends none of them by UDP (RFC 1035, 4.2).
    /// </summary>
    private sealed class NameServer : IDisposable
    {
        private readonly TcpListener _tcp = new(IPAddress.Loopback, 0);
        private readonly UdpClient _udp;
        private readonly string[][] _records;
        private readonly bool _truncates;

        public NameServer(string[][] records, bool truncates)
        {
            (_records, _truncates) = (records, truncates);
            _tcp.Start();
            Address = (IPEndPoint)_tcp.LocalEndpoint;
            _udp = new UdpClient(Address);
            _ = ServeUdpAsync();
            _ = ServeTcpAsync();
        }

        public IPEndPoint Address { get; }
        public byte Code { get; init; }
        public bool WasAskedByTcp { get; private set; }

        private async Task ServeUdpAsync()
        {
            while (true)
            {
                var asked = await _udp.ReceiveAsync(Cancel);
                await _udp.SendAsync(Answer(asked.Buffer, _truncates), asked.RemoteEndPoint, Cancel);
            }
        }

        private async Task ServeTcpAsync()
        {
            while (true)
            {
                using var client = await _tcp.AcceptTcpClientAsync(Cancel);
                WasAskedByTcp = true;
                var (stream, length) = (client.GetStream(), new byte[2]);
                await stream.ReadExactlyAsync(length, Cancel);
                var question = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
                await stream.ReadExactlyAsync(question, Cancel);
                var answer = Answer(question, isTruncated: false);
                await stream.WriteAsync(new[] { (byte)(answer.Length >> 8), (byte)answer.Length }.Concat(answer).ToArray(), Cancel);
            }
        }

        private byte[] Answer(byte[] asked, bool isTruncated)
        {
            var end = Array.IndexOf(asked, (byte)0, 12) + 5;
            var count = isTruncated ? 0 : _records.Length + 1;
            return
            [
                asked[0], asked[1], (byte)(isTruncated ? 0x83 : 0x81), (byte)(0x80 | Code), 0, 1, 0, (byte)count, 0, 0, 0, 0, .. asked[12..end],
                .. isTruncated ? [] : Record(1, [1, 2, 3, 4]),
                .. isTruncated ? [] : _records.SelectMany(texts => Record(16, Pieces(texts))),
            ];
        }

        private static byte[] Pieces(string[] texts) => [.. texts.SelectMany(text => Encoding.UTF8.GetBytes(text).Prepend((byte)text.Length))];

        // The name is the one of the question, by a pointer to it.
        private static byte[] Record(byte type, byte[] data) => [0xc0, 12, 0, type, 0, 1, 0, 0, 0, 9, (byte)(data.Length >> 8), (byte)data.Length, .. data];

        public void Dispose()
        {
            _udp.Dispose();
            _tcp.Dispose();
        }
    }
}
