import type { ReadAnnotation, ReadFile, Stretch } from '../../model/review/exchange.ts';
import { checkStretch } from './clock-text.ts';
import { FormatError } from './format-error.ts';
import { readIdText } from './texts.ts';
import { vttMark } from './vtt.ts';

interface Block {
  /** Of its first line, from 1. */
  readonly line: number;
  readonly lines: readonly string[];
}

/**
 * Reads the cues of a WebVTT file as annotations. Of a file written here, only the cues that are annotations are read.
 * Stricter than a browser, which passes over in silence what it cannot read.
 *
 * @throws FormatError naming the line.
 */
export function readVtt(text: string): ReadFile {
  const lines = text
    .replace(/^\ufeff/, '')
    .replaceAll('\0', '�')
    .split(/\r\n|\r|\n/);
  const first = lines[0] ?? '';
  if (!/^WEBVTT(?:[ \t]|$)/.test(first)) throw new FormatError('a WebVTT file begins with WEBVTT.', 1);
  const own = first.slice(7).trim() === vttMark;
  const annotations = blocksOf(lines).flatMap((block) => cueOf(block, own) ?? []);
  return { own, annotations, leftOut: [] };
}

/** What lies between blank lines, after the header. */
function blocksOf(lines: readonly string[]): Block[] {
  const blocks: { line: number; lines: string[] }[] = [];
  // The header goes on until a blank line or the first cue.
  let at = 1;
  while (at < lines.length && lines[at] !== '' && !lines[at]?.includes('-->')) at += 1;
  let open: { line: number; lines: string[] } | null = null;
  for (; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line === '') {
      open = null;
    } else if (open === null) {
      open = { line: at + 1, lines: [line] };
      blocks.push(open);
    } else {
      open.lines.push(line);
    }
  }
  return blocks;
}

function cueOf({ line, lines }: Block, own: boolean): ReadAnnotation | null {
  const [first = '', second = ''] = lines;
  if (/^(?:NOTE|STYLE|REGION)(?:[ \t]|$)/.test(first) && !first.includes('-->') && !second.includes('-->')) return null;
  if (/^NOTE(?:[ \t]|$)/.test(first)) return null;
  const timesAt = first.includes('-->') ? 0 : 1;
  const timesLine = line + timesAt;
  const times = lines[timesAt];
  if (times === undefined || !times.includes('-->')) {
    throw new FormatError('times are expected here, as in 00:01.000 --> 00:02.500.', timesLine);
  }
  const stretch = timesOf(times, timesLine);
  const cueText = plainText(lines.slice(timesAt + 1).join('\n'));
  const cue = { line: timesLine, layer: null, callId: null, text: cueText };
  if (!own) return { ...cue, id: null, at: stretch };
  const [, kind, idPart = ''] = /^(turn|note|point|call)\/(.*)$/.exec(timesAt === 1 ? first : '') ?? [];
  if (kind === 'turn') return null;
  const id = readIdText(idPart);
  // A cue that somebody added in between.
  if (kind === undefined || id === null) return { ...cue, id: null, at: stretch };
  if (kind === 'call') return { ...cue, id, at: null };
  return { ...cue, id, at: kind === 'point' ? { startMs: stretch.startMs, endMs: stretch.startMs } : stretch };
}

const timesPattern = /^\s*(\S+)[ \t]+-->[ \t]+(\S+)(?:[ \t].*)?$/;
const timePattern = /^(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})$/;

function timesOf(text: string, line: number): Stretch {
  const [, start, end] = timesPattern.exec(text) ?? [];
  if (start === undefined || end === undefined) {
    throw new FormatError(`“${text.slice(0, 60)}” are no times.`, line);
  }
  return checkStretch({ startMs: msOf(start, line), endMs: msOf(end, line) }, line);
}

function msOf(text: string, line: number): number {
  const [, hours = '0', minutes, seconds, millis] = timePattern.exec(text) ?? [];
  if (minutes === undefined) throw new FormatError(`“${text.slice(0, 40)}” is no time.`, line);
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(millis);
}

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  lrm: '\u200e',
  rlm: '\u200f',
};

/** The words of a payload: without its elements and time stamps, character references resolved. */
function plainText(payload: string): string {
  return payload
    .replace(/<[^>]*>?/g, '')
    .replace(/&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([a-z]+));/g, (whole, decimal, hex, name) => {
      if (name !== undefined) return Object.hasOwn(named, name) ? (named[name] ?? whole) : whole;
      const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
      const isChar = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
      return isChar ? String.fromCodePoint(code) : '�';
    });
}
