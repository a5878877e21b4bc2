// A choice marked data-remember is kept in a cookie of that name for a year, so that the next visit starts with it.
addEventListener("change", event => {
    const name = event.target.dataset?.remember;
    if (name) {
        document.cookie = `${name}=${encodeURIComponent(event.target.value)}; path=/; max-age=31536000; samesite=lax`;
    }
});
