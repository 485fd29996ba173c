// <unsent-words> round a form: what was typed and not saved is still there after the session
// ended, the connection broke or the page was left; it is kept in this tab only.
//
// data-key: what is written; data-account: who writes (another account never sees it);
// data-saved: the id of the form that the server has just saved. A form with data-gives-up, anywhere on
// the page, gives the words up; so does signing out, for all pages. A hidden input `form_id` names
// the opened form to the server, and the input `edition` keeps the edition that they were typed upon, so that nobody else's text is overwritten unseen.
// data-any-edition: the words do not belong to the draft (a note), nor depend on its edition.
// [data-restored] shows that words were restored, its button discards them.
// data-is-unsaved: the form came back with words that the server did not save.

const PREFIX = "portal-unsent:";
const KEPT_MS = 12 * 60 * 60 * 1000; // As long as a session lasts at most.
const PAUSE_MS = 250;
const NOT_TYPED = new Set(["csrfmiddlewaretoken", "edition", "form_id"]);

function forgetWhere(holds) {
  try {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith(PREFIX) && holds(key)) sessionStorage.removeItem(key);
    }
  } catch {
    // Nothing can be kept here, so nothing is.
  }
}

function newFormId() {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function isTyped(control) {
  return (
    control.name &&
    !NOT_TYPED.has(control.name) &&
    !["submit", "button", "file", "password"].includes(control.type)
  );
}

// Each field's values, in the order of the page; nothing ticked is an empty list.
function valuesOf(form) {
  const found = {};
  for (const control of [...form.elements].filter(isTyped)) {
    const values = (found[control.name] ??= []);
    if (control.type === "checkbox" || control.type === "radio") {
      if (control.checked) values.push(control.value);
    } else if (control.multiple) {
      values.push(...[...control.selectedOptions].map((option) => option.value));
    } else {
      values.push(control.value);
    }
  }
  return found;
}

function putInto(form, fields) {
  const turn = {};
  for (const control of [...form.elements].filter(isTyped)) {
    const values = fields[control.name];
    if (!values) continue;
    if (control.type === "checkbox" || control.type === "radio") {
      control.checked = values.includes(control.value);
    } else if (control.multiple) {
      for (const option of control.options) option.selected = values.includes(option.value);
    } else {
      turn[control.name] = (turn[control.name] ?? -1) + 1;
      control.value = values[turn[control.name]] ?? "";
    }
    // Restored words must not be hidden in a closed section.
    if (values.some(Boolean)) control.closest(".translations details")?.setAttribute("open", "");
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
  for (const finder of form.querySelectorAll("choice-finder")) {
    finder.dispatchEvent(new Event("change"));
  }
}

class UnsentWords extends HTMLElement {
  connectedCallback() {
    const { account, key } = this.dataset;
    this.key = `${PREFIX}${account}:${key}`;
    forgetWhere((kept) => !kept.startsWith(`${PREFIX}${account}:`));
    const words = this.#read();
    if (words && (words.formId === this.dataset.saved || Date.now() - words.at > KEPT_MS)) {
      this.#forget();
    }
    this.#hideSavedFromAddress();
    this.form = this.querySelector("form");
    if (!this.form) return;
    this.formId = newFormId();
    this.asServed = JSON.stringify(valuesOf(this.form));
    this.#listen();
    if ("isUnsaved" in this.dataset) {
      this.asServed = "";
      this.form.dispatchEvent(new Event("input", { bubbles: true }));
      this.#keep();
    } else {
      this.#putBack(this.#read());
    }
  }

  giveUp() {
    this.isGivenUp = true;
    this.#forget();
  }

  #listen() {
    const formIdInput = document.createElement("input");
    Object.assign(formIdInput, { type: "hidden", name: "form_id", value: this.formId });
    this.form.append(formIdInput);
    let timer = 0;
    const soon = () => {
      this.isGivenUp = false; // Asked whether to leave, they stayed.
      clearTimeout(timer);
      timer = setTimeout(() => this.#keep(), PAUSE_MS);
    };
    const now = () => {
      clearTimeout(timer);
      this.#keep();
    };
    this.form.addEventListener("input", soon);
    this.form.addEventListener("change", soon);
    this.form.addEventListener("submit", now);
    window.addEventListener("pagehide", now);
    document.addEventListener("visibilitychange", () => document.hidden && now());
  }

  #putBack(words) {
    if (!words) return;
    if (JSON.stringify(words.fields) === this.asServed) {
      this.#forget();
      return;
    }
    const { edition } = this.form.elements;
    const editionServed = edition.value;
    const fieldsServed = JSON.parse(this.asServed);
    if (!("anyEdition" in this.dataset)) edition.value = words.edition;
    putInto(this.form, words.fields);
    const notice = this.querySelector("[data-restored]");
    if (!notice) return;
    notice.hidden = false;
    notice.querySelector("button").addEventListener("click", () => {
      edition.value = editionServed;
      putInto(this.form, fieldsServed);
      this.#forget();
      notice.hidden = true;
      this.form.querySelector("input:not([type=hidden]), textarea")?.focus();
    });
  }

  #keep() {
    const fields = valuesOf(this.form);
    if (this.isGivenUp || JSON.stringify(fields) === this.asServed) {
      this.#forget();
      return;
    }
    const edition = this.form.elements.edition.value;
    try {
      const words = { formId: this.formId, edition, at: Date.now(), fields };
      sessionStorage.setItem(this.key, JSON.stringify(words));
    } catch {
      // Without room the question on leaving still warns.
    }
  }

  #read() {
    try {
      return JSON.parse(sessionStorage.getItem(this.key));
    } catch {
      return null;
    }
  }

  #forget() {
    forgetWhere((kept) => kept === this.key);
  }

  #hideSavedFromAddress() {
    const address = new URL(location.href);
    if (!address.searchParams.has("saved")) return;
    address.searchParams.delete("saved");
    history.replaceState(history.state, "", address);
  }
}

customElements.define("unsent-words", UnsentWords);

document.addEventListener("submit", (event) => {
  const target = new URL(event.target.getAttribute("action") ?? "", location.href);
  const isSigningOut = target.pathname.endsWith("/accounts/logout/");
  if (!isSigningOut && !event.target.hasAttribute("data-gives-up")) return;
  for (const element of document.querySelectorAll("unsent-words")) element.giveUp();
  // Whoever signs out leaves nothing behind in this tab.
  if (isSigningOut) forgetWhere(() => true);
});
