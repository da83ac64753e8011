"use strict";

const find = (id) => document.getElementById(id);
const rows = [...document.querySelectorAll("tbody tr")];

function sift() {
  const name = find("name").value.trim().toLowerCase();
  const late = find("late").checked;
  for (const row of rows) {
    const fits = row.cells[0].textContent.toLowerCase().includes(name);
    row.hidden = !fits || (late && !row.querySelector(".late"));
  }
  find("count").textContent = `${rows.filter((row) => !row.hidden).length} / ${rows.length}`;
}

find("filter").addEventListener("input", sift);
find("filter").addEventListener("submit", (event) => event.preventDefault());
sift();
