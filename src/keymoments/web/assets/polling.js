// Parts of a page that ask for themselves again: an answer that is no such part (signed out, gone, broken) is left
// aside, and what stands on the page stays.
document.addEventListener("htmx:before:response", (event) => {
  const answer = event.detail.ctx.response.raw;
  if (answer.redirected || !answer.ok) event.preventDefault();
});
