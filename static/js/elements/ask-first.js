// A form with data-confirm asks before it is sent, with or without htmx. Heard before htmx hears it.
const agreed = new WeakSet();

// What a button says, also one that shows nothing but an icon.
const spoken = (button) => button?.textContent.trim() || button?.ariaLabel || button?.title;

customElements.define("ask-first", class extends HTMLElement {
  connectedCallback() {
    this.ask = this.ask.bind(this);
    document.addEventListener("submit", this.ask, { capture: true });
  }

  disconnectedCallback() { document.removeEventListener("submit", this.ask, { capture: true }); }

  ask(event) {
    const { target: form, submitter } = event;
    if (!form.dataset.confirm || agreed.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const box = this.querySelector("dialog");
    const yes = box.querySelector("[value=yes]");
    box.querySelector(".dialog__question").textContent = form.dataset.confirm;
    const label = yes.querySelector("span");
    this.otherwise ??= label.textContent;
    label.textContent = spoken(submitter) || this.otherwise;
    yes.classList.toggle("button--danger", Boolean(submitter?.matches(".button--danger, .menu__act--danger")));
    box.returnValue = "no";
    box.onclose = () => {
      if (box.returnValue !== "yes" || !form.isConnected) return;
      agreed.add(form);
      form.requestSubmit(submitter);
    };
    box.showModal();
  }
});
