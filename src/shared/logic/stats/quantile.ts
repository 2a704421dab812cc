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
  return finiteOnes(values).sort();
}

function finiteOnes(values: ArrayLike<number>): Float64Array {
  const kept = new Float64Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i];
    if (value === undefined || !Number.isFinite(value)) continue;
    kept[count] = value;
    count += 1;
  }
  return kept.subarray(0, count);
}

/** `quantile` of values in any order: finds the two neighbours without sorting the rest (Hoare 1961). What is no finite number is left out. */
export function quantileOf(values: ArrayLike<number>, p: number): number | null {
  const kept = finiteOnes(values);
  if (kept.length === 0) return null;
  const place = (kept.length - 1) * p;
  const low = Math.floor(place);
  select(kept, low);
  const below = kept[low] ?? 0;
  if (place === low) return below;
  // All that follow are no smaller, so the next one in order is the least of them.
  let above = Number.POSITIVE_INFINITY;
  for (let at = low + 1; at < kept.length; at += 1) above = Math.min(above, kept[at] ?? above);
  return below + (above - below) * (place - low);
}

/** Reorders so that the value of rank `k` stands at `k`, none larger before it, none smaller after. */
function select(values: Float64Array, k: number): void {
  let left = 0;
  let right = values.length - 1;
  while (left < right) {
    const pivot = values[(left + right) >>> 1] ?? 0;
    let i = left;
    let j = right;
    while (i <= j) {
      while ((values[i] ?? pivot) < pivot) i += 1;
      while ((values[j] ?? pivot) > pivot) j -= 1;
      if (i > j) break;
      const value = values[i] ?? 0;
      values[i] = values[j] ?? 0;
      values[j] = value;
      i += 1;
      j -= 1;
    }
    if (k <= j) right = j;
    else if (k >= i) left = i;
    else return;
  }
}
