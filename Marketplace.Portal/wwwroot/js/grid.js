// How wide a person made the columns of a list: told when the pointer that resizes one is let go.
window.marketplaceGrid = {
    // The row that the keys have moved to.
    showMarked() {
        document.querySelector(".mud-table-row.selected")?.scrollIntoView({ block: "nearest" });
    },
    watch(root, list) {
        root.addEventListener("pointerdown", event => {
            if (event.target.closest(".mud-resizer")) {
                addEventListener("pointerup", () => {
                    // The server sets the width, and hears of the pointer later: what it is in the end counts.
                    const heads = [...root.querySelectorAll("thead tr:last-of-type th[data-column], thead tr:last-of-type th.column")];
                    const settling = new ResizeObserver(() =>
                        list.invokeMethodAsync("ResizedAsync", heads.map(head => Math.round(head.getBoundingClientRect().width))));
                    heads.forEach(head => settling.observe(head));
                    setTimeout(() => settling.disconnect(), 5000);
                }, { once: true });
            }
        });
    },
};
