// The cart saves itself while its boxes are changed: [data-cart] is the one form around it. Without this file its buttons do the
// same, and whatever this file has not sent yet is posted by them: every submit carries every box.
(() => {
  "use strict";

  const WAIT = 300;
  let timer = 0;
  let isSending = false;
  let isStale = false; // something was changed while a request was on its way
  let isPressed = false; // nothing is drawn anew under a pointer that is down: its click would be lost
  let isLeaving = false;
  let held = null;

  const form = () => document.querySelector("form[data-cart]");
  const boxes = () => [...document.querySelectorAll("[data-cart-line] input[type=number]")];
  const shown = (box) => box.closest("[data-cart-line]").querySelector("[data-shown]");
  const isSaved = (box) => box.value !== "" && Number(box.value) === Number(shown(box).value.split(" ")[0]);
  const unsaved = () => boxes().filter((box) => !isSaved(box));

  const say = (box, text) => {
    const says = document.getElementById(box.getAttribute("aria-describedby"));
    says.querySelectorAll("[data-said]").forEach((old) => old.remove());
    if (!text) return;
    const sentence = document.createElement("p");
    sentence.className = "quantity-refused";
    sentence.setAttribute("role", "alert");
    sentence.dataset.said = "";
    sentence.textContent = text;
    says.prepend(sentence);
  };

  const inWords = (element) => element.textContent.trim().replace(/\s+/g, " ");
  // Without alerts, which are read out by themselves.
  const saidIn = (says) => [...says.querySelectorAll(":scope > :not([role=alert])")].map(inWords).join(" ");
  const saidOf = () => new Map([...document.querySelectorAll("#cart .cart-says")].map((says) => [says.id, saidIn(says)]));

  // Drawn anew it is read to nobody: what is now said of a line that was not, and the sums.
  const tell = (before) => {
    const news = [...saidOf()].filter(([id, text]) => text && text !== before.get(id)).map(([, text]) => text);
    const sums = [...document.querySelectorAll("#cart .totals > *")].map(inWords);
    document.getElementById("cart-told").textContent = [...news, ...sums].join(" ");
  };

  const draw = (page, posted) => {
    if (isPressed) {
      held = () => draw(page, posted);
      return;
    }
    // Typed since: the next request, which its change sends, asks for all of it again.
    if (boxes().some((box) => posted.get(box.id) !== box.value)) return;
    const focused = document.activeElement?.id;
    const before = saidOf();
    for (const id of ["cart", "cart-count"]) {
      document.getElementById(id).replaceWith(document.adoptNode(page.getElementById(id)));
    }
    document.dispatchEvent(new Event("shop:drawn"));
    if (focused && document.getElementById(focused)) document.getElementById(focused).focus();
    tell(before);
  };

  const send = async () => {
    clearTimeout(timer);
    timer = 0;
    if (isSending) {
      isStale = true;
      return;
    }
    boxes().filter(isSaved).forEach((box) => say(box, ""));
    const changed = unsaved();
    if (!changed.length) return;
    const body = new FormData(form());
    const posted = new Map(boxes().map((box) => [box.id, box.value]));
    // It may be written although its answer never arrives: what is posted next is not to be taken for another window's doing.
    changed.forEach((box) => {
      if (box.value !== "") shown(box).value += ` ${box.value}`;
    });
    isSending = true;
    let page = null;
    let failure = "";
    try {
      const answer = await fetch(form().action, { method: "POST", body, keepalive: isLeaving });
      if (answer.ok) page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!page || !page.getElementById("cart")) failure = answer.status < 500 ? "refused" : "away";
    } catch {
      failure = "away";
    }
    isSending = false;
    if (isLeaving || !form()) return;
    if (isStale) {
      isStale = false;
      await send();
    } else if (failure) {
      unsaved().forEach((box) => say(box, form().dataset[failure]));
    } else {
      draw(page, posted);
    }
  };

  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(send, WAIT);
  };

  document.addEventListener("change", (event) => {
    if (!event.target.closest("[data-cart-line]")) return;
    isLeaving = false;
    soon();
  });
  document.addEventListener("submit", (event) => {
    if (event.target !== form()) return;
    // The form carries everything itself.
    isLeaving = true;
    clearTimeout(timer);
  });
  document.addEventListener("pointerdown", () => {
    isPressed = true;
  });
  for (const end of ["pointerup", "pointercancel"]) {
    document.addEventListener(end, () => {
      isPressed = false;
      const late = held;
      held = null;
      // After the click that ends here.
      if (late) setTimeout(late);
    });
  }
  window.addEventListener("online", send);
  // Left by a link while a change still waits for its timer, or before its box was left.
  window.addEventListener("pagehide", () => {
    if (isLeaving) return;
    isLeaving = true;
    isSending = false;
    send();
  });

  document.documentElement.classList.add("scripted-cart");
  // What was typed before this file arrived, or was put back by the browser, has had no change event.
  if (boxes().some((box) => box.value !== box.defaultValue)) soon();
})();
