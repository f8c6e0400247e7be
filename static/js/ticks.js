// Rows ticked in a list: tick all, how many, and the ticks in every address that shows the same list again.
(() => {
  "use strict";

  const ticked = (form) => new FormData(form).getAll("row");

  function boxesOf(form) {
    return [...form.elements].filter((field) => field.type === "checkbox" && field.name && !field.disabled);
  }

  function withTicks(address, rows) {
    const url = new URL(address, location.href);
    url.searchParams.delete("row");
    rows.forEach((row) => url.searchParams.append("row", row));
    return url.pathname + url.search;
  }

  function show(form) {
    const all = form.querySelector("[data-tick-all] input");
    const boxes = boxesOf(form);
    const on = boxes.filter((box) => box.checked).length;
    if (all) {
      all.checked = on > 0 && on === boxes.length;
      all.indeterminate = on > 0 && on < boxes.length;
    }
    const count = form.querySelector("[data-ticked]");
    if (!count) return;
    const rows = ticked(form);
    count.textContent = rows.length;
    document.querySelectorAll(".register thead a, .pager a").forEach((link) => {
      link.setAttribute("href", withTicks(link.href, rows));
    });
  }

  function start() {
    document.querySelectorAll("[data-tick-all]").forEach((label) => {
      label.hidden = false;
      show(label.closest("form"));
    });
  }

  document.addEventListener("change", (event) => {
    const box = event.target;
    if (box.type !== "checkbox" || !box.form || !box.form.querySelector("[data-tick-all]")) return;
    if (box.closest("[data-tick-all]")) boxesOf(box.form).forEach((each) => (each.checked = box.checked));
    show(box.form);
    if (box.form.id === "ticked") history.replaceState(history.state, "", withTicks(location.href, ticked(box.form)));
  });

  // htmx has read the addresses of the pager before anything was ticked.
  document.addEventListener("htmx:configRequest", (event) => {
    const form = document.getElementById("ticked");
    if (form && event.target.closest(".pager")) event.detail.path = withTicks(event.detail.path, ticked(form));
  });
  document.addEventListener("htmx:afterSettle", start);
  window.addEventListener("pageshow", start);
  start();
})();
