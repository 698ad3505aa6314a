// A picture can be dropped or pasted into the form's file field, and is shown before it is sent.
// Without this file the field itself still takes pictures.
(() => {
  const zone = document.querySelector("[data-upload]");
  if (!zone) {
    return;
  }
  const field = zone.querySelector("input[type=file]");
  const preview = document.createElement("img");
  preview.alt = "The picture you chose";
  preview.hidden = true;
  zone.append(preview);

  const take = (files) => {
    const picture = [...files].find((file) => file.type.startsWith("image/"));
    if (picture) {
      const chosen = new DataTransfer();
      chosen.items.add(picture);
      field.files = chosen.files;
      show();
    }
    return picture;
  };

  const show = () => {
    const [file] = field.files;
    preview.hidden = true;
    if (file) {
      const reader = new FileReader();
      reader.addEventListener("load", () => {
        preview.src = reader.result;
        preview.hidden = false;
      });
      reader.readAsDataURL(file);
    }
  };

  field.addEventListener("change", show);
  document.addEventListener("paste", (event) => {
    if (event.clipboardData && take(event.clipboardData.files)) {
      event.preventDefault();
    }
  });
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.add("over");
    });
  }
  for (const name of ["dragleave", "drop"]) {
    zone.addEventListener(name, () => zone.classList.remove("over"));
  }
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    take(event.dataTransfer.files);
  });
  zone.classList.add("ready");
})();

// Another preset may have another method, whose values are then asked for.
document.querySelector("[data-values]")?.addEventListener("change", (event) => {
  const preset = event.target;
  htmx.ajax("GET", preset.dataset.values, {
    source: preset,
    target: "#method-values",
    swap: "outerHTML",
  });
});
