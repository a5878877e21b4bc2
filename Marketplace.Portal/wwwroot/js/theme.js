// Before the first paint: the chosen theme, or the system's. A click on [data-theme-switch] changes it and is remembered for a year.
(() => {
    const root = document.documentElement;
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const chosen = () => /(?:^|; )theme=(light|dark)/.exec(document.cookie)?.[1];
    const apply = () => root.setAttribute("data-theme", chosen() ?? (dark.matches ? "dark" : "light"));
    apply();
    dark.addEventListener("change", apply);
    addEventListener("click", event => {
        if (event.target.closest?.("[data-theme-switch]")) {
            const next = root.getAttribute("data-theme") === "dark" ? "light" : "dark";
            document.cookie = `theme=${next}; path=/; max-age=31536000; samesite=lax`;
            apply();
        }
    });
    // Enhanced navigation may patch the root element; the theme stays.
    new MutationObserver(() => { if (!root.hasAttribute("data-theme")) apply(); }).observe(root, { attributes: true });
})();
