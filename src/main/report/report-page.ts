import {
  formatClock,
  formatDateTime,
  formatDuration,
  formatLatency,
  formatPhone,
  latencyLevel,
} from '#shared/logic/format.ts';
import { ruleTitle } from '#shared/logic/lint/lint-call.ts';
import { html, Markup, words } from './markup.ts';
import { reportStyle } from './style.ts';
import type { ReportAnswer, ReportCorrection, ReportInput, ReportNote, ReportPlace, ReportReview } from './types.ts';
import { waveform } from './waveform.ts';

/**
 * A call as one HTML file to print: no script, nothing fetched, whatever is in the call. Its own policy forbids both, should
 * anything get past the escaping.
 */
export function reportPage(input: ReportInput): string {
  const { row } = input.call;
  const title = `${row.agentName ?? row.agentId ?? 'Call'}, ${dateOf(row.startMs, input)}`;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${new Markup(reportStyle)}</style>
</head>
<body>
<header><h1>${row.agentName ?? row.agentId ?? 'Call without an agent'}</h1>
<p class="sub">${dateOf(row.startMs, input)} · ${formatDuration(row.durationMs)} · ${row.status.replaceAll('_', ' ')}</p>
${facts(input)}</header>
${input.peaks ? waveform(input, input.peaks) : html`<p class="meta">No waveform: the recording is not on this computer, or could not be decoded here.</p>`}
<main>
${input.call.summary ? html`<section><h2>Summary by the vendor</h2>${words(input.call.summary)}</section>` : null}
${reviews(input)}
${notes(input)}
${corrections(input)}
${findings(input)}
${transcript(input)}
</main>
<footer>Call ${row.id} · printed ${dateOf(input.printedMs, input)}${input.printedBy ? ` by ${input.printedBy}` : null} with Earmark</footer>
</body>
</html>
`;
  return page.text;
}

const dateOf = (ms: number | null, { printedMs }: Pick<ReportInput, 'printedMs'>) =>
  formatDateTime(ms, 'en-GB', printedMs);

function facts(input: ReportInput): Markup {
  const { row, cost, recording } = input.call;
  const gaps = (input.timing?.turns ?? []).flatMap(({ gap }) => (gap ? [gap.ms] : [])).sort((a, b) => a - b);
  const list: [string, string | null][] = [
    ['Agent version', row.agentVersion],
    ['Direction', row.direction],
    ['Caller', row.callerNumber === null ? null : formatPhone(row.callerNumber)],
    ['Turns', row.turnCount === null ? null : String(row.turnCount)],
    ['Median reported latency', row.medianLatencyMs === null ? null : formatLatency(row.medianLatencyMs)],
    ['Worst reported latency', row.worstLatencyMs === null ? null : formatLatency(row.worstLatencyMs)],
    ['Longest measured wait', gaps.length === 0 ? null : formatLatency(gaps.at(-1) ?? null)],
    [
      'Recording',
      recording.durationMs === null
        ? null
        : `${formatClock(recording.durationMs)}, ${recording.codec ?? recording.container}`,
    ],
    ['Cost', cost === null ? null : `${cost.amount} ${cost.currency ?? ''}`.trim()],
  ];
  return html`<dl class="facts">${list.map(([name, value]) => (value === null ? null : html`<div><dt>${name}</dt><dd>${value}</dd></div>`))}</dl>`;
}

function reviews(input: ReportInput): Markup | null {
  const hidden =
    input.hiddenReviews > 0
      ? html`<p class="meta">${input.hiddenReviews} more of a blind calibration, not shown before your own is submitted.</p>`
      : null;
  if (input.reviews.length === 0) return hidden && html`<section><h2>Scores</h2>${hidden}</section>`;
  return html`<section><h2>Scores</h2>${input.reviews.map((review) => oneReview(review, input))}${hidden}</section>`;
}

function oneReview(review: ReportReview, input: ReportInput): Markup {
  const passed =
    review.passed === null
      ? null
      : html` <span class="${review.passed ? 'pass' : 'fail'}">${review.passed ? 'passed' : 'not passed'}</span>`;
  const when = review.submittedMs === null ? 'not submitted' : `submitted ${dateOf(review.submittedMs, input)}`;
  return html`<article><h3>${review.card}</h3>
<p><span class="total">${review.total ?? '–'}</span>${passed} <span class="meta">${review.noTotal ?? ''} ${review.reviewer} · ${review.state} · ${when}</span></p>
${review.note ? html`<p class="meta">Note</p>${words(review.note)}` : null}
${review.coaching ? html`<p class="meta">For the people who build the agent</p>${words(review.coaching)}` : null}
${review.sections.map(
  ({
    label,
    total,
    answers,
  }) => html`<table class="scores"><thead><tr><th>${label}${total === null ? null : ` · ${total}`}</th><th>Answer</th><th>Comment and evidence</th></tr></thead>
<tbody>${answers.map(answerRow)}</tbody></table>`,
)}</article>`;
}

function answerRow({ label, answer, why, comment, evidence }: ReportAnswer): Markup {
  return html`<tr><td>${label}</td><td>${answer}${why ? html`<br><span class="meta">${why}</span>` : null}</td><td>${
    comment ? words(comment) : null
  }${evidence.map(place)}</td></tr>`;
}

function place({ where, quote }: ReportPlace): Markup {
  return html`<p class="meta">${where}</p>${quote ? words(quote, 'blockquote') : null}`;
}

function notes(input: ReportInput): Markup | null {
  if (input.notes.length === 0) return null;
  return html`<section><h2>Annotations</h2><table><thead><tr><th></th><th>Where</th><th>What</th></tr></thead><tbody>${input.notes.map(
    (note) => noteRow(note, input),
  )}</tbody></table></section>`;
}

function noteRow(note: ReportNote, input: ReportInput): Markup {
  const { number, where, quote, text, tags, severity, author, updatedMs, resolved, contested } = note;
  return html`<tr><td class="n">${number}</td><td class="when">${where}</td><td>${quote ? words(quote, 'blockquote') : null}${
    text ? words(text) : null
  }<p>${severity ? html`<span class="severity ${severity}">${severity}</span> ` : null}${tags.map(
    (tag) => html`<span class="tag">${tag}</span>`,
  )}<span class="meta">${author} · ${dateOf(updatedMs, input)}${resolved ? ' · resolved' : null}${
    contested ? ' · its authors disagree, the latest is shown' : null
  }</span></p></td></tr>`;
}

function corrections(input: ReportInput): Markup | null {
  if (input.corrections.length === 0) return null;
  return html`<section><h2>Corrections of the transcript</h2><table><tbody>${input.corrections.map((correction) =>
    correctionRow(correction),
  )}</tbody></table></section>`;
}

function correctionRow({ turn, pieces, role, author }: ReportCorrection): Markup {
  const said = pieces.map(({ kind, text }) =>
    kind === 'same' ? html`${text}` : kind === 'added' ? html`<ins>${text}</ins>` : html`<del>${text}</del>`,
  );
  return html`<tr><td class="when">Turn ${turn + 1}${role ? html`<br><span class="meta">really the ${role}</span>` : null}</td><td><p class="words" dir="auto">${said}</p><p class="meta">${author}</p></td></tr>`;
}

function findings(input: ReportInput): Markup | null {
  if (input.findings.length === 0) return null;
  return html`<section><h2>Findings about the reported latency</h2><table><tbody>${input.findings.map(
    ({ rule, severity, position, message }) =>
      html`<tr><td class="when">Turn ${position + 1}<br><span class="meta">${severity}</span></td><td><p><strong>${ruleTitle(rule)}</strong></p><p>${message}</p></td></tr>`,
  )}</tbody></table></section>`;
}

function transcript(input: ReportInput): Markup | null {
  const { turns, transcriptText } = input.call;
  if (turns.length === 0)
    return transcriptText ? html`<section><h2>Transcript</h2>${words(transcriptText)}</section>` : null;
  return html`<section><h2>Transcript</h2>${turns.map((turn, position) => {
    const gap = input.timing?.turns[position]?.gap ?? null;
    const refs = input.notes.filter((note) => note.turn === position).map(({ number }) => number);
    const level = gap ? latencyLevel(gap.ms, input.thresholds) : 'ok';
    return html`<div class="turn"><span class="meta">${formatClock(turn.startMs)}${
      gap ? html`<br><span class="${level}" title="measured wait">${formatLatency(gap.ms)}</span>` : null
    }</span><span class="role ${turn.role}">${turn.role === 'other' ? turn.rawRole : turn.role}${
      refs.length > 0 ? html`<br><span class="refs">${refs.join(', ')}</span>` : null
    }</span>${words(turn.content, 'span')}</div>`;
  })}</section>`;
}
