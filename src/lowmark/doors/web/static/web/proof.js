/* A passkey in place of a password: ask what it has to sign, let it sign, and keep its answer in the form. */
for (const button of document.querySelectorAll("button[data-passkey]")) {
  const form = button.form, told = button.nextElementSibling;
  button.addEventListener("click", async () => {
    const headers = { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
    try {
      const asked = await fetch(button.dataset.passkey, { method: "POST", headers, body: "{}" });
      const answer = await window.webauthnJSON.get(JSON.parse((await asked.json()).options));
      form.elements.passkey.value = JSON.stringify(answer);
      told.textContent = "Proved: now decide.";
    } catch (error) {
      told.textContent = `That did not work: ${error.message}`;
    }
  });
}
