import { readAudacity } from '#shared/logic/formats/audacity.ts';
import { readCsvAnnotations } from '#shared/logic/formats/csv.ts';
import { readEaf } from '#shared/logic/formats/eaf-read.ts';
import { FormatError } from '#shared/logic/formats/format-error.ts';
import { guessFormat } from '#shared/logic/formats/formats.ts';
import { readJsonLd } from '#shared/logic/formats/json-ld.ts';
import { readJsonLines } from '#shared/logic/formats/json-lines.ts';
import { readTextGrid } from '#shared/logic/formats/textgrid-read.ts';
import { readVtt } from '#shared/logic/formats/vtt-read.ts';
import type { ImportFormat } from '#shared/model/exchange-formats.ts';
import type { ReadFile } from '#shared/model/review/exchange.ts';
import { decodeText } from './decode-text.ts';
import { parseCsv } from './parse-csv.ts';
import { parseXml } from './parse-xml.ts';

/** A file of annotations is text; larger ones are something else. */
export const MAX_IMPORT_BYTES = 64 * 1024 * 1024;

const readers: Readonly<Record<ImportFormat, (text: string) => ReadFile>> = {
  jsonl: readJsonLines,
  csv: (text) => readCsvAnnotations(parseCsv(text)),
  jsonld: readJsonLd,
  vtt: readVtt,
  textgrid: readTextGrid,
  eaf: (text) => readEaf(parseXml(text)),
  audacity: readAudacity,
};

/**
 * Reads a file of annotations in a format, or in the one it looks like.
 *
 * @throws FormatError naming the line where there is one.
 */
export function readAnnotations(
  bytes: Uint8Array,
  name: string,
  format: ImportFormat | 'auto',
): { readonly format: ImportFormat; readonly file: ReadFile } {
  if (bytes.length > MAX_IMPORT_BYTES) throw new FormatError('the file is larger than 64 MB.');
  const text = decodeText(bytes);
  if (text.trim() === '') throw new FormatError('the file is empty.');
  const known = format === 'auto' ? guessFormat(name, text.slice(0, 10_000)) : format;
  if (known === null) throw new FormatError('it is not known what kind of file this is; name its format.');
  return { format: known, file: readers[known](text) };
}
