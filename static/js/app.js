// Small helps on top of pages that work without JavaScript. No state is kept here and nothing is drawn here.
(function () {
  "use strict";

  const errorPlace = () => document.getElementById("page-error");

  // Says in one sentence that sending failed; the words themselves stand in the page (data-offline, data-failed).
  function tell(kind) {
    const place = errorPlace();
    if (!place) return;
    const box = document.createElement("div");
    box.className = "message message-strong";
    box.textContent = place.dataset[kind] || "";
    place.replaceChildren(box);
  }

  function clearError() {
    const place = errorPlace();
    if (place) place.replaceChildren();
  }

  // An error page that answers an htmx request: only its sentence is shown, at the top; the form stays as it is.
  document.addEventListener("htmx:beforeSwap", function (event) {
    const detail = event.detail;
    if (!(detail.serverResponse || "").includes('id="error-notice"')) return;
    detail.shouldSwap = true;
    detail.isError = false;
    detail.ignoreTitle = true;
    detail.target = errorPlace();
    detail.swapOverride = "innerHTML";
    detail.selectOverride = "#error-notice";
  });
  document.addEventListener("htmx:responseError", () => tell("failed"));
  document.addEventListener("htmx:sendError", () => tell("offline"));
  document.addEventListener("htmx:timeout", () => tell("offline"));
  document.addEventListener("htmx:beforeRequest", clearError);

  // The session was renewed while this page stayed open: its forms take the token that the server sends along.
  document.addEventListener("formtoken", function (event) {
    document.querySelectorAll('input[name="csrf_token"]').forEach((field) => { field.value = event.detail.token; });
  });

  // A file beyond the limit (data-max-bytes) is refused before it travels, with the field's own sentence beside it.
  function refuseLarge(input) {
    const field = input.closest(".field");
    const id = input.id + "-too-large";
    const isLarge = Array.from(input.files || []).some((file) => file.size > Number(input.dataset.maxBytes));
    const line = document.getElementById(id);
    if (line) {
      line.remove();
      field.classList.remove("field-wrong");
      input.removeAttribute("aria-invalid");
    }
    if (!isLarge) return false;
    const words = document.createElement("p");
    words.id = id;
    words.className = "field-error";
    words.setAttribute("role", "alert");
    words.textContent = input.dataset.tooLarge;
    field.classList.add("field-wrong");
    field.append(words);
    input.setAttribute("aria-invalid", "true");
    return true;
  }
  document.addEventListener("change", function (event) {
    if (event.target.matches("input[data-max-bytes]")) refuseLarge(event.target);
  });

  // A double click sends once, with htmx and without.
  function release(form) {
    delete form.dataset.sending;
    form.querySelectorAll("[data-was-enabled]").forEach(function (button) {
      button.disabled = false;
      button.removeAttribute("data-was-enabled");
    });
  }
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (form.method !== "post") return;
    const tooLarge = Array.from(form.querySelectorAll("input[data-max-bytes]")).filter(refuseLarge);
    if (tooLarge.length) {
      event.preventDefault();
      event.stopPropagation();
      tooLarge[0].focus();
      return;
    }
    if ("sending" in form.dataset) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    form.dataset.sending = "";
    // Later, so that the name and value of the pressed button still travel with the form.
    setTimeout(function () {
      if (!("sending" in form.dataset)) return;
      form.querySelectorAll("button[type=submit]:not([disabled])").forEach(function (button) {
        button.disabled = true;
        button.setAttribute("data-was-enabled", "");
      });
    }, 0);
    setTimeout(() => release(form), 15000); // an answer that is a file leaves the page standing
  }, true);
  document.addEventListener("htmx:afterRequest", function (event) {
    const form = event.target.closest && event.target.closest("form");
    if (form) release(form);
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sending]").forEach(release));

  // Text carried over from elsewhere loses its straw colour as soon as the person edits it.
  document.addEventListener("input", function (event) {
    if (event.target.matches(".straw[data-carried]")) event.target.classList.remove("straw");
  });

  // Menus of the bar close on Escape and on a click outside.
  document.addEventListener("click", function (event) {
    document.querySelectorAll(".bar details[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) menu.open = false;
    });
    if (event.target.closest("[data-print]")) window.print();
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll(".bar details[open]").forEach(function (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });

  // <input type="checkbox" data-check-all="agency">: ticks every box of that name in its form or table.
  document.addEventListener("change", function (event) {
    const name = event.target.dataset.checkAll;
    if (!name) return;
    const scope = event.target.closest("form, table") || document;
    scope.querySelectorAll('input[type="checkbox"][name="' + name + '"]:not([disabled])').forEach(function (box) {
      box.checked = event.target.checked;
    });
  });

  // What only works with JavaScript is hidden until JavaScript is here.
  function reveal(root) {
    root.querySelectorAll("[data-print][hidden], [data-script-only][hidden]").forEach((part) => { part.hidden = false; });
  }
  reveal(document);
  document.addEventListener("htmx:afterSettle", (event) => reveal(event.target));
})();
