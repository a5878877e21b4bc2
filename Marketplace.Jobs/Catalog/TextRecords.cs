using System.Buffers.Binary;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Catalog;

/// <summary>Reads the TXT records of a name. Empty where there are none or nobody answers.</summary>
public interface ITextRecords
{
    Task<IReadOnlyList<string>> ReadAsync(string name, CancellationToken cancel);
}

/// <summary>Asks the machine's name server by RFC 1035 over UDP; the framework itself reads no TXT records.</summary>
internal sealed class DnsTextRecords(IPEndPoint? server = null) : ITextRecords
{
    private const ushort Text = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task<IReadOnlyList<string>> ReadAsync(string name, CancellationToken cancel)
    {
        if ((server ?? Server()) is not { } asked)
        {
            return [];
        }

        var question = Question(name);
        using var socket = new UdpClient(asked.AddressFamily);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        try
        {
            // Connected, so that only this server's answers arrive.
            socket.Connect(asked);
            await socket.SendAsync(question, limit.Token);
            return Answers((await socket.ReceiveAsync(limit.Token)).Buffer, question);
        }
        catch (Exception error) when (error is SocketException || (error is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return [];
        }
    }

    private static IPEndPoint? Server() =>
        (from network in NetworkInterface.GetAllNetworkInterfaces()
         from address in network.GetIPProperties().DnsAddresses
         where !address.IsIPv6SiteLocal
         select new IPEndPoint(address, 53)).FirstOrDefault();

    private static byte[] Question(string name)
    {
        var message = new List<byte>([.. RandomNumberGenerator.GetBytes(2), 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
        foreach (var label in name.Split('.'))
        {
            message.Add((byte)label.Length);
            message.AddRange(Encoding.ASCII.GetBytes(label));
        }

        message.AddRange([0, 0, (byte)Text, 0, 1]);
        return [.. message];
    }

    internal static IReadOnlyList<string> Answers(ReadOnlySpan<byte> answer, ReadOnlySpan<byte> question)
    {
        // The same number, an answer, without error, to the same question.
        if (answer.Length < question.Length || !answer[..2].SequenceEqual(question[..2]) || (answer[2] & 0x80) == 0 || (answer[3] & 0x0f) != 0
            || !answer[12..question.Length].SequenceEqual(question[12..]))
        {
            return [];
        }

        var (texts, at) = (new List<string>(), question.Length);
        for (var left = BinaryPrimitives.ReadUInt16BigEndian(answer[6..]); left > 0; left--)
        {
            at = AfterName(answer, at);
            if (at + 10 > answer.Length)
            {
                break;
            }

            var (type, length) = (BinaryPrimitives.ReadUInt16BigEndian(answer[at..]), BinaryPrimitives.ReadUInt16BigEndian(answer[(at + 8)..]));
            at += 10;
            if (at + length > answer.Length)
            {
                break;
            }

            if (type == Text)
            {
                texts.Add(Joined(answer.Slice(at, length)));
            }

            at += length;
        }

        return texts;
    }

    private static int AfterName(ReadOnlySpan<byte> answer, int at)
    {
        while (at < answer.Length)
        {
            var length = answer[at];
            if (length >= 0xc0)
            {
                return at + 2;
            }

            at += length + 1;
            if (length == 0)
            {
                return at;
            }
        }

        return answer.Length;
    }

    // One record is one or more pieces, each with its length before it.
    private static string Joined(ReadOnlySpan<byte> data)
    {
        var text = new StringBuilder();
        while (data.Length > 0 && data[0] < data.Length)
        {
            text.Append(Encoding.UTF8.GetString(data.Slice(1, data[0])));
            data = data[(data[0] + 1)..];
        }

        return text.ToString();
    }
}
