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
                    // The server sets the width, and hears of the pointer later, on a slow line much later: what it is in the end counts.
                    const heads = [...root.querySelectorAll("thead tr:last-of-type th[data-column], thead tr:last-of-type th.column")];
                    let told;
                    const settling = new ResizeObserver(() => {
                        clearTimeout(told);
                        told = setTimeout(
                            () => list.invokeMethodAsync("ResizedAsync", heads.map(head => Math.round(head.getBoundingClientRect().width))), 100);
                    });
                    heads.forEach(head => settling.observe(head));
                    // Whatever changes the widths next is not this resizing any more.
                    const end = () => settling.disconnect();
                    setTimeout(end, 60000);
                    addEventListener("resize", end, { once: true });
                    addEventListener("pointerdown", end, { once: true, capture: true });
                }, { once: true });
            }
        });
    },
};
