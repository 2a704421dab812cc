// Runs in the page before anything else: records the frames the page gets, and when rows of the list appear.
// Plain JavaScript, because bench/*.ts is typed for Node and knows no DOM.
(() => {
  const afterNextFrame = (callback) =>
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => callback(performance.now());
      channel.port2.postMessage(null);
    });

  let recording = false;
  let stamps = [];
  let unfilled = 0;
  let [highest, lowest] = [0, 0];

  /** In the middle of the list there is a row, and the row has its words. */
  const isFilled = (scroller) => {
    const { left, top, width, height } = scroller.getBoundingClientRect();
    const row = document.elementFromPoint(left + width / 3, top + height / 2)?.closest('[data-index]');
    return row != null && row.childElementCount > 1;
  };

  const grid = () => document.querySelector('[role="grid"]');
  const rowsShown = (list) => {
    const rows = list?.querySelectorAll('[data-index]') ?? [];
    return rows.length > 0 && [...rows].every((row) => row.childElementCount > 1);
  };

  /** Calls back at the first frame after `holds` has become true. */
  const when = (holds, callback) => {
    let found = false;
    const look = () => {
      if (found || !holds()) return;
      found = true;
      observer.disconnect();
      afterNextFrame(callback);
    };
    const observer = new MutationObserver(look);
    observer.observe(document, { childList: true, subtree: true, attributes: true });
    look();
  };

  let clickedMs = 0;
  addEventListener('click', (event) => (clickedMs = event.timeStamp), { capture: true });

  window.earmarkBench = {
    /** Resolves with ms since the navigation began. */
    firstRows: new Promise((resolve) => when(() => rowsShown(grid()), resolve)),
    sorted: null,
    /** The next click sorts: `sorted` resolves with ms from it to the frame with the rows in their new order. */
    watchSort(column) {
      const heading = () => grid()?.querySelectorAll('[role="columnheader"]')[column];
      const before = heading()?.getAttribute('aria-sort');
      clickedMs = 0;
      this.sorted = new Promise((resolve) => {
        const done = () =>
          clickedMs > 0 &&
          heading()?.getAttribute('aria-sort') !== before &&
          grid()?.getAttribute('aria-busy') === 'false' &&
          rowsShown(grid());
        when(done, (ms) => resolve(ms - clickedMs));
      });
    },
    record(selector) {
      const scroller = document.querySelector(selector);
      stamps = [];
      unfilled = 0;
      highest = scroller.scrollTop;
      lowest = highest;
      recording = true;
      const frame = (ms) => {
        if (!recording) return;
        stamps.push(ms);
        afterNextFrame(() => {
          if (!recording) return;
          if (!isFilled(scroller)) unfilled += 1;
          highest = Math.min(highest, scroller.scrollTop);
          lowest = Math.max(lowest, scroller.scrollTop);
        });
        requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
    },
    stop() {
      recording = false;
      return { deltas: stamps.slice(1).map((ms, at) => ms - stamps[at]), unfilled, travelledPx: lowest - highest };
    },
  };
})();
