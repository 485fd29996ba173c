// A form that is larger than the server takes is not sent: the server would refuse it unread, and
// what was typed would be gone with the page. The sentence comes from components/size_limit.html.

const limit = document.querySelector('meta[name="portal-most-sent"]');
const most = Number(limit?.content) || Infinity;

// Bytes of the form as it is sent, without its files, which have limits of their own.
function sizeOf(form, submitter) {
  const texts = [...new FormData(form, submitter)].filter(([, value]) => typeof value === "string");
  // A browser sends every line's end as two characters.
  const sent = texts.map(([name, value]) => [name, value.replace(/\r?\n/g, "\r\n")]);
  if (form.enctype === "multipart/form-data") {
    return new Blob(sent.flat()).size;
  }
  return new URLSearchParams(sent).toString().length;
}

function tell(form, submitter) {
  let message = form.querySelector("[data-too-large]");
  if (!message) {
    message = document.createElement("p");
    message.dataset.tooLarge = "";
    message.className = "error-summary";
    message.setAttribute("role", "alert");
    message.tabIndex = -1;
    const place = submitter?.closest(".form-actions, #submit-row") ?? submitter;
    place && form.contains(place) ? place.before(message) : form.append(message);
  }
  message.textContent = limit.dataset.sentence;
  message.focus();
}

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (form.method !== "post" || sizeOf(form, event.submitter) <= most) {
      form.querySelector("[data-too-large]")?.remove();
      return;
    }
    event.preventDefault();
    // No other script may take it for sent.
    event.stopImmediatePropagation();
    tell(form, event.submitter);
  },
  { capture: true },
);
