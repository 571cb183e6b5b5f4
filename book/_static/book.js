/* What a reader can do with a figure or a table. Without this script the same pictures and
   tables stand on the page, and a mark still says its title. */
(() => {
  const groups = { KAZ: "Kazakhstan", RUS: "Russia", USA: "United States", CHN: "China",
    TUR: "Turkey", EU: "European Union", CA: "Central Asia", other: "other states" };
  const make = (tag, attributes, text = "") => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.textContent = text;
    return element;
  };

  // A box that scrolls can be reached and scrolled with the keyboard, and says that it scrolls.
  const watch = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const wide = target.scrollWidth > target.clientWidth + 1;
      target.classList.toggle("mv-wide", wide);
      if (wide || target.dataset.marks) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
      if (wide && !target.hasAttribute("role")) {
        const caption = target.querySelector("caption .caption-number");
        target.setAttribute("role", "group");
        target.setAttribute("aria-label", `${caption ? caption.textContent : "Box"} (scrolls sideways)`);
      }
    }
  });

  function explore(box) {
    const svg = box.querySelector("svg");
    const marks = [...svg.querySelectorAll(".mv-node, .mv-point, .mv-tie")];
    if (!marks.length) return;
    for (const mark of marks) {
      const title = mark.querySelector("title");
      mark.dataset.text = title.textContent;
      title.remove();
    }
    box.dataset.marks = marks.length;
    box.tabIndex = 0;
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", "Figure. The arrow keys step through what it shows.");
    const tip = box.appendChild(make("div", { class: "mv-tip", role: "status", hidden: "" }));
    let current = null;

    function show(mark) {
      if (mark === current) return;
      current = mark;
      for (const one of svg.querySelectorAll(".mv-on")) one.classList.remove("mv-on");
      svg.classList.toggle("mv-dim", Boolean(mark) && !mark.classList.contains("mv-point"));
      tip.hidden = !mark;
      if (!mark) return;
      tip.textContent = mark.dataset.text;
      const keys = new Set(mark.dataset.ends ? mark.dataset.ends.split(",") : [mark.dataset.key]);
      const near = new Set(keys);
      for (const tie of svg.querySelectorAll(".mv-tie")) {
        const ends = tie.dataset.ends.split(",");
        if (tie === mark || (!mark.dataset.ends && ends.some((end) => keys.has(end)))) {
          tie.classList.add("mv-on");
          ends.forEach((end) => near.add(end));
        }
      }
      for (const node of svg.querySelectorAll(".mv-node")) {
        node.classList.toggle("mv-on", near.has(node.dataset.key));
      }
      mark.classList.add("mv-on");
      const frame = box.getBoundingClientRect();
      const at = mark.getBoundingClientRect();
      const left = at.left + at.width / 2 - frame.left + box.scrollLeft;
      const most = box.scrollLeft + box.clientWidth - tip.offsetWidth - 4;
      tip.style.left = `${Math.max(box.scrollLeft + 4, Math.min(left - tip.offsetWidth / 2, most))}px`;
      const above = at.top - frame.top - tip.offsetHeight - 8;
      tip.style.top = `${above > 0 ? above : at.bottom - frame.top + 8}px`;
    }

    function nearest(event) {
      const tie = event.target.closest(".mv-tie");
      let best = null, least = 22;
      for (const mark of marks) {
        if (mark.classList.contains("mv-tie")) continue;
        const at = mark.getBoundingClientRect();
        const gap = Math.hypot(at.left + at.width / 2 - event.clientX, at.top + at.height / 2 - event.clientY);
        if (gap < least) [best, least] = [mark, gap];
      }
      return best || tie;
    }
    box.addEventListener("pointermove", (event) => show(nearest(event)));
    box.addEventListener("pointerdown", (event) => show(nearest(event)));
    box.addEventListener("pointerleave", () => show(null));
    box.addEventListener("blur", () => show(null));
    box.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (event.key === "Escape") show(null);
      if (!step) return;
      event.preventDefault();
      const place = current ? marks.indexOf(current) + step : step > 0 ? 0 : marks.length - 1;
      show(marks[(place + marks.length) % marks.length]);
    });
    choose(box, svg);
  }

  // Partners can be put in the background, one group of states at a time; of periods one is shown.
  function choose(box, svg) {
    const nodes = [...svg.querySelectorAll(".mv-node[data-group]")];
    const ties = [...svg.querySelectorAll(".mv-tie")];
    const present = Object.keys(groups).filter((name) => nodes.some((node) => node.dataset.group === name));
    const periods = [...new Set(ties.flatMap((tie) => (tie.dataset.when ? tie.dataset.when.split(",") : [])))].sort();
    const off = new Set();
    let period = "";
    function draw() {
      const away = new Set(nodes.filter((node) => off.has(node.dataset.group)).map((node) => node.dataset.key));
      for (const node of nodes) node.classList.toggle("mv-off", away.has(node.dataset.key));
      for (const tie of ties) {
        const other = period && !(tie.dataset.when || "").split(",").includes(period);
        tie.classList.toggle("mv-gone", Boolean(other));
        tie.classList.toggle("mv-off", tie.dataset.ends.split(",").some((end) => away.has(end)));
      }
    }
    function bar(label, names, words, pressed, choice) {
      const row = make("div", { class: "mv-bar", role: "group", "aria-label": label });
      for (const name of names) {
        const button = make("button", { type: "button", class: "mv-key", "data-group": name }, words(name));
        button.addEventListener("click", () => { choice(name); show(); draw(); });
        row.append(button);
      }
      const show = () => [...row.children].forEach((one) => one.setAttribute("aria-pressed", String(pressed(one.dataset.group))));
      show();
      box.before(row);
      return row;
    }
    if (present.length > 2) {
      bar("Which states stand out", present, (name) => groups[name], (name) => !off.has(name),
        (name) => (off.has(name) ? off.delete(name) : off.add(name)));
    }
    if (periods.length) {
      bar("Which period is shown", ["", ...periods], (name) => name || "all years", (name) => name === period,
        (name) => (period = name)).classList.add("mv-periods");
    }
  }

  // Long tables can be searched and sorted.
  function sortable(table) {
    const body = table.tBodies[0];
    const rows = body ? [...body.rows] : [];
    if (rows.length < 10) return;
    const label = make("label", { class: "mv-filter" }, "Find in this table ");
    const input = label.appendChild(make("input", { type: "search" }));
    input.addEventListener("input", () => {
      const words = input.value.toLowerCase().split(/\s+/);
      for (const row of rows) {
        const text = row.textContent.toLowerCase();
        row.hidden = !words.every((word) => text.includes(word));
      }
    });
    (table.closest(".pst-scrollable-table-container") || table).before(label);
    const number = (text) => parseFloat(text.replace(/−/g, "-").replace(/[,\s%]/g, ""));
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = make("button", { type: "button", class: "mv-sort" });
      button.append(...(head.querySelector("p") || head).childNodes);
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const text = (row) => row.cells[column].textContent.trim();
        const order = (one, two) => {
          const [a, b] = [number(text(one)), number(text(two))];
          return Number.isNaN(a) || Number.isNaN(b) ? text(one).localeCompare(text(two)) : a - b;
        };
        rows.sort((one, two) => (down ? -1 : 1) * order(one, two));
        body.append(...rows);
      });
    });
  }

  // A figure further down begins as a picture; its drawing comes when the reader comes near.
  window.mvFigure = (name, drawing) => {
    const box = document.querySelector(`.mv-figure[data-name="${name}"]`);
    box.innerHTML = drawing;
    explore(box);
  };
  const nearby = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      nearby.unobserve(target);
      document.head.append(make("script", { src: target.dataset.drawing }));
    }
  }, { rootMargin: "1200px" });

  // What stands far away is laid out late (see the style sheet), so a link into the page is
  // followed again until its target stays, or the reader moves.
  function land() {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    const stop = new AbortController();
    const end = () => stop.abort();
    for (const sign of ["wheel", "touchstart", "keydown", "pointerdown"]) {
      window.addEventListener(sign, end, { signal: stop.signal, passive: true });
    }
    const follow = (times) => {
      if (stop.signal.aborted) return;
      target.scrollIntoView();
      if (times) setTimeout(follow, 100, times - 1);
      else end();
    };
    follow(10);
  }
  window.addEventListener("hashchange", land);
  window.addEventListener("load", land);

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(".mv-figure").forEach((box) => (box.dataset.drawing ? nearby.observe(box) : explore(box)));
    document.querySelectorAll("table[id^=tab-]").forEach(sortable);
    document.querySelectorAll(".mv-figure, .pst-scrollable-table-container, div.highlight pre, math[display=block]")
      .forEach((box) => watch.observe(box));
  });
})();
