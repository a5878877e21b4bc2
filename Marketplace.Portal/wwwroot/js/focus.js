// A new page gives its heading the focus, but on a slow line that may come after somebody began to type: then they keep it.
let typingAt = null;
addEventListener("focusin", event => {
    typingAt = event.target.matches?.("input, textarea, select") ? location.href : null;
}, true);
addEventListener("focusout", event => {
    if (event.relatedTarget?.tagName === "H1" && typingAt === location.href) {
        // Not at once: what listens to the field is to hear of the loss before the return.
        setTimeout(() => event.target.focus());
    }
}, true);
