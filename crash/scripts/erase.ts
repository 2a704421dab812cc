import { rmSync } from 'node:fs';
import { eraseCall } from '../../src/main/store/erase.ts';
import { openForWriting } from '../../src/main/store/open.ts';
import { longCallId } from '../lib/calls.ts';

// Erases one call with its files: `node erase.ts DIR`.
const dir = process.argv[2] ?? '';
const db = openForWriting(dir);
for (const file of eraseCall(db, dir, longCallId, Date.now()).files) rmSync(file, { force: true });
db.close();
