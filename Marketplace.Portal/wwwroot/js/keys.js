// Keys that work on every page: / goes to the search box, Ctrl+K too. Pages mark their own keys with data-key on what a click would do.
addEventListener("keydown", event => {
    // MudBlazor's select takes keys in a part that is no field of the browser.
    const typing = event.target.closest?.("input, textarea, select, [contenteditable], .mud-select");
    if ((event.key === "k" && (event.ctrlKey || event.metaKey)) || (event.key === "/" && !typing)) {
        const search = document.getElementById("global-search");
        if (search) {
            event.preventDefault();
            search.focus();
            search.select();
        }
        return;
    }
    // The arrows step from the search box through the results and back.
    const steps = [...document.querySelectorAll("[data-step]")];
    const at = steps.indexOf(event.target);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (at >= 0 && step && !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey) {
        event.preventDefault();
        steps[at + step]?.focus();
        return;
    }
    if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector(".mud-dialog")) {
        return;
    }
    // Enter on a link or button is that one's own.
    if (event.key === "Enter" && event.target.closest?.("a, button, summary")) {
        return;
    }
    const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (target) {
        event.preventDefault();
        target.click();
    }
});
