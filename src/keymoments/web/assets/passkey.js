// Passkeys: a form with data-passkey asks the browser for one, puts its answer into the form and sends it.
const answerOf = async (form) => {
  let options = JSON.parse(form.dataset.options || "null");
  if (!options) {
    const told = await fetch(form.action, { headers: { Accept: "application/json" } });
    options = (await told.json()).request_options;
  }
  if (form.dataset.passkey !== "new") return webauthnJSON.get(options);
  options = options.creation_options;
  Object.assign(options.publicKey.authenticatorSelection, { residentKey: "required", requireResidentKey: true, userVerification: "required" });
  return webauthnJSON.create(options);
};
for (const form of document.querySelectorAll("form[data-passkey]")) {
  const failed = form.querySelector("[data-passkey-failed]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    failed.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(await answerOf(form));
      form.submit();
    } catch { // stopped by the person, or none there
      failed.hidden = false;
    }
  });
}
