// A page that nobody looked at for ten minutes gives its circuit back, and gets another when it is looked at again: a server holds what people look at,
// not what they left open. What was typed or chosen on it would be lost, so such a page keeps its circuit, as does one with an open dialog.
const patience = 600_000;
let timer = 0;
let touched = "";
let isPaused = false;

const isUntouched = () => touched !== location.href && !document.querySelector(".mud-dialog");
for (const event of ["input", "change"]) {
    addEventListener(event, () => touched = location.href, true);
}

async function pause() {
    if (document.visibilityState === "hidden" && isUntouched() && document.querySelector(".shell[data-interactive]")) {
        isPaused = await Blazor.pauseCircuit();
    }
    if (isPaused && document.visibilityState === "visible") {
        await resume();
    }
}

async function resume() {
    isPaused = false;
    const top = scrollY;
    // The new circuit begins with it, and the kit reports it as a fault that the old one's is still there.
    window.mudPopover?.dispose();
    if (!await Blazor.resumeCircuit()) {
        location.reload();
    }
    scrollBackTo(top);
}

// The page is short until it has read what it shows.
function scrollBackTo(top) {
    const back = new ResizeObserver(() => {
        if (document.documentElement.scrollHeight >= top + innerHeight) {
            scrollTo(0, top);
            back.disconnect();
        }
    });
    back.observe(document.body);
    for (const event of ["wheel", "touchstart", "keydown", "pointerdown"]) {
        addEventListener(event, () => back.disconnect(), { once: true, capture: true });
    }
}

addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (document.visibilityState === "hidden") {
        timer = setTimeout(pause, patience);
    } else if (isPaused) {
        resume();
    }
});
