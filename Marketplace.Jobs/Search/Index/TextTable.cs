using System.Text;

namespace Marketplace.Search.Index;

/// <summary>A text of each document in UTF-8, all behind one another: an object of its own for each would cost as much again.</summary>
internal sealed class TextTable(byte[] texts, int[] starts)
{
    public ReadOnlySpan<byte> this[int document] => texts.AsSpan(starts[document]..starts[document + 1]);

    /// <summary>Takes the texts one after the other.</summary>
    public sealed class Writer
    {
        private readonly List<byte> _texts = [];
        private readonly List<int> _starts = [0];

        public void Add(string text)
        {
            _texts.AddRange(Encoding.UTF8.GetBytes(text));
            _starts.Add(_texts.Count);
        }

        public TextTable Table() => new([.. _texts], [.. _starts]);
    }
}
