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
            IElement? found = null;
            drawn.WaitForAssertion(() => found = drawn.Labeled(words));
            return found!;
        }

        /// <summary>Found and clicked in one turn of the page: what is drawn anew meanwhile has other buttons.</summary>
        public void Press(string words)
        {
            drawn.Button(words);
            drawn.InvokeAsync(() => drawn.Labeled(words).Click()).GetAwaiter().GetResult();
        }

        /// <summary>The form, filled in, is sent; found in the same turn.</summary>
        public void Submit()
        {
            drawn.WaitForElement("form");
            drawn.InvokeAsync(() => drawn.Find("form").Submit()).GetAwaiter().GetResult();
        }

        /// <summary>The field with this label.</summary>
        public IElement Field(string label)
        {
            IElement Found()
            {
                var named = drawn.FindAll("label[for]").FirstOrDefault(one => one.TextContent.Trim().TrimEnd('*') == label);
                return drawn.Find(named is null ? $"[aria-label=\"{label}\"]" : $"#{named.GetAttribute("for")}");
            }

            IElement? field = null;
            drawn.WaitForAssertion(() => field = Found());
            return field!;
        }

        private IElement Labeled(string words) => drawn.FindAll("button, a").First(button =>
            button.TextContent.Trim() == words || button.GetAttribute("aria-label") == words);

        public void Says(string text) => drawn.WaitForAssertion(() => Assert.Contains(text, drawn.Markup, StringComparison.Ordinal));
    }
}
