// What is wrong is where one goes on typing.
window.marketplaceFocus = { invalid: form => document.getElementById(form)?.querySelector("[aria-invalid=true], [aria-invalid=true] input")?.focus() };

// A new page gives its heading the focus, but on a slow line that may come after someone began to type: then they keep it.
let typingAt = null;
addEventListener("focusin", event => {
    typingAt = event.target.matches?.("input, textarea, select") ? location.href : null;
}, true);
addEventListener("focusout", event => {
    if (event.relatedTarget?.tagName === "H1" && typingAt === location.href) {
        // At once, so that no key is lost; and nobody hears of a loss that is none, or the field's list would close.
        event.stopImmediatePropagation();
        event.target.focus();
    }
}, true);
