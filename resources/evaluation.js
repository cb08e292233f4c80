// Players of an evaluation's page: one sounds at a time, the arrow keys compare in place.
// Without scripts the browser's own controls are there instead.
(() => {
  const players = [...document.querySelectorAll(".player")].map((box) => {
    const audio = box.querySelector("audio");
    const wave = box.querySelector(".wave");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "play";
    button.setAttribute("aria-label", "Play: " + audio.getAttribute("aria-label"));
    wave.before(button);
    return { box, audio, wave, button, row: +box.dataset.row, column: +box.dataset.column };
  });

  const start = (player, from) => {
    for (const other of players) if (other !== player) other.audio.pause();
    const { audio } = player;
    const begin = () => {
      audio.currentTime = Math.min(from, Math.max(0, (audio.duration || 0) - 0.05));
      audio.play().catch(() => player.box.classList.add("missing"));
    };
    if (audio.readyState) return begin();
    audio.addEventListener("loadedmetadata", begin, { once: true });
    audio.load();
  };
  const ended = ({ audio }) => audio.ended || audio.currentTime >= audio.duration;

  const neighbour = (player, down, right) =>
    players
      .filter((other) =>
        down
          ? (other.row - player.row) * down > 0 && other.column === player.column
          : other.row === player.row && (other.column - player.column) * right > 0)
      .sort((a, b) => (down ? (a.row - b.row) * down : (a.column - b.column) * right))[0];
  const keys = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

  for (const player of players) {
    const { box, audio, wave, button } = player;
    const show = () => {
      const share = audio.duration ? audio.currentTime / audio.duration : 0;
      wave.style.setProperty("--at", 100 * share + "%");
      box.classList.toggle("playing", !audio.paused);
      box.classList.toggle("begun", share > 0 && !audio.ended);
      const word = audio.paused ? "Play: " : "Pause: ";
      button.setAttribute("aria-label", word + audio.getAttribute("aria-label"));
      if (!audio.paused) requestAnimationFrame(show);
    };
    for (const name of ["play", "pause", "ended", "seeked"]) audio.addEventListener(name, show);
    audio.addEventListener("error", () => box.classList.add("missing"));
    button.addEventListener("click", () => {
      if (audio.paused) start(player, ended(player) ? 0 : audio.currentTime);
      else audio.pause();
    });
    wave.addEventListener("click", (event) => {
      const frame = wave.getBoundingClientRect();
      const share = (event.clientX - frame.left) / frame.width;
      const go = () => start(player, share * audio.duration);
      if (audio.readyState) return go();
      audio.addEventListener("loadedmetadata", go, { once: true });
      audio.load();
    });
    button.addEventListener("keydown", (event) => {
      if (!keys[event.key] || event.altKey || event.ctrlKey || event.metaKey) return;
      const next = neighbour(player, ...keys[event.key]);
      if (!next) return;
      event.preventDefault();
      if (!audio.paused) start(next, next.row === player.row ? audio.currentTime : 0);
      next.button.focus();
    });
  }
})();
