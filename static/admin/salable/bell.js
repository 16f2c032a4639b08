// How many low stock notices are new, on the bell. Asked for after the page, so that no page waits for it.
//
// <a data-bell="ADDRESS"> <span data-bell-count hidden></span> </a>

const bell = document.querySelector("[data-bell]");

async function ring() {
  const answer = await fetch(bell.dataset.bell, { headers: { Accept: "application/json" } });
  // Logged out meanwhile: the answer is the login page.
  if (!answer.ok || !answer.headers.get("Content-Type").includes("json")) return;
  const { text } = await answer.json();
  const count = bell.querySelector("[data-bell-count]");
  count.textContent = text;
  count.hidden = !text;
  bell.title = text ? `Low stock notices: ${text} new` : "Low stock notices";
}

// A page that is left while it asks needs no answer.
if (bell) ring().catch(() => {});
