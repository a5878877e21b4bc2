using Marketplace.Tests.Support;

namespace Marketplace.Tests.House;

public class FileSizeTests
{
    [Fact]
    public void No_file_grows_past_250_lines() => Assert.Empty(
        from file in Source.Files()
        where File.ReadLines(file).Count() > 250
        select Path.GetRelativePath(Repository.Root, file));

    [Fact]
    public void No_line_is_wider_than_160_characters() => Assert.Empty(
        from file in Source.Files()
        from line in File.ReadLines(file).Index()
        where line.Item.Length > 160
        select $"{Path.GetRelativePath(Repository.Root, file)}:{line.Index + 1} has {line.Item.Length}");
}
