using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;

namespace Marketplace.Tests.Support;

/// <summary>Finds parts of pages as people do: by what they say.</summary>
public static class Floats
{
    extension<T>(IRenderedComponent<T> drawn)
        where T : IComponent
    {
        /// <summary>The button or link with these words, or with this label.</summary>
        public IElement Button(string words)
        {
            IElement Found() => drawn.FindAll("button, a").First(button =>
                button.TextContent.Trim() == words || button.GetAttribute("aria-label") == words);
            drawn.WaitForAssertion(() => Found());
            return Found();
        }

        /// <summary>The field with this label.</summary>
        public IElement Field(string label)
        {
            IElement Found()
            {
                var named = drawn.FindAll("label[for]").FirstOrDefault(one => one.TextContent.Trim().TrimEnd('*') == label);
                return drawn.Find(named is null ? $"[aria-label=\"{label}\"]" : $"#{named.GetAttribute("for")}");
            }

            drawn.WaitForAssertion(() => Found());
            return Found();
        }

        public void Says(string text) => drawn.WaitForAssertion(() => Assert.Contains(text, drawn.Markup, StringComparison.Ordinal));
    }
}
