// wavesurfer.js as its first example shows it: a container and a URL. It fetches, decodes and draws by itself.
import WaveSurfer from '/wavesurfer.esm.js';

window.earmarkBench = {
  draw(url) {
    const began = performance.now();
    const wave = WaveSurfer.create({ container: '#wave', url });
    return new Promise((resolve, reject) => {
      wave.on('error', reject);
      wave.on('ready', () => {
        requestAnimationFrame(() => {
          const channel = new MessageChannel();
          channel.port1.onmessage = () =>
            resolve({
              ms: performance.now() - began,
              seconds: wave.getDuration(),
              channels: wave.getDecodedData()?.numberOfChannels,
            });
          channel.port2.postMessage(null);
        });
      });
    });
  },
};
