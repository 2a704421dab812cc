/** A file that cannot be read as what it is said to be. The message names the line where there is one. */
export class FormatError extends Error {
  override readonly name = 'FormatError';
  /** From 1; null where the fault has no line. */
  readonly line: number | null;

  constructor(message: string, line: number | null = null) {
    super(line === null ? message : `Line ${line}: ${message}`);
    this.line = line;
  }
}
