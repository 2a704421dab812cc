import { openForWriting } from '../../src/main/store/open.ts';

// Rewrites the whole database: `node vacuum.ts DIR`.
const db = openForWriting(process.argv[2] ?? '');
db.exec('VACUUM');
db.close();
