// Sends files one after the other, with how far each is. Without this script the form sends them all at once.
const form = document.querySelector("form[data-upload]");
const input = form.querySelector("input[type=file]");
const list = form.querySelector("[data-sent-files]");
const told = form.querySelector("[data-told]");
const stop = form.querySelector("[data-stop]");
const button = form.querySelector("button[type=submit]");
let sending = null; // the request that is under way
let stopped = false;

// Files may be dropped anywhere: they go into the box and wait for the button, as chosen ones do.
const brings = (event) => event.dataTransfer !== null && [...event.dataTransfer.types].includes("Files");
document.addEventListener("dragover", (event) => {
  if (!brings(event)) return;
  event.preventDefault();
  document.body.classList.add("km-dropping");
});
for (const name of ["dragleave", "drop"]) {
  document.addEventListener(name, (event) => {
    if (name === "drop" || event.relatedTarget === null) document.body.classList.remove("km-dropping");
  });
}
document.addEventListener("drop", (event) => {
  if (!brings(event) || event.defaultPrevented) return; // over the box itself the box takes them
  event.preventDefault();
  if (sending !== null) return;
  input.files = event.dataTransfer.files;
  input.dispatchEvent(new Event("change"));
  button.focus();
});

function line(name) {
  const item = document.createElement("li");
  const heading = document.createElement("span");
  heading.className = "km-sent__name";
  heading.textContent = name;
  const says = document.createElement("span");
  const bar = document.createElement("progress");
  bar.className = "km-progress";
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute("aria-label", name);
  item.append(heading, says, bar);
  list.append(item);
  list.hidden = false;
  return { item, says, bar };
}

// What became of a file: the server's own words, or why it could not be asked.
function outcome(request) {
  if (request.responseURL && new URL(request.responseURL).pathname !== location.pathname) {
    return { says: form.dataset.lost, wrong: true };
  }
  if (request.status === 507) return { says: form.dataset.full, wrong: true };
  if (request.status === 200) {
    try {
      return JSON.parse(request.responseText).files[0];
    } catch {
      return { says: form.dataset.refused, wrong: true };
    }
  }
  if (request.status === 403) return { says: form.dataset.lost, wrong: true };
  return { says: request.status === 0 ? form.dataset.broken : form.dataset.refused, wrong: true };
}

function send(file, shown) {
  return new Promise((done) => {
    const data = new FormData();
    data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    data.append("file", file);
    const request = new XMLHttpRequest();
    sending = request;
    request.upload.addEventListener("progress", (event) => {
      const share = event.total ? Math.floor((100 * event.loaded) / event.total) : 0;
      shown.bar.value = share;
      shown.says.textContent = share < 100 ? `${form.dataset.sending}: ${share} %` : form.dataset.sent;
    });
    request.addEventListener("loadend", () => done(stopped ? { says: form.dataset.stopped, wrong: true } : outcome(request)));
    request.open("POST", location.pathname);
    request.setRequestHeader("Accept", "application/json");
    request.send(data);
  });
}

stop.addEventListener("click", () => {
  stopped = true;
  if (sending !== null) sending.abort();
});

form.addEventListener("submit", async (event) => {
  if (sending !== null) {
    event.preventDefault();
    return;
  }
  const files = [...input.files];
  if (files.length === 0) return; // the server says what is missing
  event.preventDefault();
  stopped = false;
  list.replaceChildren();
  const lines = files.map((file) => line(file.name));
  stop.hidden = false;
  button.setAttribute("aria-disabled", "true");
  for (const [number, file] of files.entries()) {
    const { says, wrong } = stopped ? { says: form.dataset.stopped, wrong: true } : await send(file, lines[number]);
    lines[number].says.textContent = says;
    lines[number].bar.remove();
    lines[number].item.classList.add(wrong ? "km-sent--wrong" : "km-sent--taken");
    told.textContent = `${file.name}: ${says}`;
    document.getElementById("files")?.dispatchEvent(new Event("files-came"));
  }
  sending = null;
  stop.hidden = true;
  button.removeAttribute("aria-disabled");
  form.reset();
  input.dispatchEvent(new Event("change"));
});
