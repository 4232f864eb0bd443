// What the page does by itself: tell Python what was pressed, and keep focus, language and files in order.
window.missive = (() => {
  const wait = (ms, call) => { let timer; return (...args) => { clearTimeout(timer); timer = setTimeout(() => call(...args), ms); }; };

  const values = (form) => {
    const found = {};
    for (const [name, value] of new FormData(form)) (found[name] = found[name] || []).push(value);
    return found;
  };

  // Buttons with data-event and forms with data-form become events of the component they stand in.
  function bind(element, trigger, watch) {
    let asked = null;
    const opened = new Set();
    element.addEventListener("focusin", (event) => { element.missiveFocus = event.target; });
    const changed = wait(250, (form) => trigger(form.dataset.form, { values: values(form) }));
    element.addEventListener("click", (event) => {
      const button = event.target.closest("button, a.skip");
      if (!button || !element.contains(button)) return;
      if (button.dataset.ask) asked = openDialog(element, button);
      else if ("close" in button.dataset) button.closest("dialog").close();
      else if (button.dataset.copy) copy(button);
      else if ("back" in button.dataset) backToAnswer();
      else if (button.classList.contains("skip")) { event.preventDefault(); focusQuestion(); }
      else if (button.dataset.event) {
        const dialog = button.closest("dialog");
        if (dialog) dialog.close();
        trigger(button.dataset.event, { ...button.dataset, ...(dialog ? asked : {}) });
        if (button.closest("#table .title")) opener = button.dataset.document;
        if (button.dataset.marker && button.dataset.turn) press(button);
      }
    });
    element.addEventListener("input", (event) => event.target.form && event.target.form.dataset.form && changed(event.target.form));
    element.addEventListener("toggle", (event) => {
      if (event.target.id) opened[event.target.open ? "add" : "delete"](event.target.id);
    }, true);
    element.addEventListener("submit", (event) => { event.preventDefault(); changed(event.target); });
    receive(element, trigger);
    watch("value", () => refresh(element, opened));
    refresh(element, opened);
  }

  // What a new value leaves as it was: what a visitor ticked or typed is a property, not an attribute.
  function refresh(element, opened) {
    for (const id of opened) { const one = element.querySelector(`#${id}`); if (one) one.open = true; }
    // A filter that was taken off, a row that was removed: its button took the focus with it.
    const lost = element.missiveFocus && !element.missiveFocus.isConnected && document.activeElement === document.body;
    const near = lost && element.querySelector("summary, input[type=search]");
    if (near) near.focus();
    const turns = element.querySelectorAll(".turn").length;
    if (turns > (element.missiveTurns || 0)) showLast();
    // An answer that grew past the end of the window is brought back, unless the visitor went elsewhere.
    const isDone = Boolean(element.querySelector(".turn:last-child > .actions"));
    if (isDone && element.missiveTurns === turns && !element.missiveDone && document.activeElement.closest("#composer")) showLast();
    element.missiveDone = isDone;
    element.missiveTurns = turns;
    const head = element.querySelector(".masthead");
    if (head) {
      document.documentElement.lang = head.dataset.language;
      document.title = head.dataset.title;
    }
    for (const box of element.querySelectorAll("input[type=checkbox]")) box.checked = box.hasAttribute("checked");
    for (const day of element.querySelectorAll("input[type=date]"))
      if (day !== document.activeElement) day.value = day.getAttribute("value") || "";
  }

  function openDialog(element, button) {
    const dialog = element.querySelector(`#${button.dataset.ask}`);
    dialog.querySelector("[data-slot=title]").textContent = button.dataset.title;
    dialog.showModal();
    return { document: button.dataset.document };
  }

  async function copy(button) {
    const label = button.textContent;
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.copied;
    say(button.dataset.copied);
    setTimeout(() => { button.textContent = label; }, 2000);
  }

  function press(button) {
    for (const other of document.querySelectorAll(".marker[aria-current]")) other.removeAttribute("aria-current");
    const same = `.marker[data-turn="${button.dataset.turn}"][data-marker="${button.dataset.marker}"]`;
    for (const one of document.querySelectorAll(same)) one.setAttribute("aria-current", "true");
  }

  // One place for a screen reader to listen to, whatever part of the page has news.
  function say(text) {
    let place = document.getElementById("missive-status");
    if (!place) {
      place = document.createElement("div");
      place.id = "missive-status";
      place.className = "unseen";
      place.setAttribute("role", "status");
      (document.querySelector("main") || document.body).append(place);
    }
    place.textContent = text;
  }

  let opener = null;

  // From a source back to the number that it was opened with, or to the question box.
  function backToAnswer() {
    const pressed = document.querySelector("#conversation .marker[aria-current]");
    if (!pressed) { focusQuestion(); return; }
    pressed.scrollIntoView({ block: "center" });
    pressed.focus({ preventScroll: true });
  }

  // From one report's page back to its row.
  function backToTable() {
    requestAnimationFrame(() => {
      const row = opener && document.querySelector(`#table .title[data-document="${opener}"]`);
      const place = row || document.querySelector("#library-search");
      if (place) { place.focus(); place.scrollIntoView({ block: "center" }); }
    });
  }

  // Asking and stopping take turns in one place: focus goes to the box when the pressed button goes.
  document.addEventListener("click", (event) => { if (event.target.closest("#submit, #stop")) focusQuestion(); });

  function focusQuestion() {
    const box = document.querySelector("#question textarea");
    if (box) { box.focus(); box.setSelectionRange(box.value.length, box.value.length); }
  }

  // After a source opened: bring the quote into view in its pane, and the pane into view on a narrow screen.
  function showSource(id) {
    requestAnimationFrame(() => {
      const pane = document.querySelector(`#${id} .source-pane`);
      if (!pane) return;
      const isBeside = window.matchMedia("(min-width: 1000px)").matches;
      const isTurning = pane.contains(document.activeElement);
      if (!isTurning) document.querySelector(`#${id} h2[tabindex]`).focus({ preventScroll: true });
      if (!isBeside) (isTurning ? pane : document.getElementById(id)).scrollIntoView({ block: "start" });
      const image = pane.querySelector("img");
      const reveal = () => {
        const frame = pane.querySelector(".paper-frame, .typeset");
        const mark = pane.querySelector(".highlight, .typeset mark");
        if (!frame) return;
        frame.scrollTop = 0;
        if (!mark) return;
        const offset = mark.getBoundingClientRect().top - frame.getBoundingClientRect().top;
        frame.scrollTop = Math.max(0, offset - frame.clientHeight / 3);
      };
      if (image && !image.complete) image.addEventListener("load", reveal, { once: true });
      reveal();
    });
  }

  function showLast() {
    requestAnimationFrame(() => {
      const turns = document.querySelectorAll(".turn");
      const last = turns[turns.length - 1];
      const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
      if (last) last.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
    });
  }

  function download(file) {
    if (!file || !file.content) return;
    const bytes = Uint8Array.from(atob(file.content), (sign) => sign.charCodeAt(0));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([bytes], { type: file.type }));
    link.download = file.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  // Files dropped or chosen: sent one by one, each with its own progress, then handed to Python by token.
  function receive(element, trigger) {
    element.addEventListener("change", (event) => {
      if (event.target.type !== "file") return;
      send(element, [...event.target.files], trigger);
      event.target.value = "";
    });
    element.addEventListener("dragover", (event) => {
      const zone = element.querySelector(".drop-zone");
      if (zone) { event.preventDefault(); zone.classList.add("is-over"); }
    });
    const leave = () => element.querySelectorAll(".drop-zone").forEach((zone) => zone.classList.remove("is-over"));
    element.addEventListener("dragleave", leave);
    element.addEventListener("drop", (event) => {
      if (!element.querySelector(".drop-zone")) return;
      event.preventDefault();
      leave();
      send(element, [...event.dataTransfer.files], trigger);
    });
  }

  async function send(element, files, trigger) {
    const list = element.querySelector(".sending");
    const tokens = [];
    list.replaceChildren();
    for (const file of files) {
      const line = document.createElement("li");
      list.append(line);
      const token = await post(file, line, list.dataset);
      if (token) { tokens.push(token); line.remove(); }
    }
    if (tokens.length) trigger("upload", { tokens });
  }

  function post(file, line, texts) {
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      const tell = (text) => { line.textContent = `${file.name} — ${text}`; };
      const language = document.documentElement.lang;
      request.open("POST", `missive/upload?name=${encodeURIComponent(file.name)}&language=${language}`);
      request.setRequestHeader("X-Missive", "upload");
      request.setRequestHeader("Content-Type", "application/octet-stream");
      request.upload.onprogress = (event) => tell(`${texts.sending} ${Math.round((100 * event.loaded) / (event.total || 1))} %`);
      request.onload = () => {
        let reply = {};
        try { reply = JSON.parse(request.responseText); } catch { /* not JSON: a failure without a reason */ }
        if (request.status === 200) { tell(texts.sent); done(reply.token); }
        else { line.className = "bad"; tell(reply.reason || texts.failed); done(null); }
      };
      request.onerror = () => { line.className = "bad"; tell(texts.failed); done(null); };
      tell(texts.sending);
      request.send(file);
    });
  }

  // A file dropped beside the zone must not make the browser leave the page.
  for (const kind of ["dragover", "drop"]) window.addEventListener(kind, (event) => event.preventDefault());

  return { bind, focusQuestion, showSource, backToTable, download };
})();
