using System.Text.RegularExpressions;
using Marketplace.Portal.Shared;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.House;

/// <summary>A double click on a form must not write twice, nor say that what it has just written is already there.</summary>
public sealed partial class OneClickTests
{
    // Looks at its fields first, and runs once what it sends: its own tests click twice.
    private const string Checked = "PortalForm.razor: SubmitAsync";

    // Forms that post to the server are guarded by the page that answers.
    [Fact]
    public void Every_form_of_a_live_page_runs_once_for_a_double_click()
    {
        var forms =
            from file in Source.Files("Marketplace.Portal")
            where file.EndsWith(".razor", StringComparison.Ordinal)
            from Match form in Form().Matches(File.ReadAllText(file))
            where !form.Value.Contains("method=\"post\"", StringComparison.Ordinal) && !form.Value.Contains("role=\"search\"", StringComparison.Ordinal)
            select $"{Path.GetFileName(file)}: {form.Groups[1].Value}";

        Assert.Equal([Checked], forms.Where(form => !form.Contains($"Click.{nameof(OneClick.RunAsync)}(", StringComparison.Ordinal)));
    }

    [GeneratedRegex("<(?:form|MudForm)[^>]*@onsubmit=\"((?:[^\"]|=>)*)\"[^>]*>")]
    private static partial Regex Form();
}
