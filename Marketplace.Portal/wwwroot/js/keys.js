// Keys that work on every page: / goes to the search box, Ctrl+K too. Pages mark their own keys with data-key on what a click would do.
addEventListener("keydown", event => {
    const typing = event.target.matches?.("input, textarea, select, [contenteditable]");
    if ((event.key === "k" && (event.ctrlKey || event.metaKey)) || (event.key === "/" && !typing)) {
        const search = document.getElementById("global-search");
        if (search) {
            event.preventDefault();
            search.focus();
            search.select();
        }
        return;
    }
    if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector(".mud-dialog")) {
        return;
    }
    const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (target) {
        event.preventDefault();
        target.click();
    }
});
