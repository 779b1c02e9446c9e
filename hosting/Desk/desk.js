// The desk works without this script; with it, long work shows its progress and nothing is sent twice.
const every = 1500;

for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", event => {
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    for (const button of form.querySelectorAll("button[type=submit], button:not([type])")) {
      button.setAttribute("aria-disabled", "true");
      if (button.dataset.busy) button.textContent = button.dataset.busy;
    }
  });
}
// Back from the next page shows this one as it was left: it may be sent again then.
addEventListener("pageshow", () => { for (const form of document.querySelectorAll("form[data-once]")) delete form.dataset.sent; });

async function poll() {
  const old = document.querySelector("[data-poll]");
  if (!old) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const main = fresh.querySelector("main");
    if (answer.ok && main) {
      if (main.querySelector("[data-poll]")) old.replaceWith(main.querySelector("[data-poll]"));
      else document.querySelector("main").replaceWith(main);
    }
  } catch { /* the network is away for a moment: look again later */ }
  setTimeout(poll, every);
}
setTimeout(poll, every);

// "/" goes to the search field, as in most desks people know.
addEventListener("keydown", event => {
  const search = document.querySelector("input[type=search]");
  if (event.key === "/" && search && !/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) { event.preventDefault(); search.focus(); }
});
