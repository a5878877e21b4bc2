// How wide a person made the columns of a list: told when the pointer that resizes one is let go.
window.marketplaceGrid = {
    // The row that the keys have moved to.
    showMarked() {
        document.querySelector(".mud-table-row.selected")?.scrollIntoView({ block: "nearest" });
    },
    watch(root, list) {
        root.addEventListener("pointerdown", event => {
            if (event.target.closest(".mud-resizer")) {
                addEventListener("pointerup", () => requestAnimationFrame(() => {
                    const widths = [...root.querySelectorAll("thead tr:last-of-type th[data-column], thead tr:last-of-type th.column")].map(head => Math.round(head.getBoundingClientRect().width));
                    list.invokeMethodAsync("ResizedAsync", widths);
                }), { once: true });
            }
        });
    },
};
