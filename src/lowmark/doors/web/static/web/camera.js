/* The phone's camera as a scanner: what it reads goes into the field, and the form is sent as a scanner's Enter would send it. Only
   where the browser itself reads codes and lends its camera; anywhere else there is no button, and one types or scans as before. */
const FORMATS = ["data_matrix", "qr_code", "code_128", "ean_13", "ean_8", "upc_a", "upc_e", "itf", "code_39"];
const AGAIN = 1000; // A code that has been out of sight for so many milliseconds is read anew.
let stream = null, panel = null;

/* GS1 codes begin with a separator that a text field does not keep at its beginning: the symbology's own mark stands for it. */
const said = (code) => code.rawValue.startsWith("\u001d") ? `]d2${code.rawValue.slice(1)}` : code.rawValue;

function stop() {
  stream?.getTracks().forEach((track) => track.stop());
  panel?.remove();
  stream = panel = null;
}

function take(text) {
  const field = document.querySelector("input[data-camera]");
  if (!field) return stop();
  field.value = text;
  if (!field.form.elements.each?.checked) stop();
  field.form.requestSubmit();
}

async function look(video) {
  const known = await BarcodeDetector.getSupportedFormats();
  const detector = new BarcodeDetector({ formats: FORMATS.filter((one) => known.includes(one)) });
  let last = "", seen = 0;
  while (stream && video.isConnected) {
    const [code] = await detector.detect(video).catch(() => []);
    if (code && stream && !document.querySelector("form.htmx-request")) { // What is on its way is answered first.
      const text = said(code), isNew = text !== last || performance.now() - seen > AGAIN;
      [last, seen] = [text, performance.now()];
      if (isNew) take(text);
    }
    await new Promise((next) => setTimeout(next, 120));
  }
}

async function start(button) {
  const told = button.nextElementSibling;
  button.disabled = true;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch (error) {
    told.textContent = `The camera cannot be used: ${error.message}`;
    return;
  } finally {
    button.disabled = false;
  }
  const video = Object.assign(document.createElement("video"), { muted: true, playsInline: true, autoplay: true, srcObject: stream });
  const close = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: "Close the camera" });
  video.setAttribute("aria-label", "What the camera sees");
  close.addEventListener("click", stop);
  panel = Object.assign(document.createElement("section"), { className: "camera sheet pad" });
  panel.append(video, close);
  document.querySelector("main").prepend(panel);
  look(video);
}

function offer() {
  for (const field of document.querySelectorAll("input[data-camera]:not([data-offered])")) {
    field.dataset.offered = "";
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: "Use the camera" });
    const told = document.createElement("small");
    told.setAttribute("role", "status");
    button.addEventListener("click", () => { if (!stream) start(button); });
    field.after(button, told);
  }
}

if ("BarcodeDetector" in window && navigator.mediaDevices?.getUserMedia) {
  offer();
  document.addEventListener("htmx:afterSettle", offer);
}
