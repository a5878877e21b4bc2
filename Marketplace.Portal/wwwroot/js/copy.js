// A click on [data-copy] puts its text on the clipboard and says so; where the browser forbids it, the text is marked for copying by hand.
addEventListener("click", async event => {
    const button = event.target.closest?.("[data-copy]");
    if (!button) {
        return;
    }
    const said = document.querySelector("[data-copied]");
    try {
        await navigator.clipboard.writeText(button.dataset.copy);
        const word = button.querySelector(".mud-button-label") ?? button;
        word.textContent = "Copied";
        setTimeout(() => word.textContent = "Copy", 2000);
        if (said) said.textContent = "Copied";
    } catch {
        const field = button.parentElement.querySelector("input");
        field ? field.select() : getSelection().selectAllChildren(button.parentElement.nextElementSibling);
        if (said) said.textContent = "Marked: copy it with the keyboard";
    }
});
