// Fills in the time zone of the device where none was chosen yet, if the portal knows it.
customElements.define("time-zone-guess", class extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector("input");
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const untouched = input.value === "" || (input.value === "UTC" && input.defaultValue === "UTC");
    if (untouched && input.list?.querySelector(`[value="${CSS.escape(zone)}"]`)) input.value = zone;
  }
});
