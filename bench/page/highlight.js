// Runs in the page before the application: says how late the marked turn is against the media clock. Plain JavaScript,
// because bench/*.ts is typed for Node and knows no DOM.
(() => {
  // What is mixed by Web Audio leaves the device later than the media clock says, and the app waits for it: the clock
  // itself is what is measured here, so the element plays by itself.
  localStorage.setItem('earmark.evenOut', 'off');

  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const marked = () => {
    const turn = document.querySelector('[data-turn] [aria-current="true"]')?.closest('[data-turn]');
    return Number(turn?.getAttribute('data-turn') ?? -1);
  };

  window.earmarkHighlight = {
    /** Plays over the beginning of a turn; resolves with the position at the end of the frame that marked it, ms. */
    async playOver(position, startMs) {
      const audio = document.querySelector('audio');
      // Never the same distance twice, so that boundaries fall anywhere within a frame.
      audio.currentTime = (startMs - 400 - Math.random() * 100) / 1000;
      while (audio.seeking || marked() === position) await wait(5);
      if (audio.paused) document.querySelector('button[aria-label="Play"]').click();
      const began = performance.now();
      const at = await new Promise((resolve) => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => resolve(audio.currentTime * 1000);
        const observer = new MutationObserver(() => {
          if (marked() !== position) return;
          observer.disconnect();
          channel.port2.postMessage(null);
        });
        observer.observe(document.body, { subtree: true, childList: true, attributes: true });
        setTimeout(() => resolve(null), 5000);
      });
      return { at, tookMs: performance.now() - began };
    },
  };
})();
