import { describe, expect, it } from 'vitest';
import type { CallDetail } from '#shared/model/detail.ts';
import type { ReviewItem, ReviewKind } from '#shared/model/review/event.ts';
import { defaultSettings } from '#shared/model/settings.ts';
import { detailOf } from '../testing/workspace-fixtures.ts';
import { assembleReport } from './assemble.ts';
import { html } from './markup.ts';
import { reportPage } from './report-page.ts';

const evil = `<script>alert(1)</script><img src=x onerror="alert('2')">&"' \u202Egnirts`;

function callOf(over: Partial<CallDetail> = {}): CallDetail {
  const { turns, toolCalls, ...parsed } = detailOf('call-1');
  return {
    row: {
      ...parsed,
      turnCount: 2,
      measures: null,
      review: { state: 'new', reviewer: null },
      detailState: 'ready',
      recordingState: 'ready',
    },
    detailError: null,
    detailFetchedMs: 1,
    summary: parsed.summary,
    detectedGender: null,
    accountName: null,
    cost: parsed.cost,
    disconnectionReason: null,
    varsProvided: null,
    varsExtracted: null,
    varsCollected: null,
    transcriptKind: 'turns',
    transcriptText: null,
    turns,
    toolCalls,
    recording: {
      state: 'ready',
      code: null,
      message: null,
      bytes: 1,
      receivedBytes: null,
      sha256: null,
      container: 'wav',
      codec: 'pcm-s16',
      channels: 2,
      sampleRate: 8000,
      durationMs: 150_000,
      playable: true,
      peaks: 'ready',
      pinned: false,
      streamable: false,
      warnings: [],
    },
    ...over,
  };
}

const item = (
  kind: ReviewKind,
  id: string,
  fields: Record<string, unknown>,
  over: Partial<ReviewItem> = {},
): ReviewItem => ({
  kind,
  id,
  callId: 'call-1',
  author: 'ana',
  createdMs: 1,
  updatedMs: 2,
  fields: fields as ReviewItem['fields'],
  heads: {},
  rivals: {},
  rev: 1,
  ...over,
});

const card = {
  sections: [
    {
      id: 's',
      label: 'Manners',
      weight: 1,
      criteria: [
        {
          id: 'greets',
          label: 'Greets the caller',
          guidance: '',
          answer: { type: 'yes-no', good: 'yes' },
          weight: 1,
          critical: 'no',
          allowNa: true,
          commentOnFail: false,
          required: true,
          onlyIf: null,
          auto: null,
        },
      ],
    },
  ],
  passAt: 50,
};
const turn = { index: 1, role: 'agent', startMs: 3000, text: 'How can I help?' };

function source(over: Partial<Parameters<typeof assembleReport>[0]> = {}): Parameters<typeof assembleReport>[0] {
  return {
    call: callOf(),
    timing: null,
    peaks: {
      channels: 2,
      hopMs: 250,
      durationMs: 150_000,
      values: new Int8Array(600 * 4).map((_, n) => (n % 2 === 0 ? -60 : 90)),
    },
    items: [
      item('annotation', 'n1', {
        anchor: { on: 'text', turn, quote: { exact: 'help', prefix: 'How can I ', suffix: '?', at: 10 } },
        text: `Said too late. ${evil}`,
        tags: ['t1'],
        severity: 'major',
      }),
      item('annotation', 'n2', { anchor: { on: 'range', startMs: 10_000, endMs: 12_500 }, text: 'שלום, זה הסוכן שלך' }),
      item('annotation', 'gone', { text: 'deleted words', deleted: true }),
      item('correction', 'c1', { anchor: { on: 'turn', turn }, text: 'How may I help?' }),
      item('review', 'r1', { reviewer: 'ana', versionId: 'v1', state: 'done', note: 'Fine overall', submittedMs: 5 }),
      item('score', 'r1/greets', {
        reviewId: 'r1',
        criterionId: 'greets',
        value: { is: 'answer', answer: true },
        comment: 'Friendly',
        evidence: [{ on: 'turn', turn }],
      }),
    ],
    shared: [
      item('reviewer', 'ana', { name: 'Ana' }, { callId: null }),
      item('tag', 't1', { name: 'Latency' }, { callId: null }),
      item('scorecard', 'card', { name: 'Basics' }, { callId: null }),
      item(
        'scorecard-version',
        'v1',
        { scorecardId: 'card', number: 3, definition: card, publishedMs: 1 },
        { callId: null },
      ),
    ],
    reviewer: { id: 'ana', name: 'Ana' },
    settings: defaultSettings,
    nowMs: Date.UTC(2026, 10, 25),
    ...over,
  };
}

