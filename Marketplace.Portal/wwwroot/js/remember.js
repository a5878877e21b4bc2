// A choice is kept in a cookie for a year, so that the next visit starts with it.
window.marketplaceRemember = (name, value) => {
    document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=31536000; samesite=lax`;
};
