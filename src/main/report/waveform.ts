import { formatClock, formatLatency, latencyLevel } from '#shared/logic/format.ts';
import { html, Markup } from './markup.ts';
import type { ReportInput, ReportNote, ReportPeaks } from './types.ts';

/** Width of a line, in units of which a printed millimetre has four. */
const WIDTH = 720;
const LANE = 34;
const STRIP = 12;
const MARKS = 14;
const RULER = 10;
/** A line shows so long at most, and the call has so many lines at most. */
const LINE_MS = 120_000;
const MOST_LINES = 6;

interface Line {
  startMs: number;
  endMs: number;
}

/** The waveform over one or more lines: marks of the annotations above, the two parties, waits for the agent below. */
export function waveform(input: ReportInput, peaks: ReportPeaks): Markup {
  const { durationMs } = peaks;
  if (!(durationMs > 0)) return new Markup('');
  const count = Math.min(MOST_LINES, Math.max(1, Math.ceil(durationMs / LINE_MS)));
  const lines = Array.from({ length: count }, (_, n) => ({
    startMs: (durationMs * n) / count,
    endMs: (durationMs * (n + 1)) / count,
  }));
  return html`<figure class="wave" aria-label="Waveform of the call">${lines.map((line) => drawLine(line, input, peaks))}<figcaption>${legend(input)}</figcaption></figure>`;
}

function legend({ timing }: ReportInput): Markup {
  const hasGaps = timing?.turns.some(({ gap }) => gap !== null) ?? false;
  return html`<span class="key agent"></span> agent <span class="key caller"></span> caller ${
    hasGaps ? html`<span class="key gap"></span> wait for the agent, measured in the sound` : null
  } <span class="key note"></span> annotation`;
}

function drawLine(line: Line, input: ReportInput, peaks: ReportPeaks): Markup {
  const lanes = Math.min(2, peaks.channels);
  const height = MARKS + lanes * LANE + STRIP + RULER;
  const x = (ms: number) => round(((ms - line.startMs) / (line.endMs - line.startMs)) * WIDTH);
  const roles = input.timing?.lanes?.roles;
  const parts = Array.from({ length: lanes }, (_, channel) => {
    const role = lanes === 1 ? 'mono' : (roles?.[channel] ?? 'mono');
    const middle = MARKS + channel * LANE + LANE / 2;
    return html`<path class="${role}" d="${outline(line, peaks, channel, middle)}"/>`;
  });
  return html`<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${formatClock(line.startMs)} to ${formatClock(line.endMs)}">
<rect class="ground" x="0" y="${MARKS}" width="${WIDTH}" height="${lanes * LANE}"/>
${input.notes.map((note) => mark(note, line, x, lanes))}${parts}
${gaps(line, input, x, MARKS + lanes * LANE)}
${ticks(line, x, height)}</svg>`;
}

/** The outline of a lane: one column a unit, the loudest of what falls into it. */
function outline(
  { startMs, endMs }: Line,
  { channels, hopMs, values }: ReportPeaks,
  channel: number,
  middle: number,
): string {
  const buckets = values.length / 2 / channels;
  const upper: string[] = [];
  const lower: string[] = [];
  for (let column = 0; column < WIDTH; column += 1) {
    const from = Math.floor((startMs + ((endMs - startMs) * column) / WIDTH) / hopMs);
    const to = Math.max(from + 1, Math.floor((startMs + ((endMs - startMs) * (column + 1)) / WIDTH) / hopMs));
    let [least, most] = [0, 0];
    for (let bucket = from; bucket < Math.min(to, buckets); bucket += 1) {
      const at = (bucket * channels + channel) * 2;
      least = Math.min(least, values[at] ?? 0);
      most = Math.max(most, values[at + 1] ?? 0);
    }
    const scale = LANE / 2 - 1;
    upper.push(`${column} ${round(middle - (most / 127) * scale - 0.2)}`);
    lower.push(`${column} ${round(middle - (least / 127) * scale + 0.2)}`);
  }
  return `M${upper.join('L')}L${lower.reverse().join('L')}Z`;
}

function mark(
  { number, startMs, endMs }: ReportNote,
  line: Line,
  x: (ms: number) => number,
  lanes: number,
): Markup | null {
  if (startMs === null || startMs > line.endMs || (endMs ?? startMs) < line.startMs) return null;
  const from = Math.max(0, x(startMs));
  const to = Math.min(WIDTH, x(endMs ?? startMs));
  const begins = startMs >= line.startMs;
  return html`<rect class="span" x="${from}" y="${MARKS}" width="${Math.max(1, to - from)}" height="${lanes * LANE}"/>${
    begins ? html`<text class="number" x="${Math.min(from, WIDTH - 10)}" y="${MARKS - 4}">${number}</text>` : null
  }`;
}

function gaps(line: Line, { timing, thresholds }: ReportInput, x: (ms: number) => number, y: number): Markup[] {
  return (timing?.turns ?? []).flatMap(({ gap }) => {
    if (!gap || gap.toMs < line.startMs || gap.fromMs > line.endMs || gap.toMs <= gap.fromMs) return [];
    const from = Math.max(0, x(gap.fromMs));
    const to = Math.min(WIDTH, x(gap.toMs));
    const level = latencyLevel(gap.ms, thresholds);
    const label =
      level === 'ok'
        ? null
        : html`<text class="wait" x="${Math.min(from, WIDTH - 40)}" y="${y + STRIP - 1}">${formatLatency(gap.ms)}</text>`;
    return [
      html`<rect class="gap ${level}" x="${from}" y="${y + 1}" width="${Math.max(1, to - from)}" height="3"/>${label}`,
    ];
  });
}

const steps = [1000, 5000, 10_000, 30_000, 60_000, 300_000, 600_000, 1_800_000, 3_600_000];

function ticks({ startMs, endMs }: Line, x: (ms: number) => number, height: number): Markup[] {
  const step = steps.find((ms) => (endMs - startMs) / ms <= 13) ?? 3_600_000;
  const first = Math.ceil(startMs / step) * step;
  const count = Math.max(0, Math.floor((endMs - first) / step) + 1);
  return Array.from({ length: Math.min(count, 50) }, (_, n) => {
    const at = Math.min(x(first + n * step), WIDTH - 24);
    return html`<text class="tick" x="${at}" y="${height - 1}">${formatClock(first + n * step).replace(/\.0$/, '')}</text>`;
  });
}

const round = (value: number): number => Math.round(value * 10) / 10;
