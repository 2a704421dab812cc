// Runs one of the scripts beside it: `node scripts/run.mjs <name> [args]`. Plain JavaScript, so that an old Node can
// still read the sentence below; npm itself puts Node 24 (the `node` dev dependency) first on PATH.
const major = Number(process.versions.node.split('.')[0]);
const [name, ...args] = process.argv.slice(2);
const scripts = {
  build: () => import('./build.ts'),
  check: () => import('./check.ts'),
  dist: () => import('./dist.ts'),
  earmark: () => import('./earmark.ts'),
  screenshots: () => import('./screenshots.ts'),
  soak: () => import('../crash/soak.ts'),
  start: () => import('./start.ts'),
  test: () => import('./test.ts'),
  'test:crash': () => import('./test-crash.ts'),
};

if (major < 24) {
  console.error(
    `Earmark's scripts need Node 24 or newer; this is Node ${process.versions.node}. ` +
      'Run them through npm (for example: npm start), which brings its own Node 24 along after npm ci.',
  );
  process.exitCode = 1;
} else if (name === undefined || !Object.hasOwn(scripts, name)) {
  console.error(`Usage: node scripts/run.mjs ${Object.keys(scripts).join('|')} [options]`);
  process.exitCode = 2;
} else {
  // The script finds its own arguments where it would if it had been started by itself.
  process.argv.splice(2, process.argv.length - 2, ...args);
  await scripts[name]();
}
