// What someone types before the circuit connects would be lost: connecting redraws the page, with other elements. It is put into the
// new ones as if it were typed then, and the focus with it. Keys pressed while the new field is not there yet are kept too.
(() => {
    const fields = "input:not([type=file], [type=hidden], [type=submit]), textarea, select";
    const patience = 30_000;
    const typed = new Map();
    let plain = null;

    const isChoice = field => field.type === "checkbox" || field.type === "radio";
    // MudBlazor makes a new id for each drawing of a field that has none.
    const nameOf = field => [
        field.tagName, field.type, field.id.startsWith("mud") ? "" : field.id, field.name, field.getAttribute("aria-label"),
        field.labels?.[0]?.textContent.trim(), isChoice(field) ? field.value : "",
    ].join("|");
    const alike = name => [...document.querySelectorAll(fields)].filter(field => nameOf(field) === name);
    const waiting = () => [...typed.entries()].find(([field, was]) => was.isFocused && !field.isConnected && performance.now() < was.until)?.[1];
    // A person who tabs to a button or clicks elsewhere stays there. A page moves the focus as well, which no person asked for.
    let isByTab = false;
    const leave = ({ target }) => {
        if (!target.closest?.(`${fields}, label`)) {
            typed.forEach(was => was.isFocused = false);
        }
    };
    const begin = () => {
        typed.clear();
        plain = document.querySelector(".shell:not([data-interactive])");
    };

    const keep = (field, isTyped) => {
        const [name, before] = [nameOf(field), typed.get(field)];
        if (document.activeElement === field) {
            typed.forEach(other => other.isFocused = false);
        }
        // An element that goes away with the focus in it says that it has changed; it had the focus then.
        typed.set(field, {
            name, at: alike(name).indexOf(field), value: field.value, checked: field.checked, isTyped: isTyped || before?.isTyped,
            isFocused: document.activeElement === field || before?.isFocused, until: performance.now() + patience,
        });
    };
    const put = (field, was) => {
        if (was.isFocused) {
            field.focus();
        }
        if (was.isTyped && (isChoice(field) ? field.checked !== was.checked : field.value !== was.value)) {
            [field.checked, field.value] = [was.checked, was.value];
            field.dispatchEvent(new Event("input", { bubbles: true }));
            field.dispatchEvent(new Event("change", { bubbles: true }));
        }
    };

    for (const [event, isTyped] of [["input", true], ["change", true], ["focusin", false]]) {
        addEventListener(event, ({ target }) => {
            if (plain?.isConnected && target.matches?.(fields)) {
                keep(target, isTyped);
            }
        }, true);
    }
    addEventListener("pointerdown", leave, true);
    addEventListener("keydown", ({ key }) => isByTab = key === "Tab", true);
    addEventListener("focusin", event => {
        if (isByTab) {
            leave(event);
        }
        isByTab = false;
    }, true);
    addEventListener("keydown", event => {
        const was = waiting();
        const isText = !event.ctrlKey && !event.metaKey && !event.altKey && (event.key.length === 1 || event.key === "Backspace");
        if (was && isText && document.activeElement === document.body) {
            event.preventDefault();
            event.stopImmediatePropagation();
            was.value = event.key.length === 1 ? was.value + event.key : was.value.slice(0, -1);
            was.isTyped = true;
        }
    }, true);
    new MutationObserver(() => {
        if (typed.size === 0 || plain?.isConnected || !document.querySelector(".shell[data-interactive]")) {
            return;
        }
        for (const [field, was] of typed) {
            const now = field.isConnected ? null : alike(was.name)[was.at];
            if (now && performance.now() < was.until) {
                put(now, was);
            }
            if (now || performance.now() >= was.until) {
                typed.delete(field);
            }
        }
    }).observe(document.body, { childList: true, subtree: true });
    begin();
    window.Blazor?.addEventListener?.("enhancedload", begin);
})();
