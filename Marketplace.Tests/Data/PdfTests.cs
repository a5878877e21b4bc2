using Marketplace.Data.Pdf;
using Marketplace.Tests.Support;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Tokens;

namespace Marketplace.Tests.Data;

/// <summary>What the layer writes, read back by another library.</summary>
public sealed class PdfTests
{
    private static readonly PdfPaper Paper = new(
        "Quote 1", "Marketplace AG", Guid.Parse("0199a1b2-0000-7000-8000-000000000001"), new(2026, 3, 2, 9, 0, 0, DateTimeKind.Utc), "Quote 1 for Home",
        "Marketplace AG · CHE-107.787.577");

    [Fact]
    public void Pages_are_numbered_and_each_repeats_the_head_of_the_table()
    {
        var rows = Enumerable.Range(1, 60).Select(number =>
            new PdfRow([PdfCell.Of($"Item {number:00}", PdfStyle.Name), PdfCell.Of($"{number}.00", PdfStyle.Body)]));
        using var pdf = Read(flow => flow.Table(new([new("Name"), new("Amount", 80, IsNumber: true)], [.. rows])));

        var pages = pdf.GetPages().Select(Words).ToList();

        Assert.True(pages.Count > 1);
        Assert.All(pages, words => Assert.Contains("Amount", words));
        Assert.Equal(Enumerable.Range(1, pages.Count).Select(number => $"{number} of {pages.Count}"), pdf.GetPages().Select(Number));
        var items = pages.SelectMany(words => words).ToList();
        Assert.Equal(
            Enumerable.Range(1, 60).Select(number => $"{number:00}"),
            items.Zip(items.Skip(1)).Where(pair => pair.First == "Item").Select(pair => pair.Second));
        Assert.DoesNotContain("Quote", pages[0]);
        Assert.Contains("Quote", pages[1]);
    }

    [Fact]
    public void Amounts_end_at_the_same_place_whatever_their_figures()
    {
        string[] amounts = ["1,111.11", "9.00", "88,888.88", "0.10"];
        using var pdf = Read(flow => flow.Table(new(
            [new("Name"), new("Amount", 90, IsNumber: true)],
            [.. amounts.Select(amount => new PdfRow([PdfCell.Of("Item", PdfStyle.Name), PdfCell.Of(amount, PdfStyle.Body)]))])));
        var words = pdf.GetPage(1).GetWords().Where(word => amounts.Contains(word.Text)).ToList();

        Assert.Equal(amounts.Length, words.Count);
        Assert.All(words, word => Assert.Equal(words[0].Letters[^1].EndBaseLine.X, word.Letters[^1].EndBaseLine.X, 0.5));
        Assert.All(words, word => Assert.Equal(words[0].Letters[^1].StartBaseLine.X, word.Letters[^1].StartBaseLine.X, 0.5));
    }

    [Theory]
    [InlineData("Łódź Şişli Győr Čačak Ålesund Straße Æther")]
    [InlineData("Αθήνα Ελλάδα София Київ Hà Nội")]
    [InlineData("1 234,50 € £ ¥ ₺ zł − – “” ’ …")]
    public void Names_of_all_Europe_come_back_as_they_were_written(string text)
    {
        using var pdf = Read(flow => flow.Text(text, PdfStyle.Name));

        Assert.Equal(text.Split(' '), Words(pdf.GetPage(1)).Take(text.Split(' ').Length));
    }

    [Theory]
    [InlineData("שלום עולם")]
    [InlineData("مرحبا بالعالم")]
    [InlineData("株式会社マーケット")]
    [InlineData("🎉 \ud83d \u0000 \u202e \t \u00ad")]
    [InlineData("")]
    [InlineData("e\u0301 \n\n x")]
    public void What_the_fonts_have_no_sign_for_does_no_harm(string text)
    {
        using var pdf = Read(flow => flow.Table(new([new("Name")], [new PdfRow([PdfCell.Of(text, PdfStyle.Name)])])));

        Assert.Equal(1, pdf.NumberOfPages);
    }

