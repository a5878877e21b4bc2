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
const lost = () => {
    if (document.querySelector(".shell[data-interactive]")) {
        root.dataset.offline = "";
        left ??= location.href;
    }
};
const back = () => {
    delete root.dataset.offline;
    if (left !== null && left !== location.href) {
        Blazor.navigateTo(location.href, { replaceHistoryEntry: true });
    }
    left = null;
};
addEventListener("offline", lost);
addEventListener("online", () => {
    // Else the framework is still at it, and says when the circuit is back.
    if (!/components-reconnect-(?!hide)/.test(bar.className)) {
        back();
    }
});
bar.addEventListener("components-reconnect-state-changed", ({ detail }) => detail.state === "hide" ? back() : lost());
