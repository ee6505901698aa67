(() => {
  "use strict";
  const root = document.documentElement;
  document.getElementById("theme").addEventListener("click", () => {
    const dark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });
  const rows = [...document.querySelectorAll(".example")];
  const buttons = [...document.querySelectorAll("[data-show]")];
  const find = document.getElementById("find");
  if (!find) return;
  const texts = rows.map((row) => row.textContent.toLowerCase());
  let wanted = "";
  const update = () => {
    const words = find.value.trim().toLowerCase();
    let shown = 0;
    rows.forEach((row, index) => {
      const keep = (!wanted || row.dataset.change === wanted) && texts[index].includes(words);
      row.hidden = !keep;
      shown += keep;
    });
    document.getElementById("shown").textContent = `${shown} of ${rows.length}`;
  };
  buttons.forEach((button) =>
    button.addEventListener("click", () => {
      wanted = button.dataset.show;
      buttons.forEach((other) => other.classList.toggle("on", other === button));
      update();
    }),
  );
  find.addEventListener("input", update);
  update();
})();
