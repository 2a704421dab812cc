// Runs in every page of bench/wave-zoom.ts: records the frames the page gets. Plain JavaScript, because bench/*.ts is typed
// for Node and knows no DOM.
(() => {
  let stamps = [];
  let recording = false;
  const frame = (ms) => {
    if (!recording) return;
    stamps.push(ms);
    requestAnimationFrame(frame);
  };
  window.earmarkFrames = {
    record() {
      stamps = [];
      recording = true;
      requestAnimationFrame(frame);
    },
    stop() {
      recording = false;
      return stamps.slice(1).map((ms, at) => ms - stamps[at]);
    },
  };
})();
