// Puts its text on the clipboard and says so.
customElements.define("copy-button", class extends HTMLElement {
  connectedCallback() {
    this.onclick = async () => {
      await navigator.clipboard.writeText(this.getAttribute("text"));
      this.tell(true);
      setTimeout(() => this.tell(false), 2000);
    };
  }

  tell(done) {
    this.querySelector(".copy__ask").hidden = done;
    this.querySelector(".copy__done").hidden = !done;
  }
});
