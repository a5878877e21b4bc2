// The framework tries again; these buttons are for when it gave up.
addEventListener("click", async event => {
    switch (event.target.closest?.("[data-reconnect]")?.dataset.reconnect) {
        case "retry":
            if (!await Blazor.reconnect()) {
                location.reload();
            }
            break;
        case "reload":
            location.reload();
            break;
    }
});

// While the connection is lost nothing is live, and the server does not hear of a link that is followed. Pages without a circuit need none.
const bar = document.getElementById("components-reconnect-modal");
const root = document.documentElement;
let left = null;
let wanted = null;
const lost = () => {
    if (document.querySelector(".shell[data-interactive]")) {
        root.dataset.offline = "";
        left ??= location.href;
    }
};
const back = () => {
    delete root.dataset.offline;
    if (wanted !== null) {
        Blazor.navigateTo(wanted);
    } else if (left !== null && left !== location.href) {
        Blazor.navigateTo(location.href, { replaceHistoryEntry: true });
    }
    left = wanted = null;
};
addEventListener("offline", lost);

// Without a network the browser would replace the page by its own error page. The link is followed once the connection is back.
addEventListener("click", event => {
    const link = event.target.closest?.("a[href]");
    if (link && !navigator.onLine && "offline" in root.dataset && link.origin === location.origin && !link.target
        && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
        event.preventDefault();
        event.stopImmediatePropagation();
        wanted = link.href;
    }
    const tab = event.target.closest?.("[role=tab]")?.querySelector("[data-href]");
    if (tab && "offline" in root.dataset) {
        event.stopImmediatePropagation();
        wanted = tab.dataset.href;
    }
}, true);
addEventListener("online", () => {
    // Else the framework is still at it, and says when the circuit is back.
    if (!/components-reconnect-(?!hide)/.test(bar.className)) {
        back();
    }
});
bar.addEventListener("components-reconnect-state-changed", ({ detail }) => detail.state === "hide" ? back() : lost());
