const { join } = require('node:path');

/** The layers of docs/architecture.md. `path` patterns are regular expressions over paths from the checkout's root. */

/** Files that belong to tests only: they may look wherever they need to. */
const testOnly = '\\.test\\.tsx?$|^src/[^/]+/(testing|fixtures)/|/fixtures/';

/** A rule: files matching `from` must not import files matching `to` (unless it also matches `except`). */
function never(name, comment, from, to, { except, notFrom } = {}) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: from, pathNot: [testOnly, ...(notFrom ? [notFrom] : [])] },
    to: { path: to, ...(except ? { pathNot: except } : {}) },
  };
}

module.exports = {
  forbidden: [
    never(
      'shared-imports-nothing',
      'shared runs anywhere: only itself, zod and the oRPC contract',
      '^src/shared/',
      '.',
      { except: '^src/shared/|(^|/)node_modules/(zod|@orpc/contract)/' },
    ),
    never(
      'renderer-stays-in-the-page',
      'the renderer knows shared only',
      '^src/renderer/',
      '^(src/(?!renderer|shared)|scripts|bench|crash|e2e)',
    ),
    {
      name: 'renderer-has-no-node',
      comment: 'the page is sandboxed: no Node modules',
      severity: 'error',
      from: { path: '^src/(renderer|shared)/', pathNot: testOnly },
      to: { dependencyTypes: ['core'] },
    },
    never('main-never-renderer', 'main must run without a page', '^src/main/', '^src/(renderer|preload)/'),
    never('preload-is-thin', 'the preload hands over a port', '^src/preload/', '.', {
      except: '^src/(preload|shared)/|(^|/)node_modules/electron/',
    }),
    never(
      'electron-in-its-folder',
      'everything else must run in plain Node',
      '^',
      '(^|/)node_modules/electron/|^electron$',
      {
        notFrom: '^src/main/electron/|^src/main/index\\.ts$|^src/preload/|^scripts/',
      },
    ),
    never(
      'electron-host-is-a-leaf',
      'nothing builds on the Electron host',
      '^src/',
      '^src/main/(electron/|index\\.ts$)',
      {
        notFrom: '^src/main/electron/|^src/main/index\\.ts$',
      },
    ),
    never('node-host-is-a-leaf', 'services get what they need as ports', '^src/main/', '^src/main/node/', {
      notFrom: '^src/main/(node|electron|faults)/|^src/main/index\\.ts$',
    }),
    never('sql-in-the-store', 'only the store speaks SQL', '^', '(^|/)node_modules/(@types/)?better-sqlite3/', {
      notFrom: '^src/main/store/|^bench/|^crash/',
    }),
    never('sandbox-stands-alone', 'the sandbox is the vendor: it knows nothing of main', '^src/sandbox/', '^src/', {
      except: '^src/(sandbox|shared)/',
    }),
    never('sandbox-by-hosts-only', 'the app must not know that its vendor is ours', '^src/', '^src/sandbox/', {
      notFrom: '^src/sandbox/|^src/main/(node|electron|faults)/',
    }),
    never('scripts-are-not-imported', 'src must run without the scripts', '^src/', '^(scripts|bench|crash|e2e)/'),
    {
      name: 'no-cycles',
      comment: 'a cycle is one module in several files',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'a file that nothing uses',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [
          testOnly,
          '\\.d\\.ts$',
          '^src/(main|preload)/index\\.ts$',
          '^src/renderer/app/main\\.tsx$',
          '^scripts/',
          '^bench/',
          '^crash/',
        ],
      },
      to: {},
    },
    {
      name: 'resolvable',
      comment: 'an import that leads nowhere',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-undeclared-packages',
      comment: 'a package that package.json does not name',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    babelConfig: { fileName: join(__dirname, 'scripts', 'lib', 'imports-only.cjs') },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
  },
};
