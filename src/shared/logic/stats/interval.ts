/**
 * Why there is no interval: `nothing` = no value; `too-few` = too few calls for it to hold as often as it says; `no-spread` = the calls do
 * not differ, so resampling them shows nothing; `unstable` = too many resamples have no figure.
 */
export type NoInterval = 'nothing' | 'too-few' | 'no-spread' | 'unstable';

/** A 95 % interval, or why there is none. */
export type Interval =
  | { readonly low: number; readonly high: number; readonly why: null }
  | { readonly low: null; readonly high: null; readonly why: NoInterval };

/** No interval, and why. */
export function noInterval(why: NoInterval): Interval {
  return { low: null, high: null, why };
}
