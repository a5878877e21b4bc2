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

// The name of the page, for the head of narrow screens. A page that is drawn later brings a title, and perhaps an empty head, of its own.
function name() {
    const [text, head] = [document.title.split(" · ")[0], document.querySelector(".page-name")];
    if (head && head.textContent !== text) {
        head.textContent = text;
    }
}

new MutationObserver(name).observe(document.head, { childList: true, subtree: true, characterData: true });
new MutationObserver(name).observe(document.body, { childList: true });
name();
