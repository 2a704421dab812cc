import { z } from 'zod';
import { installTrustedTypes } from '../lib/trusted-types.ts';

// First of all modules: what follows parses while it loads, and zod would try `new Function`, which the CSP reports.
installTrustedTypes();
z.config({ jitless: true });
