// A newsletter carries no files: what is dropped or pasted as one would be lost on saving.
document.addEventListener("trix-file-accept", (event) => event.preventDefault());
