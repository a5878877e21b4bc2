using System.Buffers;
using MessagePack;

namespace Marketplace.Bench.Circuits;

/// <summary>The wire form of Blazor's hub: MessagePack messages, each after its length as a variable-length integer.</summary>
internal static class BlazorPack
{
    public const int Invocation = 1, Completion = 3, Ping = 6, Close = 7;

    public static byte[] Invoke(string? invocationId, string target, params object?[] arguments) => Frame((ref MessagePackWriter writer) =>
    {
        writer.WriteArrayHeader(6);
        writer.Write(Invocation);
        writer.WriteMapHeader(0);
        writer.Write(invocationId);
        writer.Write(target);
        writer.WriteArrayHeader(arguments.Length);
        foreach (var argument in arguments)
        {
            Write(ref writer, argument);
        }

        writer.WriteArrayHeader(0);
    });

    public static byte[] Pong() => Frame((ref MessagePackWriter writer) =>
    {
        writer.WriteArrayHeader(1);
        writer.Write(Ping);
    });

    /// <summary>Takes the next whole message off the front of what was received.</summary>
    public static bool TryTake(ref ReadOnlySequence<byte> received, out ReadOnlySequence<byte> message)
    {
        var reader = new SequenceReader<byte>(received);
        var length = 0;
        for (var shift = 0; ; shift += 7)
        {
            if (!reader.TryRead(out var part))
            {
                message = default;
                return false;
            }

            length |= (part & 0x7f) << shift;
            if ((part & 0x80) == 0)
            {
                break;
            }
        }

        if (reader.Remaining < length)
        {
            message = default;
            return false;
        }

        message = received.Slice(reader.Position, length);
        received = received.Slice(message.End);
        return true;
    }

    private delegate void Body(ref MessagePackWriter writer);

    private static byte[] Frame(Body body)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        body(ref writer);
        writer.Flush();
        var prefix = new List<byte>(5);
        var rest = buffer.WrittenCount;
        do
        {
            prefix.Add((byte)((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0)));
            rest >>= 7;
        }
        while (rest > 0);
        return [.. prefix, .. buffer.WrittenSpan];
    }

    private static void Write(ref MessagePackWriter writer, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNil(); break;
            case string text: writer.Write(text); break;
            case bool flag: writer.Write(flag); break;
            case long number: writer.Write(number); break;
            default: throw new NotSupportedException($"{value.GetType()} is not sent.");
        }
    }
}
