using Marketplace.Publishers;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Publishers;

public class JpegIconTests
{
    private static readonly byte[] Plain = Pictures.Jpeg();

    [Fact]
    public void What_draws_the_picture_is_kept_as_it_is() => Assert.Equal(Plain, JpegIcon.Clean(Plain));

    [Fact]
    public void What_a_camera_noted_and_what_stands_behind_the_end_is_gone()
    {
        byte[] noted = [.. Plain[..2], .. Segment(0xe0, "JFIF"), .. Segment(0xe1, "Exif: 52.5200 N"), .. Segment(0xfe, "taken at home"), .. Plain[2..]];

        Assert.Equal(Plain, JpegIcon.Clean(noted));
        Assert.Equal(Plain, JpegIcon.Clean([.. Plain, .. "<html>"u8]));
    }

    [Fact]
    public void How_its_colors_are_coded_is_kept()
    {
        byte[] adobe = [.. Plain[..2], .. Segment(0xee, "Adobe"), .. Plain[2..]];

        Assert.Equal(adobe, JpegIcon.Clean(adobe));
    }

    [Fact]
    public void Other_files_other_sizes_and_parts_of_a_picture_are_not_taken()
    {
        Assert.Null(JpegIcon.Clean([]));
        Assert.Null(JpegIcon.Clean("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"u8));
        Assert.Null(JpegIcon.Clean(Pictures.Png(64, 64)));
        Assert.Null(JpegIcon.Clean(Sized(16, 16)));
        Assert.Null(JpegIcon.Clean(Sized(513, 513)));
        Assert.Null(JpegIcon.Clean(Sized(64, 32)));
        Assert.NotNull(JpegIcon.Clean(Sized(512, 512)));
        Assert.Null(JpegIcon.Clean([.. Plain[..2], .. Segment(0xe1, new string('x', 60_000)), .. Segment(0xe1, new string('x', 60_000)), .. Plain[2..]]));
        for (var length = 0; length < Plain.Length; length++)
        {
            Assert.Null(JpegIcon.Clean(Plain.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Parts_of_no_known_kind_and_a_second_frame_are_not_taken()
    {
        var frame = Plain.AsSpan().IndexOf<byte>([0xff, 0xc0]);

        Assert.Null(JpegIcon.Clean([.. Plain[..2], .. Segment(0xcc, "arithmetic"), .. Plain[2..]]));
        Assert.Null(JpegIcon.Clean([.. Plain[..frame], .. Plain[frame..(frame + 19)], .. Plain[frame..]]));
        Assert.Null(JpegIcon.Clean([.. Plain[..frame], .. Plain[(frame + 19)..]]));
    }

    [Fact]
    public void Whatever_comes_nothing_fails()
    {
        var random = new Random(7);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = (byte[])Plain.Clone();
            for (var change = 0; change <= round % 4; change++)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            JpegIcon.Clean(bytes);
        }
    }

    private static byte[] Segment(byte marker, string data) =>
        [0xff, marker, (byte)((data.Length + 2) >> 8), (byte)(data.Length + 2), .. System.Text.Encoding.ASCII.GetBytes(data)];

    private static byte[] Sized(int width, int height)
    {
        var bytes = (byte[])Plain.Clone();
        var frame = bytes.AsSpan().IndexOf<byte>([0xff, 0xc0]);
        (bytes[frame + 5], bytes[frame + 6], bytes[frame + 7], bytes[frame + 8]) = ((byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width);
        return bytes;
    }
}
