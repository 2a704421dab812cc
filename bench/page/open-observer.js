// Runs in the page before the application: says when a call that was opened by a click or Enter can be seen and read.
// Plain JavaScript, because bench/*.ts is typed for Node and knows no DOM.
(() => {
  /** @type {{ startMs: number, readableMs: number, paintedMs: number, done: (times: object) => void } | null} */
  let watch = null;

  const report = () => {
    // -1 = seen, but its frame is not over.
    if (watch === null || watch.readableMs <= 0 || watch.paintedMs <= 0) return;
    const { startMs, readableMs, paintedMs, done } = watch;
    watch = null;
    performance.measure('earmark-bench:open', { start: startMs, end: Math.max(readableMs, paintedMs) });
    done({ readable: readableMs - startMs, painted: paintedMs - startMs });
  };

  /** Calls back in a task of its own: when called within a frame, after that frame's style, layout and paint. */
  const afterThisFrame = (callback) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => callback(performance.now());
    channel.port2.postMessage(null);
  };
  const afterNextFrame = (callback) => requestAnimationFrame(() => afterThisFrame(callback));

  const begin = (event) => {
    if (watch !== null && watch.startMs === 0) watch.startMs = event.timeStamp;
  };
  addEventListener('click', begin, { capture: true });
  addEventListener('keydown', (event) => event.key === 'Enter' && begin(event), { capture: true });

  // Readable: a turn of the transcript is in the document with its words.
  const lookForTurn = () => {
    if (watch === null || watch.startMs === 0 || watch.readableMs !== 0) return;
    const words = document.querySelector('[aria-label="Transcript"] [data-turn] p')?.textContent ?? '';
    if (words === '') return;
    watch.readableMs = -1;
    const mine = watch;
    afterNextFrame((ms) => {
      mine.readableMs = ms;
      report();
    });
  };
  new MutationObserver(lookForTurn).observe(document, { childList: true, subtree: true });

  // Painted: a lane has been drawn, which is one bar of one device pixel after the other over the width of a canvas.
  const minLaneCanvasPx = 60;
  let run = { canvas: null, nextX: 0 };
  const { fillRect } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.fillRect = function (x, y, width, height) {
    fillRect.call(this, x, y, width, height);
    if (watch === null || watch.startMs === 0 || watch.paintedMs !== 0 || width !== 1) return;
    if (run.canvas === this.canvas && x === run.nextX) run.nextX += 1;
    else run = { canvas: this.canvas, nextX: x === 0 ? 1 : -1 };
    if (run.nextX < this.canvas.width * 0.9 || this.canvas.height < minLaneCanvasPx) return;
    watch.paintedMs = -1;
    const mine = watch;
    afterThisFrame((ms) => {
      mine.paintedMs = ms;
      report();
    });
  };

  window.earmarkBench = {
    /** From now on the next click or Enter is the one to time; resolves with ms from it to readable and to painted. */
    watchOpening() {
      this.opened = new Promise((done) => {
        watch = { startMs: 0, readableMs: 0, paintedMs: 0, done };
      });
    },
    opened: null,
  };
})();
