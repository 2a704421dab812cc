import { pathToFileURL } from 'node:url';
import { ensureBuild } from './lib/ensure-build.ts';
import { fromRoot } from './lib/root.ts';

await ensureBuild();
// In this very process, so that SIGTERM reaches the command and not a parent of it.
await import(pathToFileURL(fromRoot('out', 'main', 'earmark.js')).href);
