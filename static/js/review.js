// The review of a plan by keyboard. Keys press the very buttons and links of the page (data-key), so that whatever a key
// does can be done by mouse too; without this file every one of them is a form or a link that answers a page.
(function () {
  "use strict";

  const FORWARD = 1;
  const BACK = -1;
  const NEWS_EVERY = 20000; // milliseconds between two questions for what others did
  const IDLE_AFTER = 300000; // after so long without a hand on the page nothing is asked: the session may run out
  const KEYS_OFF = "review-keys-off";

  let here = null; // the id of the card that the person is at
  let sending = null; // what was sent and is not answered yet: {card, verb, doubts, state}
  let waiting = []; // keys pressed meanwhile
  let marked = null; // the words marked in the document: {words, at}
  let lastTouch = Date.now();

  const desk = () => document.getElementById("workspace");
  const cards = () => Array.from(document.querySelectorAll("#workspace .panel > .proposal"));
  const card = () => (here && document.getElementById(here)) || null;
  const isShown = (part) => part.getClientRects().length > 0;
  const doubtsOf = (one) => Number(one.dataset.doubts || 0);
  const keysAreOn = () => localStorage.getItem(KEYS_OFF) !== "1";

  // Where the person is: the card, its words in the document, and the note of it for the next visit.

  function comeTo(one, { focus = true } = {}) {
    if (!one) return;
    document.querySelectorAll(".proposal[aria-current]").forEach((other) => other.removeAttribute("aria-current"));
    here = one.id;
    one.setAttribute("aria-current", "true");
    if (focus) {
      one.focus({ preventScroll: true });
      one.scrollIntoView({ block: "nearest" });
      const box = one.getBoundingClientRect();
      if (box.bottom > window.innerHeight - 8 || box.top < 48) one.scrollIntoView({ block: box.height < 500 ? "center" : "start" });
    }
    markWords(one.dataset.number);
    noteLater();
  }

  function markWords(number) {
    const pane = document.querySelector(".review-text");
    if (!pane) return;
    pane.querySelectorAll("mark.quote-now").forEach((old) => old.classList.remove("quote-now"));
    const words = pane.querySelectorAll('mark[data-q="' + number + '"]');
    words.forEach((mark) => mark.classList.add("quote-now"));
    if (words.length && isShown(pane) && pane.scrollHeight > pane.clientHeight) {
      const gap = words[0].getBoundingClientRect().top - pane.getBoundingClientRect().top;
      pane.scrollTop += gap - pane.clientHeight / 3;
    }
  }

  let note = 0;
  function noteLater() {
    const place = desk() && desk().dataset.place;
    const token = document.querySelector('#workspace input[name="csrf_token"]');
    if (!place || !token || !here) return;
    history.replaceState(history.state, "", "#" + here);
    clearTimeout(note);
    note = setTimeout(function () {
      const body = new URLSearchParams({ csrf_token: token.value, "de-xuat": here.replace("proposal-", "") });
      fetch(place, { method: "POST", body: body, keepalive: true, headers: { "HX-Request": "true" } }).catch(() => {});
    }, 1500);
  }

  function neighbour(way) {
    const all = cards();
    const at = all.indexOf(card());
    return at < 0 ? all[0] : all[at + way];
  }

  function nextDoubt() {
    const all = cards();
    const at = all.indexOf(card());
    const round = all.slice(at + 1).concat(all.slice(0, at + 1));
    return round.find((one) => doubtsOf(one) > 0 && one.dataset.state === "pending") || null;
  }

  // Keys.

  const NAMES = { ArrowDown: "j", ArrowUp: "k" };
  const isField = (part) => part.matches("input, textarea, select") || part.isContentEditable;

  function keyOf(event) {
    if (event.key === "Process" || event.key === "Unidentified") { // an input method holds the letter back
      const letter = /^Key([A-Z])$/.exec(event.code);
      return letter ? (event.shiftKey ? letter[1] : letter[1].toLowerCase()) : "";
    }
    return event.key.length === 1 && !event.shiftKey ? event.key.toLowerCase() : event.key;
  }

  function wants(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return "";
    const part = event.target;
    const key = keyOf(event);
    if (key === "Escape") return part.closest("#workspace") ? key : "";
    if (!keysAreOn() || !desk() || isField(part)) return "";
    if ((key === "Enter" || key === " ") && part.closest("a, button, summary")) return "";
    if (key.startsWith("Arrow") && part.closest(".review-text, .picks")) return "";
    return NAMES[key] || key;
  }

  document.addEventListener("keydown", function (event) {
    lastTouch = Date.now();
    if (pickByKey(event)) return;
    const key = wants(event);
    if (!key) return;
    if (sending) {
      event.preventDefault();
      if (!event.repeat && waiting.length < 20) waiting.push(key);
    } else if (act(key)) {
      event.preventDefault();
    }
  });

  function act(key) {
    if (key === "j" || key === "k") {
      comeTo(neighbour(key === "j" ? FORWARD : BACK) || card() || cards()[0]);
      return true;
    }
    if (key === "n") {
      comeTo(nextDoubt());
      return true;
    }
    if (key === "t" && marked) {
      addMarked();
      return true;
    }
    const button = buttonOf(key);
    if (!button) return false;
    if (key === "Escape") document.activeElement.blur();
    if (button.matches("textarea")) button.focus();
    else button.click();
    return true;
  }

  // The button that a key presses: that of an open form above the list, else of the card, else of the page.
  function buttonOf(key) {
    const panel = document.querySelector("#review-panel > [data-form]");
    const inCard = key === "Enter" ? ["Enter", "a"] : [key];
    const places = [[panel, [key]], [card(), inCard], [desk(), [key]]];
    for (const [place, keys] of places) {
      if (!place) continue;
      for (const one of keys) {
        const found = Array.from(place.querySelectorAll('[data-key="' + CSS.escape(one) + '"]'));
        const fit = found.find((part) => isShown(part) && (place !== desk() || !part.closest(".panel, #review-panel")));
        if (fit) return fit;
      }
    }
    return null;
  }

  // Choosing an agency while its name is typed: Enter takes the first, arrows walk through the others.
  function pickByKey(event) {
    const input = event.target.closest("input[data-picks]");
    const list = input ? document.querySelector(input.dataset.picks) : event.target.closest(".picks");
    if (!list || event.isComposing) return false;
    const buttons = Array.from(list.querySelectorAll("button"));
    const at = buttons.indexOf(document.activeElement);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const next = buttons[at + (event.key === "ArrowDown" ? FORWARD : BACK)];
      if (next) next.focus();
      else if (at === 0) list.parentElement.querySelector("input[data-picks]").focus();
      event.preventDefault();
      return true;
    }
    if (event.key === "Enter" && input && buttons.length && list.dataset.words === input.value.trim()) {
      event.preventDefault();
      buttons[0].click();
      return true;
    }
    return false;
  }

  // What is sent and what comes back.

  document.addEventListener("htmx:beforeRequest", function (event) {
    const detail = event.detail;
    if (!desk() || !event.target.closest("#workspace") || event.target.matches("#review-news, .filters")) return;
    const one = event.target.closest(".panel > .proposal");
    if (one && one.id !== here) comeTo(one, { focus: false });
    sending = { xhr: detail.xhr, verb: detail.requestConfig.verb, card: one && one.id, doubts: one ? doubtsOf(one) : 0, state: one && one.dataset.state, isList: Boolean(event.target.closest("#bulk")) };
  });

  // One answer settles several parts; only the first of its own request goes on.
  document.addEventListener("htmx:afterSettle", function (event) {
    if (sending && event.detail.xhr === sending.xhr) settle();
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    const sent = sending;
    if (sent && event.detail.xhr === sent.xhr) setTimeout(() => { if (sending === sent) settle(); }, 80); // an answer that changes nothing here
  });

  function settle() {
    const sent = sending;
    sending = null;
    const panel = document.querySelector("#review-panel > [data-form]");
    const one = sent.card && document.getElementById(sent.card);
    if (panel) { showTab("proposals"); focusForm(panel); }
    else if (sent.isList && nextDoubt()) comeTo(nextDoubt());
    else if (!one) comeTo(document.getElementById("proposal-" + desk().dataset.here) || card() || cards()[0]);
    else if ("form" in one.dataset) { comeTo(one); focusForm(one); }
    else comeTo(afterStep(sent, one));
    press();
  }

  function afterStep(sent, one) {
    const isDecided = one.dataset.state !== "pending" && !one.querySelector("[role=alert]");
    if (sent.verb !== "post" || !isDecided) return one;
    if (sent.doubts) return nextDoubt() || one;
    return sent.state === "pending" ? cards()[cards().indexOf(one) + 1] || one : one;
  }

  function focusForm(form) {
    const field = form.dataset.focus && form.querySelector(form.dataset.focus);
    (field || form).focus();
    if (field && field.matches("input")) field.select();
  }

  function press() {
    while (waiting.length && !sending) act(waiting.shift());
  }

  // The form of a card closes onto the card itself; one above the list simply goes.
  document.addEventListener("click", function (event) {
    lastTouch = Date.now();
    if (event.target.closest("[data-close]")) {
      const panel = document.getElementById("review-panel");
      if (!panel) return;
      event.preventDefault();
      panel.replaceChildren();
      comeTo(card() || cards()[0]);
    }
    const one = event.target.closest("#workspace .panel > .proposal");
    if (one && one.id !== here) comeTo(one, { focus: false });
    const chip = event.target.closest("[data-to-text], [data-to-card]");
    if (chip) {
      event.preventDefault();
      showTab("toCard" in chip.dataset ? "proposals" : "document");
      const target = document.querySelector(chip.hash);
      if ("toCard" in chip.dataset) comeTo(target);
      else if (one) { comeTo(one, { focus: false }); if (target && !isScrolling()) target.scrollIntoView({ block: "center" }); }
    }
    const tab = event.target.closest("a[data-tab]");
    if (tab) {
      event.preventDefault();
      showTab(tab.dataset.tab);
      if ("part" in tab.dataset) document.querySelector(tab.hash).scrollIntoView();
    }
  });

  const isScrolling = () => {
    const pane = document.querySelector(".review-text");
    return pane && pane.scrollHeight > pane.clientHeight;
  };

  // On a phone one of the two columns shows.
  function showTab(name) {
    if (!desk()) return;
    desk().dataset.tab = name;
    document.querySelectorAll("#workspace a[data-tab]").forEach(function (tab) {
      if (tab.dataset.tab === name && !("part" in tab.dataset)) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
    });
  }

  // Marking words of the document.

  document.addEventListener("selectionchange", function () {
    const pane = document.querySelector(".review-text");
    const form = document.getElementById("marked");
    const selection = document.getSelection();
    if (!pane || !form) return;
    if (document.activeElement && form.contains(document.activeElement)) return;
    const isInside = selection.rangeCount && !selection.isCollapsed && pane.contains(selection.anchorNode);
    marked = isInside ? read(selection.getRangeAt(0)) : null;
    form.hidden = !marked;
  });

  // The words without the numbers of the proposals, and their place in the text in code points.
  function read(range) {
    const words = plain(range.cloneContents());
    const first = range.startContainer.parentElement.closest("p[data-at]");
    if (!words.trim()) return null;
    if (!first) return { words: words, at: "" };
    const before = document.createRange();
    before.setStart(first, 0);
    before.setEnd(range.startContainer, range.startOffset);
    return { words: words, at: Number(first.dataset.at) + Array.from(plain(before.cloneContents())).length };
  }

  function plain(part) {
    part.querySelectorAll(".chip, summary").forEach((one) => one.remove());
    part.querySelectorAll("p").forEach((one) => one.append("\n"));
    return part.textContent.replace(/^ (?=\S)/, "");
  }

  function addMarked() {
    const form = document.getElementById("marked");
    form.hidden = false;
    form.elements.doan.value = marked.words;
    form.elements.tu.value = marked.at;
    document.getSelection().removeAllRanges();
    marked = null;
    form.requestSubmit();
    form.hidden = true;
  }
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest("#marked")) event.preventDefault(); // the selection stays
  });
  document.addEventListener("submit", function (event) {
    if (event.target.id === "marked" && marked) {
      event.target.elements.doan.value = marked.words;
      event.target.elements.tu.value = marked.at;
    }
    if (event.target.matches("[data-caret]")) {
      const area = event.target.querySelector("textarea");
      event.target.elements.tai.value = Array.from(area.value.slice(0, area.selectionStart)).length;
    }
  }, true);

  // The words to cut stand in a field so that the caret walks through them; they cannot be changed there.
  document.addEventListener("beforeinput", (event) => { if (event.target.closest("[data-caret]")) event.preventDefault(); });

  // What others did: their cards come in by themselves, never over a form that is open.

  setInterval(function () {
    const news = document.getElementById("review-news");
    const isIdle = Date.now() - lastTouch > IDLE_AFTER;
    if (news && !document.hidden && !isIdle && !sending) window.htmx.trigger(news, "news");
  }, NEWS_EVERY);
  document.addEventListener("htmx:oobBeforeSwap", function (event) {
    if (event.detail.target.matches("[data-form]")) event.detail.shouldSwap = false;
  });
  document.addEventListener("htmx:oobAfterSwap", function () {
    if (here && card() && !card().hasAttribute("aria-current")) card().setAttribute("aria-current", "true");
  });
  const tellStale = () => { const stale = document.getElementById("review-stale"); if (stale) stale.hidden = false; };
  document.addEventListener("htmx:oobErrorNoTarget", tellStale);
  document.addEventListener("htmx:afterSettle", () => { if (document.querySelector("#review-news[data-stale]")) tellStale(); });

  // Keys can be switched off (WCAG 2.1.4).

  function showKeys() {
    document.documentElement.classList.toggle("keys-on", keysAreOn());
    const box = document.getElementById("keys-on");
    if (box) box.checked = keysAreOn();
  }
  document.addEventListener("change", function (event) {
    if (event.target.id !== "keys-on") return;
    localStorage.setItem(KEYS_OFF, event.target.checked ? "0" : "1");
    showKeys();
  });

  function begin() {
    if (!desk()) return;
    showKeys();
    showTab(desk().dataset.tab || "proposals");
    const asked = location.hash.startsWith("#proposal-") ? document.getElementById(location.hash.slice(1)) : null;
    const left = document.getElementById("proposal-" + desk().dataset.here);
    const first = asked || left;
    if (first && first.matches(".proposal")) comeTo(first);
  }
  document.addEventListener("htmx:afterSettle", function (event) {
    if (event.target.id === "workspace") { showKeys(); showTab("proposals"); sayAgain(); }
  });

  // A line that came in together with the whole list is not read out; the same words put into it afterwards are.
  function sayAgain() {
    const line = document.querySelector("#review-status p");
    if (!line) return;
    const words = line.textContent;
    line.textContent = "";
    setTimeout(() => { line.textContent = words; }, 100);
  }

  window.addEventListener("pageshow", begin);
})();
