// Suggests products for what is typed into a SKU box: <input list="..." data-suggests="<address>">.
// Without this file the search of the page finds them.
(() => {
  "use strict";

  const WAIT = 200;
  let timer = 0;
  let asked = "";

  const suggest = async (input) => {
    const words = input.value.trim();
    if (words.length < 2 || words === asked) return;
    asked = words;
    const website = input.form.elements.website?.value ?? "";
    const query = new URLSearchParams({ q: words, website });
    const answer = await fetch(`${input.dataset.suggests}?${query}`, { headers: { Accept: "application/json" } });
    if (!answer.ok || words !== asked) return;
    const { products } = await answer.json();
    const options = products.map((product) => {
      const option = document.createElement("option");
      option.value = product.sku;
      option.label = `${product.name}, ${product.price}, ${product.salable} salable`;
      return option;
    });
    document.getElementById(input.getAttribute("list")).replaceChildren(...options);
  };

  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-suggests]")) return;
    clearTimeout(timer);
    timer = setTimeout(() => suggest(event.target).catch(() => {}), WAIT);
  });
})();
