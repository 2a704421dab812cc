import { backupUserData } from '../../src/main/store/backup.ts';
import { openForWriting } from '../../src/main/store/open.ts';

// Backs up what cannot be fetched again: `node backup.ts DIR`.
const dir = process.argv[2] ?? '';
const db = openForWriting(dir);
backupUserData(db, dir, Date.now());
db.close();
