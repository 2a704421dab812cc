// Earmark's own canvas without the rest of the app, with more on it than any call of the benchmark has: 2,000 measured gaps
// and overlaps beside the turns. Bundled by bench/lib/wave-subjects.ts.

import { decodePeaks } from '../../src/renderer/features/call/wave/load-peaks.ts';
import { readPalette } from '../../src/renderer/features/call/wave/palette.ts';
import { createWaveRenderer } from '../../src/renderer/features/call/wave/renderer.ts';
import { buildLanes, buildMarks } from '../../src/renderer/features/call/wave/scene.ts';
import { createViewStore } from '../../src/renderer/features/call/wave/view-store.ts';
import { createPeaksBuilder } from '../../src/shared/logic/peaks.ts';
import { zoomView } from '../../src/shared/logic/wave-view.ts';

const rate = 8000;

/** Peaks of a call with a buzz wherever somebody speaks, made as the app makes them. */
function peaksOf(turns, durationMs) {
  const builder = createPeaksBuilder({ channels: 2, sampleRate: rate });
  for (let fromMs = 0; fromMs < durationMs; fromMs += 60_000) {
    const channels = [0, 1].map(() => new Float32Array((Math.min(60_000, durationMs - fromMs) * rate) / 1000));
    for (const { role, startMs, endMs } of turns) {
      const samples = channels[role === 'agent' ? 0 : 1];
      const first = Math.max(0, ((startMs - fromMs) * rate) / 1000);
      const last = Math.min(samples.length, ((endMs - fromMs) * rate) / 1000);
      for (let at = Math.floor(first); at < last; at += 1) samples[at] = 0.4 * Math.sin(at / 9) * Math.sin(at / 1500);
    }
    builder.push(channels);
  }
  return decodePeaks(new Uint8Array(builder.finish()));
}

/** So many gaps and so many overlaps: more than there are turns. */
const MARKS = 1000;

function marksOf(durationMs) {
  const each = durationMs / MARKS;
  const all = (make) => Array.from({ length: MARKS }, (_, i) => make(i, i * each));
  return {
    overlaps: all((i, at) => ({
      startMs: at,
      endMs: at + 300,
      first: i % 2 === 0 ? 'agent' : 'caller',
      kind: ['barge-in', 'backchannel', 'talk-over'][i % 3],
    })),
    measured: all((position, at) => {
      return { position, startMs: at + 300, endMs: at + 1200, gapMs: 900, level: 'ok', certain: position % 4 !== 0 };
    }),
    deadAir: [],
    holds: [],
  };
}

window.earmarkWave = {
  draw({ durationMs, turns }) {
    const [minimap, main] = document.querySelectorAll('canvas');
    const view = createViewStore(durationMs);
    const lanes = buildLanes(2, ['agent', 'caller']);
    const thresholds = { slowLatencyMs: 1200, badLatencyMs: 2000 };
    const spoken = turns.map((turn) => ({ ...turn, reportedGapMs: turn.gapMs }));
    const sound = ['agent', 'caller'].map((role) => {
      return { speech: turns.filter((turn) => turn.role === role), other: [] };
    });
    const scene = {
      durationMs,
      lanes,
      peaks: peaksOf(turns, durationMs),
      arrivedMs: null,
      ...buildMarks(spoken, lanes, thresholds, null),
      ...marksOf(durationMs),
      sound,
      notes: [],
    };
    const palette = readPalette(() => '#335577');
    const renderer = createWaveRenderer({ main, minimap }, view, new AbortController().signal);
    const head = document.querySelector('#head');
    const quiet = { activeSpan: null, activeNote: null, marking: null };
    renderer.set({ scene, palette, activeTurn: 0, ...quiet });
    main.addEventListener('wheel', (event) => {
      event.preventDefault();
      const { startMs, endMs } = view.getState().view;
      const anchor = startMs + (event.offsetX / main.clientWidth) * (endMs - startMs);
      view.change((shown, length) => zoomView(shown, length, anchor, Math.exp(-event.deltaY * 0.003)));
    });
    main.addEventListener('pointermove', (event) => {
      if (event.buttons === 0) return;
      head.style.transform = `translateX(${event.offsetX}px)`;
      renderer.set({ scene, palette, activeTurn: Math.floor(event.offsetX) % turns.length, ...quiet });
    });
    this.shownMs = () => view.getState().view.endMs - view.getState().view.startMs;
    return new Promise((resolve) => setTimeout(resolve, 500));
  },
};
