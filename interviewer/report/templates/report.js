"use strict";
(() => {
  const root = document.documentElement;
  const status = document.getElementById("player");
  const player = new Audio();
  let button = null, queue = [];
  root.classList.add("js");

  const stop = () => {
    player.pause();
    queue = [];
    if (button) button.classList.remove("playing");
    if (status) status.hidden = true;
    button = null;
  };
  const next = (at) => {
    if (!queue.length) return stop();
    player.src = queue.shift();
    if (at > 0) player.addEventListener("loadedmetadata", () => { player.currentTime = at; }, { once: true });
    player.play().catch((error) => {
      if (error.name === "AbortError") return; // another moment was chosen meanwhile
      stop();
      status.textContent = "The recording cannot be played; it may have been moved or deleted.";
      status.hidden = false;
    });
  };
  const play = (first, at) => {
    const links = [...first.parentElement.querySelectorAll(".play")];
    stop();
    button = first;
    button.classList.add("playing");
    queue = links.map((link) => link.href);
    status.textContent = `Playing: ${first.closest(".turn").getAttribute("aria-label")}. Escape stops.`;
    status.hidden = false;
    next(links.length === 1 ? at : 0);
  };

  player.addEventListener("ended", () => next(0));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") stop(); });
  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const pressed = event.target.closest(".play");
    if (pressed && pressed.dataset.turn !== undefined) {
      event.preventDefault();
      if (pressed === button) stop(); else play(pressed, 0);
      return;
    }
    const moment = event.target.closest("[data-hear]");
    const turn = moment && document.getElementById(`turn-${moment.dataset.hear}`);
    const first = turn && turn.querySelector(".play");
    if (first) play(first, Number(moment.dataset.at) || 0);
  });
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    opened.forEach((one) => { one.open = true; });
  });
  addEventListener("afterprint", () => opened.forEach((one) => { one.open = false; }));
})();
