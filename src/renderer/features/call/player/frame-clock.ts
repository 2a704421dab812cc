/** Calls back on every frame between `start` and `stop`, and knows how long a frame of this screen is. */
export interface FrameClock {
  start(): void;
  stop(): void;
  /** Length of a frame, ms. */
  frameMs(): number;
}

/** Creates a clock that stands still. */
export function createFrameClock(onFrame: () => void): FrameClock {
  let frame = 0;
  let lastFrameAt = 0;
  let frameMs = 1000 / 60;

  function tick(at: number): void {
    const elapsed = at - lastFrameAt;
    // A long frame is a busy main thread, not a slow screen.
    if (elapsed > 3 && elapsed < 20) frameMs += (elapsed - frameMs) / 16;
    lastFrameAt = at;
    frame = requestAnimationFrame(tick);
    onFrame();
  }

  return {
    start() {
      if (frame === 0) frame = requestAnimationFrame(tick);
    },
    stop() {
      cancelAnimationFrame(frame);
      frame = 0;
    },
    frameMs: () => frameMs,
  };
}
