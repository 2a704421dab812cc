import { build } from './lib/ensure-build.ts';

await build();
