// Gives each search-as-you-type choice the name of its field, which the widget itself leaves out.
function nameChoices() {
  for (const select of document.querySelectorAll("select.admin-autocomplete[id]")) {
    const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    const box = select.parentElement.querySelector(".select2-selection");
    if (!label || !box) {
      continue;
    }
    label.id = `${select.id}_label`;
    const typed = '[role="textbox"], .select2-search__field';
    for (const part of [box, ...box.querySelectorAll(typed)]) {
      part.setAttribute("aria-labelledby", label.id);
    }
  }
}

// By then the widgets have queued their own beginning; this queues behind them.
window.addEventListener("load", () => django.jQuery(nameChoices));
document.addEventListener("formset:added", () => window.setTimeout(nameChoices));
