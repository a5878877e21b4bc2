using Marketplace.Resolution;
using Marketplace.Search.Index;

namespace Marketplace.Tests.Search;

public class SearchScriptTests
{
    [Theory]
    [InlineData("我的支付宝", "支付宝")]
    [InlineData("我的支付宝", "支付")]
    [InlineData("我的支付宝", "宝")]
    [InlineData("我的支付宝", "的")]
    [InlineData("发票管理", "管理")]
    [InlineData("会員登録フォーム", "登録")]
    [InlineData("会員登録フォーム", "フォーム")]
    [InlineData("会員登録フォーム", "\"会員登録\"")]
    [InlineData("ひらがな入力", "がな入力")]
    [InlineData("주문관리", "관리")]
    [InlineData("주문관리 도구", "도구 관리")]
    [InlineData("ระบบจัดการสินค้า", "สินค้า")]
    [InlineData("ລະບົບຈັດການ", "ຈັດການ")]
    [InlineData("ប្រព័ន្ធគ្រប់គ្រង", "គ្រប់គ្រង")]
    [InlineData("PDF出力", "出力")]
    [InlineData("PDF出力", "pdf")]
    [InlineData("第3章まとめ", "3章")]
    [InlineData("辞書𠈓字", "𠈓")]
    [InlineData("辞書𠈓字", "書𠈓")]
    public void What_is_written_without_blanks_is_found_by_any_part(string name, string text)
    {
        SearchDocument[] written = [Of("Acme.A", name, "One."), Of("Acme.A", "One", $"{name}。"), Of("Acme.A", "One", "x") with { Tags = [name] }];
        Assert.All(written, document => Assert.Equal(["Acme.A"], Index(document).Ids(text)));
    }

    [Theory]
    [InlineData("我的支付宝", "付的")]
    [InlineData("我的支付宝", "宝我")]
    [InlineData("주문관리", "리관")]
    [InlineData("会員登録フォーム", "\"会員フォーム\"")]
    [InlineData("ガラス", "カラス")]
    public void Letters_that_do_not_stand_so_are_not_found(string name, string text) => Assert.Empty(Index(Of("Acme.A", name, "One.")).Ids(text));

    [Theory]
    [InlineData("-支付")]
    [InlineData("-宝")]
    [InlineData("-\"支付宝\"")]
    [InlineData("-C#")]
    public void What_is_left_out_is_left_out_in_every_script(string text) =>
        Assert.Equal(["Acme.B"], Index(Of("Acme.A", "我的支付宝", "For C#."), Of("Acme.B", "我的", "For C.")).Ids(text));

    [Fact]
    public void The_whole_name_comes_first() =>
        Assert.Equal("Acme.B", Index(Of("Acme.A", "支付管理工具", "x"), Of("Acme.B", "支付管理", "x"), Of("Acme.C", "管理支付", "支付管理")).First("支付管理"));

