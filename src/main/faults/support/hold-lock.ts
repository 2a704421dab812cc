// A process of its own that writes to a workspace's database: node hold-lock.ts DIR MS
import { setTimeout as sleep } from 'node:timers/promises';
import { openForWriting } from '../../store/open.ts';

const [dir = '', ms = '0'] = process.argv.slice(2);
const db = openForWriting(dir);
db.exec('BEGIN IMMEDIATE');
process.stdout.write('held\n');
await sleep(Number(ms));
db.exec('COMMIT');
db.close();
process.stdout.write('let go\n');
