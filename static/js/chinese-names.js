// Loads the slices of the Chinese font (css/chinese.css) where a page in another language shows a
// Chinese name. The list of their ranges is 11 KB, too much for every page; a reader's system
// that has a Chinese font of its own uses that, with or without them.

const CHINESE = /[\u2e80-\u9fff\uf900-\ufaff]/;

const isShown = () => {
  for (const field of document.querySelectorAll("input")) {
    if (CHINESE.test(field.value)) return true;
  }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { data, parentElement } = texts.currentNode;
    // The name of the language stands on every page, in a cut of its own (fonts.css).
    if (CHINESE.test(data) && !parentElement.closest(".language-name, script")) return true;
  }
  return false;
};

const look = () => {
  if (!isShown()) return;
  document.removeEventListener("htmx:afterSettle", look);
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = document.querySelector('meta[name="chinese-slices"]').content;
  document.head.append(sheet);
};

document.addEventListener("htmx:afterSettle", look);
look();
