/**
 * Pairs rows with columns so that the sum of the gains is largest; a pair that gains nothing is not made. The Hungarian method with
 * potentials (Kuhn 1955, Munkres 1957), O(n^2 m) for n rows and m columns.
 * @param gains rows of equal length, values of 0 or more
 * @returns by row the column it is paired with, or null
 */
export function bestAssignment(gains: readonly (readonly number[])[]): (number | null)[] {
  const rows = gains.length;
  const columns = gains[0]?.length ?? 0;
  if (rows > columns) return turned(bestAssignment(transposed(gains, columns)), rows);
  // Costs are the gains' negatives; row and column 0 stand for "none", after the usual form of the method.
  const rowPotential = new Float64Array(rows + 1);
  const columnPotential = new Float64Array(columns + 1);
  const rowOf = new Int32Array(columns + 1);
  const before = new Int32Array(columns + 1);
  for (let row = 1; row <= rows; row += 1) {
    const least = new Float64Array(columns + 1).fill(Number.POSITIVE_INFINITY);
    const done = new Uint8Array(columns + 1);
    let column = 0;
    rowOf[0] = row;
    do {
      done[column] = 1;
      const from = rowOf[column] ?? 0;
      let delta = Number.POSITIVE_INFINITY;
      let next = 0;
      for (let j = 1; j <= columns; j += 1) {
        if (done[j] === 1) continue;
        const cost = -(gains[from - 1]?.[j - 1] ?? 0) - (rowPotential[from] ?? 0) - (columnPotential[j] ?? 0);
        if (cost < (least[j] ?? 0)) {
          least[j] = cost;
          before[j] = column;
        }
        if ((least[j] ?? 0) < delta) {
          delta = least[j] ?? 0;
          next = j;
        }
      }
      for (let j = 0; j <= columns; j += 1) {
        if (done[j] === 1) {
          const held = rowOf[j] ?? 0;
          rowPotential[held] = (rowPotential[held] ?? 0) + delta;
          columnPotential[j] = (columnPotential[j] ?? 0) - delta;
        } else {
          least[j] = (least[j] ?? 0) - delta;
        }
      }
      column = next;
    } while ((rowOf[column] ?? 0) !== 0);
    // The path that was found is turned over: each column on it takes the row of the one before.
    while (column !== 0) {
      const previous = before[column] ?? 0;
      rowOf[column] = rowOf[previous] ?? 0;
      column = previous;
    }
  }
  const pairs = new Array<number | null>(rows).fill(null);
  for (let j = 1; j <= columns; j += 1) {
    const row = (rowOf[j] ?? 0) - 1;
    if (row >= 0 && (gains[row]?.[j - 1] ?? 0) > 0) pairs[row] = j - 1;
  }
  return pairs;
}

function transposed(gains: readonly (readonly number[])[], columns: number): number[][] {
  return Array.from({ length: columns }, (_, j) => gains.map((row) => row[j] ?? 0));
}

function turned(rowOfColumn: readonly (number | null)[], rows: number): (number | null)[] {
  const pairs = new Array<number | null>(rows).fill(null);
  rowOfColumn.forEach((row, column) => {
    if (row !== null) pairs[row] = column;
  });
  return pairs;
}
