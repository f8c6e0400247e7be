// Comfort on top of pages that work without it: pickers, one submit per form, a warning before sign-out, tidy filter addresses.
(() => {
  "use strict";

  const text = (element) => (element ? element.textContent.replace(/\s+/g, " ").replace("*", "").trim() : "");

  const words = document.body.dataset;

  function pick(select) {
    if (select.tomselect || !window.TomSelect) return;
    const many = select.multiple;
    select.classList.add("form-select");
    const picker = new TomSelect(select, {
      plugins: many ? { remove_button: { title: words.wordRemove } } : {},
      maxOptions: 500,
      allowEmptyOption: !many,
      hideSelected: many,
      searchField: ["text", "search"],
      placeholder: select.dataset.placeholder || "",
      hidePlaceholder: true,
      render: {
        no_results: () => `<div class="no-results">${words.wordNothing}</div>`,
      },
      // The list opens upwards rather than over the bar with the buttons or out of the window.
      onDropdownOpen(list) {
        const bar = document.querySelector(".footbar, .log-bar");
        const floor = bar ? Math.min(bar.getBoundingClientRect().top, innerHeight) : innerHeight;
        const { top, bottom } = this.wrapper.getBoundingClientRect();
        list.classList.toggle("drop-up", bottom + list.offsetHeight > floor && top > floor - bottom);
      },
      onItemAdd() {
        this.setTextboxValue("");
        if (many) this.refreshOptions(false);
        else this.blur();
      },
    });
    const label = select.getAttribute("aria-label") || text(document.querySelector(`label[for="${select.id}"], label[for="${select.id}-ts-control"]`));
    picker.control_input.setAttribute("aria-label", label);
    picker.control_input.removeAttribute("aria-labelledby");
    select.setAttribute("aria-label", label);
    select.setAttribute("aria-hidden", "true");
  }

  // An item of the annual plan brings what it names into the fields in which nobody has chosen yet.
  // What an item brought before goes with it; what is brought now is told, with its names.
  function bring(select, told) {
    const brought = JSON.parse(select.dataset.brings)[select.value] || {};
    const names = [];
    [...select.form.querySelectorAll("select")].forEach((field) => {
      if (!brought[field.name] && !field.dataset.brought) return;
      if ((field.dataset.brought || field.dataset.first) !== field.value) return;
      const value = String(brought[field.name] || "");
      const option = [...field.options].find((one) => value && one.value === value);
      field.value = option ? value : field.dataset.first;
      field.dataset.brought = option ? value : "";
      if (option) names.push(`${text(document.querySelector(`label[for="${field.id}"]`))}“${text(option)}”`);
    });
    told.textContent = names.length ? select.dataset.told + names.join("、") : "";
  }

  function watch(select) {
    [...select.form.querySelectorAll("select")].forEach((field) => (field.dataset.first = field.value));
    const told = document.createElement("p");
    told.className = "form-text brought";
    told.setAttribute("role", "status");
    (select.closest("div[id^=div_id]") || select.parentElement).append(told);
    select.addEventListener("change", () => bring(select, told));
  }

  // What a choice demands is marked as soon as it is made.
  function markDemands(form) {
    form.querySelectorAll("[data-demanded]").forEach((field) => {
      const [name, ...choices] = field.dataset.demanded.split(" ");
      const isDemanded = choices.includes(new FormData(form).get(name));
      form.querySelector(`label[for="${field.id}"]`).classList.toggle("demanded", isDemanded);
      field.setAttribute("aria-required", isDemanded);
    });
  }

  function start(root) {
    root.querySelectorAll("main form").forEach(markDemands);
    root.querySelectorAll("select[data-brings]").forEach(watch);
    root.querySelectorAll("select[data-pick], .filters select[multiple]").forEach(pick);
    if (!matchMedia("(max-width: 47.99em)").matches) return;
    root.querySelectorAll("details[data-fold-on-phone]").forEach((fold) => {
      fold.open = false;
    });
  }

  // A second click while the first answer is on its way would send the form twice.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    const half = typedByHalf(form);
    if (half) {
      event.preventDefault();
      half.reportValidity();
      return;
    }
    form.dataset.sent = "yes";
    if (form.querySelector("[data-after-file]")) leave(form);
    const button = event.submitter;
    if (button) button.setAttribute("aria-busy", "true");
    setTimeout(() => release(form), 15000);
  });

  // A file as answer leaves the page as it was; once it has arrived, another page says what was done.
  function leave(form) {
    const arrived = `file_arrived=${form.elements.form_key.value}`;
    const asked = setInterval(() => {
      if (!document.cookie.includes(arrived)) return;
      clearInterval(asked);
      location.assign(form.querySelector("[data-after-file]").dataset.afterFile);
    }, 300);
  }

  // A day or a time typed by half would be sent as none, even where the form leaves its checks to the server.
  function typedByHalf(form) {
    const half = [...form.elements].find((field) => field.validity && field.validity.badInput);
    if (half && half.closest("details")) half.closest("details").open = true;
    return half;
  }

  function release(form) {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  }

  // The browser's back button shows the page as it was left, with the form still marked as sent.
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));

  // A picker hides its select, and a row of choices is no field: the links of an error summary must reach what can be typed in.
  function lead(event, link) {
    const target = document.getElementById(link.hash.slice(1));
    if (!target) return;
    const field = target.tomselect || (target.matches("input, select, textarea") ? target : target.querySelector("input"));
    if (!field) return;
    event.preventDefault();
    field.focus();
    (field.wrapper || field).scrollIntoView({ block: "center" });
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest(".error-summary a");
    if (link) lead(event, link);
    if (event.target.closest("[data-print]")) window.print();
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  // A text pasted into a field that holds less would lose its end unseen: it is kept whole, and the answer says by how much it is too long.
  document.addEventListener("paste", (event) => {
    if (event.target.matches("form[method=post] :is(input, textarea)")) event.target.removeAttribute("maxlength");
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
    if (location.hash === "#menu") location.hash = "#main";
  });

  // Empty filters stay out of the address, with htmx and without.
  document.addEventListener("htmx:configRequest", (event) => {
    if (!event.target.matches("[data-filters]")) return;
    const { parameters } = event.detail;
    Object.keys(parameters).forEach((name) => {
      if (parameters[name] === "") delete parameters[name];
    });
  });
  document.addEventListener("change", (event) => {
    if (event.target.form) markDemands(event.target.form);
    const filter = event.target.closest("[data-filters] .filter");
    if (filter) filter.classList.toggle("filter-on", Boolean(event.target.value));
  });

  // How many rows there are now is said aloud, and whoever turned a page goes on reading there.
  function announce() {
    const [said, count] = ["[data-count-said]", "[data-count]"].map((where) => document.querySelector(where));
    if (said && count) said.textContent = text(count);
    if (document.activeElement === document.body) document.getElementById("rows").focus({ preventScroll: true });
  }

  document.addEventListener("htmx:afterSettle", (event) => {
    start(event.target);
    if (event.target.id === "rows") announce();
  });
  // The page that failed says more than rows that stay as they were; a form in which somebody types is never left.
  document.addEventListener("htmx:responseError", (event) => {
    const isList = event.detail.requestConfig.verb === "get" || event.target.matches("[data-filters]");
    if (isList) location.assign(event.detail.pathInfo.finalRequestPath);
  });

  // What is being sent need not be kept, by a request that leaving the page would cut off.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.target.matches(".typed") && event.target.closest("form");
    if (form && form.dataset.sent) event.preventDefault();
  });

  // Text that could not be kept is said so at its form, where it still stands, with the true reason.
  ["htmx:sendError", "htmx:responseError"].forEach((failure) =>
    document.addEventListener(failure, (event) => {
      const typed = event.target.closest(".typed");
      if (!typed) return;
      const { status } = event.detail.xhr;
      const { failed, failedHere } = typed.dataset;
      const said = typed.querySelector("#typed-saved");
      said.textContent = typed.dataset[`failed-${status}`] || (status ? failedHere : failed);
      said.classList.add("typed-unsaved");
    }),
  );

  function watchSession() {
    const { sessionSeconds, keepaliveUrl } = document.body.dataset;
    const box = document.querySelector("[data-session-warning]");
    if (!box || !sessionSeconds) return;
    const asking = box.querySelector("p");
    const ended = box.querySelector("[data-session-ended]");
    const left = box.querySelector("[data-session-left]");
    const stay = box.querySelector("[data-session-stay]");
    const ahead = Math.min(300, sessionSeconds / 3);

    // The other windows of the same session share the time of its end.
    function renew() {
      localStorage.setItem("session-end", Date.now() + sessionSeconds * 1000);
      box.hidden = true;
    }

    function tick() {
      const seconds = Math.max(0, Math.round((Number(localStorage.getItem("session-end")) - Date.now()) / 1000));
      box.hidden = seconds > ahead;
      left.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
      asking.hidden = stay.hidden = seconds === 0;
      ended.hidden = seconds > 0;
    }

    stay.addEventListener("click", async () => {
      const answer = await fetch(keepaliveUrl, { redirect: "manual", cache: "no-store" });
      if (answer.ok) renew();
      else localStorage.setItem("session-end", Date.now());
      tick();
    });
    document.addEventListener("htmx:afterRequest", (event) => event.detail.successful && renew());
    renew();
    setInterval(tick, 1000);
  }

  start(document);
  watchSession();
  const refused = document.querySelector(".error-summary") || document.querySelector('main [aria-invalid="true"]');
  if (refused) refused.focus();
})();
