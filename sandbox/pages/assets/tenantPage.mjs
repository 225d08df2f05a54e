// Adds what happens to the table of events, as it happens.
const rows = document.getElementById("event-rows");

new EventSource("/events").addEventListener("message", ({ data }) => {
    const row = document.createElement("tr");
    for (const text of JSON.parse(data)) {
        const cell = document.createElement("td");
        cell.textContent = text;
        row.append(cell);
    }
    rows.prepend(row);
});
