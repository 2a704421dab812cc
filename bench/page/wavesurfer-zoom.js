// wavesurfer.js with what Earmark shows: peaks that are known already, a region per turn and per gap, zoom by the wheel.

import RegionsPlugin from '/regions.esm.js';
import WaveSurfer from '/wavesurfer.esm.js';
import ZoomPlugin from '/zoom.esm.js';

window.earmarkWave = {
  draw({ url, durationMs, turns }) {
    const perSecond = 100;
    const peaks = [0, 1].map((channel) => {
      const values = new Float32Array((durationMs / 1000) * perSecond);
      for (const { role, startMs, endMs } of turns) {
        if ((role === 'agent' ? 0 : 1) !== channel) continue;
        for (let at = Math.floor(startMs / 10); at < endMs / 10; at += 1)
          values[at] = 0.2 + 0.4 * Math.abs(Math.sin(at / 7));
      }
      return values;
    });
    const regions = RegionsPlugin.create();
    const wave = WaveSurfer.create({
      container: '#wave',
      url,
      peaks,
      duration: durationMs / 1000,
      splitChannels: [{}, {}],
      height: 66,
      dragToSeek: true,
      plugins: [regions, ZoomPlugin.create({ scale: 0.5, maxZoom: 250 })],
    });
    return new Promise((resolve, reject) => {
      wave.on('error', reject);
      wave.on('ready', () => {
        for (const { role, startMs, endMs, gapMs } of turns) {
          const still = { drag: false, resize: false };
          regions.addRegion({
            ...still,
            start: startMs / 1000,
            end: endMs / 1000,
            content: role === 'agent' ? 'A' : 'C',
          });
          if (gapMs !== null) regions.addRegion({ ...still, start: (startMs - gapMs) / 1000, end: startMs / 1000 });
        }
        setTimeout(resolve, 1000);
      });
      this.shownMs = () => (wave.getWidth() / (wave.getWrapper().clientWidth || 1)) * durationMs;
    });
  },
};