    [Theory]
    [InlineData("Straße", "strasse")] [InlineData("groß", "GROSS")] [InlineData("GROẞ", "gross")] [InlineData("Maße", "masse")]
    [InlineData("İstanbul", "istanbul")] [InlineData("DİL", "dil")] [InlineData("Işık", "isik")] [InlineData("kırmızı", "KIRMIZI")]
    [InlineData("Færøerne", "faeroerne")] [InlineData("Ærlig", "aerlig")] [InlineData("Œuvre", "oeuvre")] [InlineData("cœur", "COEUR")]
    [InlineData("Þingvellir", "thingvellir")] [InlineData("alþingi", "ALTHINGI")] [InlineData("Seyðis", "seydis")] [InlineData("Đà Nẵng", "da nang")]
    [InlineData("đinh", "DINH")] [InlineData("Łódź", "lodz")] [InlineData("smørrebrød", "smorrebrod")] [InlineData("Malħeż", "malhez")]
    [InlineData("Ŧanan", "tanan")] [InlineData("ŋgala", "ngala")] [InlineData("ﬁnance", "finance")] [InlineData("ﬂow", "FLOW")]
    [InlineData("oﬃce", "office")] [InlineData("waﬄe", "waffle")] [InlineData("ﬆyle", "style")] [InlineData("Ĳssel", "ijssel")]
    [InlineData("ǆamija", "dzamija")] [InlineData("Ｉｎｖｏｉｃｅ", "invoice")] [InlineData("ＰＤＦ１２", "pdf12")] [InlineData("invoice", "ＩＮＶＯＩＣＥ")]
    [InlineData("ﾌｫｰﾑ", "フォーム")] [InlineData("フォーム", "ﾌｫｰﾑ")] [InlineData("ﾃﾞｰﾀ", "データ")] [InlineData("№", "no")]
    [InlineData("Ⅷ", "viii")] [InlineData("m²", "m2")] [InlineData("①step", "1step")] [InlineData("㈱Acme", "株")]
    [InlineData("Café", "cafe\u0301")] [InlineData("cafe\u0301", "CAFÉ")] [InlineData("Ångström", "angstrom")] [InlineData("Křižík", "krizik")]
    [InlineData("ΟΔΟΣ", "οδος")] [InlineData("Άλφα", "αλφα")] [InlineData("ЁЛКА", "елка")] [InlineData("ſauber", "sauber")]
    public void Letters_that_people_type_for_one_another_are_one(string name, string text)
    {
        Assert.Equal(["Acme.A"], Index(Of("Acme.A", name, "x")).Ids(text));
        Assert.Equal(["Acme.A"], Index(Of("Acme.A", text, "x")).Ids(name));
    }

    [Theory]
    [InlineData("!")]
    [InlineData("!!!")]
    [InlineData("🎉")]
    [InlineData("𠈓")]
    [InlineData("- -- \" :")]
    [InlineData("\ud83c")]
    [InlineData("\"!\"")]
    public void Signs_alone_find_nothing(string text)
    {
        var answer = JudgedCatalog.Index().Find(new CatalogQuery { Text = text }, JudgedCatalog.Now, 20);

        Assert.Equal((0, 0), (answer.Total, answer.Hits.Count));
        Assert.True(text == "𠈓" || answer.Terms.Notes.Contains("There are no letters or digits to search for."));
    }

    [Theory]
    [InlineData("C#", "Acme.CSharp")]
    [InlineData("c++", "Acme.Cpp")]
    [InlineData(".NET", "Acme.DotNet")]
    [InlineData(".net tools", "Acme.DotNet")]
    public void A_sign_that_makes_a_name_another_finds_that_one_first(string text, string first)
    {
        SearchDocument[] named =
        [
            Of("Acme.CSharp", "C#", "Tools"), Of("Acme.Cpp", "C++", "Tools"), Of("Acme.DotNet", ".NET", "Tools"),
            Of("Acme.C", "C", "x"), Of("Acme.Net", "Net", "x"),
        ];
        var others = Enumerable.Range(0, 30).Select(number => Of($"Other.Network{number}", $"C net {number}", "c net tools") with { Installs = 9_000 });

        Assert.Equal(first, Index([.. others, .. named]).First(text));
    }

    [Fact]
    public void Without_the_sign_the_plain_name_comes_first()
    {
        var index = Index(Of("Acme.B", "C#", "x"), Of("Acme.A", "C", "x"), Of("Acme.D", ".NET", "x"), Of("Acme.E", "Net", "x"));

        Assert.Equal(("Acme.A", "Acme.E"), (index.First("c"), index.First("net")));
    }

    [Fact]
    public void A_name_with_signs_is_found_without_them()
    {
        var index = Index(Of("Acme.A", "C# for .NET", "x"));

        Assert.All((string[])["c for net", "C# for .NET", "c# net", "net"], text => Assert.Equal(["Acme.A"], index.Ids(text)));
    }

    private static SearchDocument Of(string id, string name, string summary) => JudgedCatalog.Document(id, name, summary);

    private static SearchIndex Index(params SearchDocument[] documents)
    {
        var builder = new IndexBuilder();
        foreach (var document in documents.Select((document, at) => document with { Id = at + 1 }))
        {
            builder.Add(document);
        }

        var segment = builder.Build();
        return new SearchIndex(segment, new IndexBuilder(segment).Build(), new bool[segment.Count], SearchSynonyms.None);
    }
}
