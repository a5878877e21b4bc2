// Uploads: a file chosen or dropped goes to the endpoint as the request's body, and its progress is shown.
const box = () => document.querySelector("[data-upload]");

function show(state, text, remedy = "") {
    const at = box();
    at.dataset.state = state;
    at.querySelector("[data-upload-text]").textContent = text;
    at.querySelector("[data-upload-remedy]").textContent = remedy;
}

function send(file) {
    const at = box();
    if (at.dataset.state === "sending") {
        return;
    }
    const kinds = at.dataset.uploadKinds?.split(",") ?? [".nupkg"];
    if (!kinds.some(kind => file.name.toLowerCase().endsWith(kind))) {
        show("failed", at.dataset.uploadKinds ? `${file.name} is not a statement.` : `${file.name} is not a package.`,
            at.dataset.uploadKinds ? `Choose a file that ends in ${kinds.join(" or ")}.` : "Choose a file that ends in .nupkg; dotnet pack makes one.");
        return;
    }
    const bar = at.querySelector("[role=progressbar]");
    const progress = share => {
        bar.setAttribute("aria-valuenow", Math.round(100 * share));
        bar.querySelector(".mud-progress-linear-bar").style.transform = `translateX(${100 * (share - 1)}%)`;
    };
    const request = new XMLHttpRequest();
    const query = at.dataset.organization ? `organization=${at.dataset.organization}` : `name=${encodeURIComponent(file.name)}`;
    request.open("POST", `${at.dataset.upload}?${query}`);
    request.setRequestHeader("RequestVerificationToken", at.querySelector("input[name=__RequestVerificationToken]").value);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.addEventListener("progress", event => {
        if (event.lengthComputable) {
            const share = event.loaded / event.total;
            progress(share);
            show("sending", share < 1 ? `Sending ${file.name}: ${Math.round(100 * share)} %` : `Reading ${file.name}`);
        }
    });
    request.addEventListener("load", () => {
        if (request.status === 202) {
            // The page may stay, with what came of it.
            show("", "");
            Blazor.navigateTo(request.getResponseHeader("Location"));
            return;
        }
        let problem = {};
        try { problem = JSON.parse(request.responseText); } catch { /* not from us: the status says it */ }
        show("failed", problem.title ?? `The upload failed (${request.status}).`, problem.detail ?? "Try again.");
    });
    request.addEventListener("error", () => show("failed", "The portal could not be reached.", "Check the connection and try again."));
    show("sending", `Sending ${file.name}`);
    progress(0);
    request.send(file);
}

addEventListener("change", event => {
    if (event.target.matches?.("[data-upload] input[type=file]") && event.target.files.length > 0) {
        send(event.target.files[0]);
        event.target.value = "";
    }
});
for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
    addEventListener(kind, event => {
        const at = event.target.closest?.("[data-upload]");
        if (!at) {
            return;
        }
        event.preventDefault();
        at.classList.toggle("over", kind === "dragenter" || kind === "dragover");
        if (kind === "drop" && event.dataTransfer.files.length > 0) {
            send(event.dataTransfer.files[0]);
        }
    });
}
