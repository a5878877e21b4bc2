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

// While the connection is lost nothing on the page is live, and no page is told of an address that somebody goes to.
const bar = document.getElementById("components-reconnect-modal");
const root = document.documentElement;
let left = null;
const lost = () => {
    root.dataset.offline = "";
    left ??= location.href;
};
const back = () => {
    delete root.dataset.offline;
    if (left !== null && left !== location.href) {
        Blazor.navigateTo(location.href, { replaceHistoryEntry: true });
    }
    left = null;
};
addEventListener("offline", lost);
addEventListener("online", () => bar.checkVisibility() && bar.className.includes("-show") ? null : back());
bar.addEventListener("components-reconnect-state-changed", ({ detail }) => detail.state === "hide" ? back() : lost());
