// The menu of narrow screens. Here, so that it works on pages without a circuit and while one is on its way.
const root = document.documentElement;

function open(isOpen) {
    root.classList.toggle("drawer-open", isOpen);
    document.querySelector(".menu-button")?.setAttribute("aria-expanded", String(isOpen));
}

document.addEventListener("click", event => {
    if (event.target.closest(".menu-button")) {
        open(!root.classList.contains("drawer-open"));
    } else if (event.target.closest(".scrim, .mud-drawer a")) {
        open(false);
    }
});

document.addEventListener("keydown", event => {
    if (event.key === "Escape" && root.classList.contains("drawer-open")) {
        open(false);
        document.querySelector(".menu-button")?.focus();
    }
});
