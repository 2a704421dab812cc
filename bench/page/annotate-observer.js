// Runs in the page before the application: says when a note made by a key is on screen and on the disk, and when a call's
// list of notes is there. Plain JavaScript, because bench/*.ts is typed for Node and knows no DOM.
(() => {
  /** Calls back in a task of its own after the next frame's style, layout and paint. */
  const afterNextFrame = (callback) =>
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => callback(performance.now());
      channel.port2.postMessage(null);
    });

  /** Calls back after the first frame in which `holds` is true. */
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

  const chosenNote = () =>
    document.querySelector('section[aria-label="Chosen note"]')?.getAttribute('data-note') ?? null;

  let pressedMs = 0;
  let stored = () => undefined;
  addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'm') pressedMs = event.timeStamp;
    },
    { capture: true },
  );
  // The answer comes after the commit: what it says is on the disk.
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (entry.name.endsWith('/rpc/review/apply') && pressedMs > 0 && entry.startTime >= pressedMs) {
        stored(entry.responseEnd);
      }
    }
  }).observe({ type: 'resource' });

  window.earmarkBench = {
    noted: null,
    /** The next M makes a note: `noted` resolves with ms from the key to the frame with it, and to the end of its answer. */
    watchNote() {
      const before = chosenNote();
      pressedMs = 0;
      const shown = new Promise((resolve) =>
        when(() => pressedMs > 0 && chosenNote() !== null && chosenNote() !== before, resolve),
      );
      const kept = new Promise((resolve) => {
        stored = resolve;
      });
      this.noted = Promise.all([shown, kept]).then(([shownMs, storedMs]) => ({
        shown: shownMs - pressedMs,
        stored: storedMs - pressedMs,
      }));
    },
    /** Goes to a call: resolves with ms until its list has rows and counts `notes`. */
    openList(hash, notes) {
      const startMs = performance.now();
      location.hash = hash;
      const label = () =>
        [...document.querySelectorAll('[role="tab"]')]
          .map((tab) => tab.textContent)
          .find((text) => text.startsWith('Notes')) ?? '';
      const done = () =>
        Number(label().replaceAll(/\D/g, '')) === notes &&
        document.querySelector('section[aria-label="Notes"] [data-note]') !== null;
      return new Promise((resolve, reject) => {
        setTimeout(() => reject(new Error(`no list of ${notes} notes, but "${label()}"`)), 120_000);
        when(done, (ms) => resolve(ms - startMs));
      });
    },
  };
})();
