// Gives names to what Django's admin leaves without one for those who hear the page.

// In a table of forms the head of the column is the label.
function nameCells(rows) {
  for (const row of rows) {
    const heads = row.closest("table").tHead.rows[0].cells;
    for (const control of row.querySelectorAll("input:not([type=hidden]), select, textarea")) {
      const head = heads[control.closest("td").cellIndex];
      if (!control.labels.length) control.setAttribute("aria-label", head.textContent.trim());
    }
  }
}

// A column without a heading has no head.
function clearHeads() {
  for (const head of document.querySelectorAll(".inline-group th")) {
    if (head.textContent.trim()) continue;
    const cell = document.createElement("td");
    cell.className = head.className;
    head.replaceWith(cell);
  }
}

// The box that select2 puts in place of a choice is named as the choice is, and so is what it opens.
function nameChoices(place) {
  for (const select of place.querySelectorAll("select.admin-autocomplete")) {
    const name = select.ariaLabel ?? select.labels[0]?.textContent.replace(":", "").trim();
    const box = select.nextElementSibling?.querySelector(".select2-selection");
    if (!name || !box) continue;
    const nameBox = () => {
      box.ariaLabel = name;
      box.querySelector(".select2-selection__rendered").ariaLabel = name;
    };
    nameBox();
    django.jQuery(select).on("select2:open", () => {
      nameBox();
      const opened = document.querySelector(".select2-container--open .select2-dropdown");
      opened.setAttribute("role", "region");
      opened.ariaLabel = name;
      opened.querySelector(".select2-search__field").ariaLabel = name;
      box.setAttribute("aria-controls", box.getAttribute("aria-owns"));
    });
  }
}

function nameSearch() {
  const search = document.getElementById("searchbar");
  if (search) search.ariaLabel = document.querySelector("#changelist-search [type=submit]").value;
}

nameSearch();
clearHeads();
nameCells(document.querySelectorAll(".inline-group tr.form-row"));
// Behind Django's own, which makes the boxes in the same way.
window.django?.jQuery?.(() => nameChoices(document));
document.addEventListener("formset:added", (event) => {
  nameCells([event.target]);
  nameChoices(event.target);
});
