// The framework tries again by itself; these buttons are for when it gave up.
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
