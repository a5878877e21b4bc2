using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.House;

public class FileSizeTests
{
    [Fact]
    public void No_file_grows_past_250_lines() => Assert.Empty(
        from file in Source.Files()
        where File.ReadLines(file).Count() > 250
        select Path.GetRelativePath(Repository.Root, file));
}
