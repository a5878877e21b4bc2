using Marketplace.Resolution;
using Marketplace.Search.Index;

namespace Marketplace.Tests.Search;

public class PostingsTests
{
    [Fact]
    public void What_is_written_is_read_in_as_many_bytes_as_said()
    {
        int[] steps = [0, 1, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152, 268_435_455, 268_435_456];
        var written = new byte[steps.Sum(Postings.Size)];
        var at = 0;
        foreach (var step in steps)
        {
            at = Postings.Write(written, at, step, SearchFields.Name | SearchFields.Readme);
        }

        Assert.Equal(written.Length, at);
        var read = new Postings(written);
        var document = 0;
        foreach (var step in steps)
        {
            Assert.True(read.MoveNext());
            Assert.Equal((document += step, SearchFields.Name | SearchFields.Readme), (read.Document, read.Fields));
        }

        Assert.False(read.MoveNext());
    }

    [Fact]
    public void Places_come_back_document_by_document_however_many_there_are()
    {
        var (places, seed) = (new WordPlaces(), Environment.TickCount);
        var random = new Random(seed);
        var expected = new List<(int, int, SearchFields)>();
        for (var document = 0; document < 3_000; document++)
        {
            // Every tenth has no word at all.
            var words = Enumerable.Range(0, document % 10 == 0 ? 0 : random.Next(1, 100)).ToDictionary(word => word, _ => (SearchFields)random.Next(1, 128));
            places.Add(words);
            expected.AddRange(words.Select(word => (word.Key, document, word.Value)));
        }

        Assert.True(expected.Count == places.Count && expected.SequenceEqual(places.All()), $"Seed {seed}");
    }
}
