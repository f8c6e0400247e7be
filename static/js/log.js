// The record of a session: counts who is here while one marks.
(() => {
  "use strict";

  const form = document.querySelector("[data-log]");
  if (!form) return;

  function count() {
    form.querySelectorAll("[data-count]").forEach((figure) => {
      figure.textContent = form.querySelectorAll(`.check-in input[value="${figure.dataset.count}"]:checked`).length;
    });
  }

  form.addEventListener("change", count);
  window.addEventListener("pageshow", count);
})();
