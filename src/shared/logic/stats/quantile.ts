/**
 * The value below which a share `p` (0 to 1) of the sorted values lies, straight between neighbours (type 7 of Hyndman & Fan 1996, what R
 * and NumPy do unless told otherwise); null of nothing.
 */
export function quantile(sorted: ArrayLike<number>, p: number): number | null {
  const place = (sorted.length - 1) * p;
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  return below === undefined || above === undefined ? null : below + (above - below) * (place - Math.floor(place));
}

/** The finite ones of the values, ascending, in an array of their own. */
export function sortedValues(values: ArrayLike<number>): Float64Array {
  const kept = new Float64Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i];
    if (value === undefined || !Number.isFinite(value)) continue;
    kept[count] = value;
    count += 1;
  }
  return kept.subarray(0, count).sort();
}
