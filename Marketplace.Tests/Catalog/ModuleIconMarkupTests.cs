using Marketplace.Portal.Shared;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Catalog;

public sealed class ModuleIconMarkupTests
{
    [Fact]
    public void A_module_with_an_icon_shows_it()
    {
        var hash = A.Hash();

        Assert.Equal(
            $"""<img class="module-icon" style="--size:24px" src="/icons/modules/{hash}" width="24" height="24" alt="" loading="lazy">""",
            ModuleIcon.Of("Acme.Mail", 24, hash).Value);
    }

    [Fact]
    public void One_without_shows_the_same_glyph_each_time_and_whatever_the_case_of_its_id()
    {
        var icon = ModuleIcon.Of("Acme.Mail").Value;

        Assert.StartsWith("<span class=\"module-icon\" style=\"--size:40px;background:#", icon, StringComparison.Ordinal);
        Assert.Contains("<svg viewBox=\"0 0 24 24\" focusable=\"false\"><path d=\"M", icon, StringComparison.Ordinal);
        Assert.Equal(icon, ModuleIcon.Of("ACME.mail").Value);
        Assert.Equal(icon.Replace("40px", "24px", StringComparison.Ordinal), ModuleIcon.Of("Acme.Mail", 24).Value);
        Assert.Equal(icon, ModuleIcon.Of("Acme.Mail", null, 40).Value);
    }

    [Fact]
    public void Modules_differ_in_glyph_and_color()
    {
        var looks = Enumerable.Range(0, 1000).Select(number => ModuleIcon.Of($"Acme.Module{number * 7919}").Value).Distinct().ToList();

        Assert.Equal(80, looks.Count);
    }

    [Fact]
    public void What_a_package_brings_is_shown_without_an_address()
    {
        Assert.Contains("src=\"data:image/png;base64,iVBORw0K", ModuleIcon.Of("Acme.Mail", Pictures.Png(32, 32), 32).Value, StringComparison.Ordinal);
        Assert.Contains("src=\"data:image/jpeg;base64,/9j/", ModuleIcon.Of("Acme.Mail", Pictures.Jpeg(), 32).Value, StringComparison.Ordinal);
    }
}
