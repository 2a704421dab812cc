import { type ExportFormat, type ImportFormat, importFormats } from '../../model/exchange-formats.ts';
import { audacityStepMs, audacityText } from './audacity.ts';
import { csvStepMs, csvText } from './csv.ts';
import { eafStepMs, eafText } from './eaf.ts';
import { jsonLdStepMs } from './json-ld.ts';
import { jsonLinesStepMs } from './json-lines.ts';
import { textGridStepMs, textGridText } from './textgrid.ts';
import { vttStepMs, vttText } from './vtt.ts';

export interface FormatFacts {
  readonly label: string;
  /** In one line, what it carries. */
  readonly carries: string;
  /** The end of a file's name, without the dot. */
  readonly extension: string;
  readonly mediaType: string;
  /** All calls in one file, a table each, or a file for each call. */
  readonly files: 'one' | 'tables' | 'per-call';
}

export const formatFacts: Readonly<Record<ExportFormat, FormatFacts>> = {
  jsonl: {
    label: 'JSONL',
    carries: 'Everything: calls, turns, annotations, corrections, reviews and scores. One line a call.',
    extension: 'jsonl',
    mediaType: 'application/x-ndjson',
    files: 'one',
  },
  csv: {
    label: 'CSV',
    carries: 'Four tables for a spreadsheet: calls, turns, annotations, scores.',
    extension: 'csv',
    mediaType: 'text/csv',
    files: 'tables',
  },
  jsonld: {
    label: 'Web Annotation (JSON-LD)',
    carries: 'Annotations with their anchors, tags and authors, after the W3C’s model.',
    extension: 'jsonld',
    mediaType: 'application/ld+json',
    files: 'per-call',
  },
  vtt: {
    label: 'WebVTT',
    carries: 'Transcript and annotations as captions for a player.',
    extension: 'vtt',
    mediaType: 'text/vtt',
    files: 'per-call',
  },
  srt: {
    label: 'SRT',
    carries: 'Transcript and annotations as subtitles. It cannot be read back.',
    extension: 'srt',
    mediaType: 'application/x-subrip',
    files: 'per-call',
  },
  textgrid: {
    label: 'Praat TextGrid',
    carries: 'Transcript, measured speech and the annotations’ words as tiers.',
    extension: 'TextGrid',
    mediaType: 'text/plain',
    files: 'per-call',
  },
  eaf: {
    label: 'ELAN (EAF)',
    carries: 'Transcript, measured speech and annotations with tags and severity as tiers.',
    extension: 'eaf',
    mediaType: 'text/xml',
    files: 'per-call',
  },
  audacity: {
    label: 'Audacity labels',
    carries: 'The annotations’ times and words.',
    extension: 'txt',
    mediaType: 'text/plain',
    files: 'per-call',
  },
  rttm: {
    label: 'RTTM',
    carries: 'Who was measured to speak when. No annotations; it cannot be read back.',
    extension: 'rttm',
    mediaType: 'text/plain',
    files: 'per-call',
  },
};

/** What a format does to an annotation: how finely it tells times, ms (0 = exactly), and what becomes of a text. */
export interface Carrying {
  readonly stepMs: number;
  textAs(text: string): string;
}

const asIs = (text: string): string => text;

export const carrying: Readonly<Record<ImportFormat, Carrying>> = {
  jsonl: { stepMs: jsonLinesStepMs, textAs: asIs },
  csv: { stepMs: csvStepMs, textAs: csvText },
  jsonld: { stepMs: jsonLdStepMs, textAs: asIs },
  vtt: { stepMs: vttStepMs, textAs: vttText },
  textgrid: { stepMs: textGridStepMs, textAs: textGridText },
  eaf: { stepMs: eafStepMs, textAs: eafText },
  audacity: { stepMs: audacityStepMs, textAs: audacityText },
};

/** What a file of annotations is, by its name and its first characters; null when neither tells. */
export function guessFormat(name: string, head: string): ImportFormat | null {
  const start = head.replace(/^\ufeff/, '').trimStart();
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  if (/^WEBVTT(?:\s|$)/.test(start)) return 'vtt';
  if (/^(?:File type\s*=\s*)?"?oo(?:TextFile|BinaryFile)/.test(start)) return 'textgrid';
  if (/<ANNOTATION_DOCUMENT[\s>]/.test(start)) return 'eaf';
  if (/^-?\d+(?:[.,]\d+)?\t-?\d+(?:[.,]\d+)?(?:\t|\r|\n|$)/.test(start)) return 'audacity';
  if (start.startsWith('{') || start.startsWith('[')) {
    if (/"@context"|"AnnotationPage"|"type"\s*:\s*"Annotation"/.test(start.slice(0, 2000))) return 'jsonld';
    return extension === 'jsonld' ? 'jsonld' : 'jsonl';
  }
  if (extension === 'csv') return 'csv';
  const byExtension = importFormats.find((format) => formatFacts[format].extension.toLowerCase() === extension);
  return byExtension === 'audacity' ? null : (byExtension ?? null);
}
