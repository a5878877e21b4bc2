using Marketplace.Publishers;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Publishers;

public class PngIconTests
{
    [Theory]
    [InlineData(32)]
    [InlineData(512)]
    public void A_square_picture_stays_as_it_is(int side)
    {
        var picture = Pictures.Png(side, side);

        Assert.Equal(picture, PngIcon.Clean(picture));
    }

    [Fact]
    public void What_does_not_draw_it_is_left_out()
    {
        var plain = Pictures.Png(64, 64);
        var chatty = Pictures.Png(64, 64, Pictures.Chunk("tEXt", "Comment\0<script>alert(1)</script>"u8), Pictures.Chunk("eXIf", "somewhere"u8));

        Assert.Equal(plain, PngIcon.Clean(chatty));
        Assert.Equal(plain, PngIcon.Clean([.. plain, .. "<html>"u8]));
    }

    [Fact]
    public void What_is_no_picture_within_the_limits_is_not_taken()
    {
        var good = Pictures.Png(64, 64);
        var damaged = (byte[])good.Clone();
        damaged[50] ^= 1;

        Assert.Null(PngIcon.Clean([]));
        Assert.Null(PngIcon.Clean("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"u8));
        Assert.Null(PngIcon.Clean(Pictures.Png(31, 31)));
        Assert.Null(PngIcon.Clean(Pictures.Png(513, 513)));
        Assert.Null(PngIcon.Clean(Pictures.Png(64, 32)));
        Assert.Null(PngIcon.Clean(damaged));
        for (var length = 0; length < good.Length; length++)
        {
            Assert.Null(PngIcon.Clean(good.AsSpan(0, length)));
        }

        // Rows that unpack to less, or to far more, than its header says; and one larger than is taken at all.
        Assert.Null(PngIcon.Clean(Pictures.Png(64, 64, rows: 10)));
        Assert.Null(PngIcon.Clean(Pictures.Png(64, 64, rows: 10_000_000)));
        Assert.Null(PngIcon.Clean([.. Pictures.Png(64, 64), .. new byte[PngIcon.MaxBytes]]));
    }

    [Fact]
    public void Bytes_at_random_are_answered_and_never_thrown_at()
    {
        var random = new Random(11);
        var good = Pictures.Png(40, 40);
        for (var run = 0; run < 2_000; run++)
        {
            var bytes = (byte[])good.Clone();
            for (var changes = 0; changes < 3; changes++)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            PngIcon.Clean(bytes);
        }
    }
}
