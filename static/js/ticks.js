// Rows ticked in a list: tick all, how many, and the ticks in every address that shows the same list again.
(() => {
  "use strict";

  // A roster names its boxes itself and sends them with what one looks for; those of a register stand in its address.
  const nameIn = (form) => form.dataset.ticks || "row";
  const WAYS = ".register thead a, .pager a";
  const ticked = (form) => new FormData(form).getAll(nameIn(form));

  function boxesOf(form) {
    return [...form.elements].filter((field) => field.type === "checkbox" && field.name && !field.disabled);
  }

  function withTicks(address, form) {
    const url = new URL(address, location.href);
    url.searchParams.delete(nameIn(form));
    ticked(form).forEach((row) => url.searchParams.append(nameIn(form), row));
    return url.pathname + url.search;
  }

  // An address with more ticks would be longer than a server takes.
  function keepWithin(form, box) {
    const over = ticked(form).length - Number(form.dataset.most || Infinity);
    const fresh = box.closest("[data-tick-all]") ? boxesOf(form).filter((each) => each.checked) : [box];
    if (over > 0) fresh.slice(-over).forEach((each) => (each.checked = false));
    const words = form.querySelector("[data-ticked-most]");
    if (words) words.hidden = over <= 0;
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
    if (count) count.textContent = ticked(form).length;
    if (!count || form.dataset.ticks) return;
    document.querySelectorAll(WAYS).forEach((link) => {
      if (link.href) link.setAttribute("href", withTicks(link.href, form));
    });
  }

  function start() {
    document.querySelectorAll("form[data-ticks]").forEach(show);
    document.querySelectorAll("[data-tick-all]").forEach((label) => {
      label.hidden = false;
      show(label.closest("form"));
    });
  }

  document.addEventListener("change", (event) => {
    const box = event.target;
    if (box.type !== "checkbox" || !box.form || !(box.form.dataset.ticks || box.form.querySelector("[data-tick-all]"))) return;
    if (box.closest("[data-tick-all]")) boxesOf(box.form).forEach((each) => (each.checked = box.checked));
    keepWithin(box.form, box);
    show(box.form);
    if (box.form.id === "ticked" && !box.form.dataset.ticks) history.replaceState(history.state, "", withTicks(location.href, box.form));
  });

  // htmx has read the addresses of the pager before anything was ticked.
  document.addEventListener("htmx:configRequest", (event) => {
    const form = document.getElementById("ticked");
    if (form && event.target.closest(WAYS)) event.detail.path = withTicks(event.detail.path, form);
  });
  document.addEventListener("htmx:afterSettle", start);
  window.addEventListener("pageshow", start);
  start();
})();
