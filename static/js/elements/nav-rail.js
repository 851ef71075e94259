// The rail, narrow or wide. A cookie, not storage: the server draws it right at once and nothing jumps.
customElements.define("nav-rail", class extends HTMLElement {
  connectedCallback() {
    this.tell();
    this.onclick = () => {
      const { dataset } = document.getElementById("shell");
      if (dataset.rail) delete dataset.rail;
      else dataset.rail = "narrow";
      document.cookie = `rail=${dataset.rail ?? ""}; path=/; max-age=31536000; samesite=lax`;
      this.tell();
    };
  }

  tell() {
    const narrow = "rail" in document.getElementById("shell").dataset;
    this.querySelector("button").setAttribute("aria-pressed", narrow);
  }
});
