export const commandNames = ['serve', 'sync', 'export', 'verify', 'status'] as const;
export type CommandName = (typeof commandNames)[number];

export const generalUsage = `earmark <command> [options]

  serve    serve the app to a browser on this machine
  sync     fetch calls and recordings into a folder
  export   write all calls as JSON lines
  verify   check the database and every recording
  status   say what a folder holds

earmark <command> --help shows a command's options; earmark --version its version.
`;

const dataDir = '  --data-dir DIR       folder of the data (default: the user data folder)';
const json = '  --json               print one JSON object as the last line';

export const usages: Readonly<Record<CommandName, string>> = {
  serve: `earmark serve [--data-dir DIR] [--port N] [--demo] [--open] [--json]

${dataDir}
  --port N             port on 127.0.0.1 (default: any free one)
  --demo               open the demo workspace, served by a built-in server
  --open               open the link in the default browser
  --json               print {"url": ...} as the first line
`,
  sync: `earmark sync [--data-dir DIR] [--base-url URL] [--api-key-env NAME] [--no-recordings] [--json]

${dataDir}
  --base-url URL       address of the API (default: the one stored in the folder)
  --api-key-env NAME   environment variable with the API key (default: EARMARK_API_KEY)
  --no-recordings      leave the recordings where they are
${json}
`,
  export: `earmark export --out FILE [--format jsonl] [--data-dir DIR] [--json]

${dataDir}
  --format jsonl       one JSON object per call and line (the only format so far)
  --out FILE           file to write
${json}
`,
  verify: `earmark verify [--data-dir DIR] [--json]

${dataDir}
${json}
`,
  status: `earmark status [--data-dir DIR] [--json]

${dataDir}
${json}
`,
};
