// Adds what happens to the table of events, as it happens, and shows the kind of events that is chosen.
const rows = document.getElementById("event-rows");
const shown = document.getElementById("shown-events");

function show(row) {
    row.hidden = shown.value !== "all" && row.dataset.kind !== shown.value;
}

function showAll() {
    for (const row of rows.children) show(row);
}

// Without this script all events are shown, and there is nothing to choose.
document.getElementById("event-filter").hidden = false;
shown.addEventListener("change", showAll);
showAll();

new EventSource("/events").addEventListener("message", ({ data }) => {
    const { kind, cells } = JSON.parse(data);
    const row = document.createElement("tr");
    row.dataset.kind = kind;
    for (const text of cells) {
        const cell = document.createElement("td");
        cell.textContent = text;
        row.append(cell);
    }
    show(row);
    rows.prepend(row);
    const ofKind = rows.querySelectorAll(`[data-kind="${kind}"]`);
    if (ofKind.length > Number(rows.dataset.limit)) ofKind[ofKind.length - 1].remove();
});
