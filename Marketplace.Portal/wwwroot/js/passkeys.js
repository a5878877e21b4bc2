// Passkeys: asks the portal what to ask the device, and puts the device's answer into the form that sends it.
let asking;

async function options(form) {
    const answer = await fetch(form.dataset.passkeyOptions, {
        method: "POST",
        headers: { RequestVerificationToken: form.querySelector("input[name=__RequestVerificationToken]").value },
    });
    if (!answer.ok) {
        throw new Error(answer.status === 429 ? "Too many attempts. Wait a minute." : "The portal did not answer. Load the page again.");
    }
    return answer.json();
}

function say(form, text) {
    const at = form.querySelector("[data-passkey-problem]");
    at.textContent = text;
    at.hidden = text === "";
}

async function ask(form, mediation) {
    asking?.abort();
    const mine = asking = new AbortController();
    const json = await options(form);
    const make = form.dataset.passkey === "make";
    const credential = make
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(json), signal: mine.signal })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(json), mediation, signal: mine.signal });
    form.querySelector("[data-passkey-credential]").value = JSON.stringify(credential);
    form.submit();
}

document.addEventListener("submit", event => {
    const form = event.target.closest("form[data-passkey]");
    if (!form) {
        return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!window.PublicKeyCredential?.parseCreationOptionsFromJSON) {
        say(form, "This browser knows no passkeys.");
        return;
    }
    say(form, "");
    ask(form).catch(error => {
        if (error.name !== "AbortError") {
            say(form, error.name === "InvalidStateError" ? "This device has a passkey of yours already."
                : error.name === "NotAllowedError" ? "Nothing was chosen, or it took too long. Try again."
                : error.name === "SecurityError" ? "Passkeys need the portal's name in the address, and https."
                : error.message);
        }
    });
}, true);

// Where the browser offers passkeys in the address field, they are asked for when someone goes there.
document.addEventListener("focusin", async event => {
    const form = document.querySelector("form[data-passkey=show]");
    if (form && !asking && event.target.autocomplete?.includes("webauthn")
        && await window.PublicKeyCredential?.isConditionalMediationAvailable?.()) {
        ask(form, "conditional").catch(() => { /* the button and the password are there */ });
    }
});
