/** Where a sound went to, and what lies between an element's clock and the ears. */
export interface SoundPath {
  /** The place the sound was last sent to, ms: nothing before it has been heard since. */
  readonly anchorMs: number;
  /** From the clock to the device, ms of real time. */
  readonly delayMs: number;
  readonly rate: number;
}

/** The place in the recording that leaves the device while the element's clock is at `clockMs`. */
export function heardAt(clockMs: number, { anchorMs, delayMs, rate }: SoundPath): number {
  return Math.max(Math.min(anchorMs, clockMs), clockMs - delayMs * rate);
}