    [Fact]
    public void A_long_word_is_broken_within_its_column_and_a_row_beyond_a_page_goes_on_on_the_next()
    {
        var word = new string('W', 400);
        using var pdf = Read(flow => flow.Table(new(
            [new("Name", 100), new("Rest")],
            [new PdfRow([PdfCell.Of(word, PdfStyle.Name), new PdfCell([.. Enumerable.Range(1, 150).Select(n => new PdfLine($"line{n}", PdfStyle.Small))])])])));

        var words = pdf.GetPages().SelectMany(page => page.GetWords()).ToList();
        Assert.Equal(400, words.Where(one => one.Text.All(letter => letter == 'W')).Sum(one => one.Text.Length));
        Assert.All(words.Where(one => one.Text.All(letter => letter == 'W')), one => Assert.True(one.BoundingBox.Right <= 56 + 100 + 1));
        Assert.Equal(
            Enumerable.Range(1, 150).Select(n => $"line{n}"),
            words.Select(one => one.Text).Where(text => text.StartsWith("line", StringComparison.Ordinal)));
        Assert.InRange(pdf.NumberOfPages, 2, 4);
    }

    [Fact]
    public void It_is_tagged_says_what_it_is_and_brings_its_fonts()
    {
        using var pdf = Read(flow =>
        {
            flow.Title("Quote");
            flow.Picture(Pictures.Png(64, 32), 100, 50, "Logo of Marketplace AG");
            flow.Table(new([new("Name")], [new PdfRow([PdfCell.Of("Item", PdfStyle.Name)])]));
        });
        var catalog = pdf.Structure.Catalog.CatalogDictionary;

        Assert.Equal(("Quote 1", "Marketplace AG"), (pdf.Information.Title, pdf.Information.Author));
        Assert.Equal("en", Assert.IsType<StringToken>(catalog.Data["Lang"]).Data);
        Assert.True(catalog.ContainsKey(NameToken.Create("StructTreeRoot")));
        Assert.Equal(["Figure", "H1", "TD", "TH", "TR", "Table"], Tags(pdf).Distinct().Order(StringComparer.Ordinal));
        Assert.All(pdf.GetPage(1).Letters, letter => Assert.Contains("+Inter", letter.FontName, StringComparison.Ordinal));
        Assert.Single(pdf.GetPage(1).GetImages());
    }

    // The library numbers embedded fonts at random, and metadata by a new id each time.
    [Fact]
    public void The_same_is_drawn_the_same_and_takes_as_many_bytes()
    {
        var (one, other) = (Written(flow => flow.Title("Quote")), Written(flow => flow.Title("Quote")));
        using var first = PdfDocument.Open(one);
        using var second = PdfDocument.Open(other);

        Assert.Equal(one.Length, other.Length);
        Assert.Equal((first.Information.CreationDate, first.Information.ModifiedDate), (second.Information.CreationDate, second.Information.ModifiedDate));
        Assert.Equal(first.GetPage(1).Letters.Select(letter => letter.BoundingBox), second.GetPage(1).Letters.Select(letter => letter.BoundingBox));
    }

    [Fact]
    public async Task Many_are_written_at_once()
    {
        var files = await Task.WhenAll(Enumerable.Range(0, 16).Select(number => Task.Run(() => Written(flow =>
        {
            flow.Title($"Quote {number}");
            flow.Text($"Übung {number}", PdfStyle.Body);
        }))));

        Assert.All(files, (file, number) =>
        {
            using var pdf = PdfDocument.Open(file);
            Assert.Equal(["Quote", $"{number}", "Übung", $"{number}"], Words(pdf.GetPage(1)).Take(4));
        });
    }

    // The kinds of elements of the structure.
    private static IEnumerable<string> Tags(PdfDocument pdf)
    {
        var open = new Stack<IToken>([pdf.Structure.Catalog.CatalogDictionary.Data["StructTreeRoot"]]);
        while (open.TryPop(out var token))
        {
            var found = token is IndirectReferenceToken reference ? pdf.Structure.GetObject(reference.Data).Data : token;
            if (found is DictionaryToken element)
            {
                if (element.TryGet(NameToken.Create("S"), out NameToken tag) && tag.Data != "Document")
                {
                    yield return tag.Data;
                }

                if (element.Data.TryGetValue("K", out var kids))
                {
                    open.Push(kids);
                }
            }
            else if (found is ArrayToken array)
            {
                foreach (var kid in array.Data)
                {
                    open.Push(kid);
                }
            }
        }
    }

    private static byte[] Written(Action<PdfFlow> draw) => PdfWriter.Write(Paper, draw);

    private static PdfDocument Read(Action<PdfFlow> draw) => PdfDocument.Open(Written(draw));

    // The foot is drawn first.
    private static List<string> Words(Page page) => [.. page.GetWords().Where(word => word.BoundingBox.Bottom > 60).Select(word => word.Text)];

    private static string Number(Page page) => string.Join(
        ' ', page.GetWords().Where(word => word.BoundingBox.Bottom <= 60).OrderBy(word => word.BoundingBox.Left).Select(word => word.Text).TakeLast(3));
}