const page = (over: Parameters<typeof source>[0] = {}) => reportPage(assembleReport(source(over)));

describe('the call report', () => {
  it('has what was noted, scored, corrected and said', () => {
    const text = page();
    for (const words of [
      'Said too late.',
      'Latency',
      'major',
      'Basics, version 3',
      'Greets the caller',
      'Friendly',
      'Fine overall',
      'passed',
      '<del>can</del>',
      '<ins>may</ins>',
      '0:10.0 – 0:12.5',
      'Turn 2, agent',
    ]) {
      expect(text).toContain(words);
    }
    expect(text).toContain('100\u202f%');
    expect(text).not.toContain('deleted words');
    expect(text.match(/<svg/g)).toHaveLength(2);
    expect(text).toContain('<p class="words" dir="rtl">');
  });

  it('lets nothing of a call become markup, wherever it stands', () => {
    const plain = source();
    const text = page({
      call: callOf({
        row: { ...plain.call.row, agentName: evil, status: evil, callerNumber: evil, id: evil, agentVersion: evil },
        summary: evil,
        cost: { amount: 1, currency: evil },
        turns: plain.call.turns.map((one) => ({ ...one, content: evil, role: 'other', rawRole: evil })),
        recording: { ...plain.call.recording, codec: evil },
      }),
      items: plain.items.map((one) => ({
        ...one,
        fields: { ...one.fields, ...(typeof one.fields.text === 'string' ? { text: evil } : {}) },
      })),
      shared: plain.shared.map((one) => ({
        ...one,
        fields: { ...one.fields, ...(one.fields.name ? { name: evil } : {}) },
      })),
      reviewer: { id: 'ana', name: evil },
    });
    expect(/<script|<img|onerror="/i.test(text)).toBe(false);
    expect(text).not.toContain('\u202e');
    expect(text).toContain('[U+202E]');
    // Nothing but what the page is made of; no address anywhere that a browser would fetch.
    const tags = new Set([...text.matchAll(/<([a-z][a-z0-9]*)/g)].map(([, tag]) => tag));
    for (const tag of ['script', 'img', 'a', 'link', 'iframe', 'object', 'form']) expect(tags.has(tag)).toBe(false);
    expect(/<[^>]*\s(?:src|href|on\w+)=/.test(text)).toBe(false);
  });

  it('shows nothing of a review that is hidden from who prints', () => {
    const blind = { name: 'March', blind: true, callIds: ['call-1'], reviewers: ['ana', 'ben'] };
    const text = page({
      shared: [...source().shared, item('pack', 'p1', blind, { callId: null })],
      reviewer: { id: 'ben', name: 'Ben' },
    });
    expect(text).not.toContain('Friendly');
    expect(text).not.toContain('Fine overall');
    expect(text).toContain('1 more of a blind calibration');
  });

  it('says what there is not, and makes no figure up', () => {
    const text = page({ peaks: null, items: [], call: callOf({ turns: [], summary: null, transcriptKind: 'none' }) });
    expect(text).toContain('No waveform');
    for (const heading of ['Scores', 'Annotations', 'Transcript', 'Findings'])
      expect(text).not.toContain(`<h2>${heading}`);
    const without = page({ shared: source().shared.filter(({ kind }) => kind !== 'scorecard-version') });
    expect(without).toContain('Its scorecard is not in this workspace.');
    expect(without).not.toContain('100\u202f%');
  });
});

it('html escapes what is put in, once', () => {
  expect(html`<b title="${'"x" & y'}">${'<i>'}${[html`<u>${1}</u>`, '<']}${null}</b>`.text).toBe(
    '<b title="&quot;x&quot; &amp; y">&lt;i&gt;<u>1</u>&lt;</b>',
  );
});
