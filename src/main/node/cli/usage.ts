export const commandNames = ['serve', 'sync', 'export', 'import', 'verify', 'status'] as const;
export type CommandName = (typeof commandNames)[number];

export const generalUsage = `earmark <command> [options]

  serve    serve the app to a browser on this machine
  sync     fetch calls and recordings into a folder
  export   write calls and review work in one of nine formats, or a bundle for a colleague
  import   merge a colleague's bundle, or read annotations that another program wrote
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
  export: `earmark export --out PATH [--format NAME] [--call ID]... [--data-dir DIR] [--json]

${dataDir}
  --format NAME        jsonl (default): everything, one line a call
                       csv: tables of calls, turns, annotations, scores
                       jsonld (W3C Web Annotation), vtt, srt, textgrid (Praat), eaf (ELAN),
                       audacity, rttm: a file for each call
                       bundle: review work for a colleague's Earmark (NAME.earmark)
  --call ID            only this call; may be repeated (default: all calls)
  --out PATH           file to write; for several files a new or empty folder, or NAME.zip

 bundles only
  --pack ID            a calibration pack with its calls; may be repeated
  --work WHOSE         all (default), own, or none: whose review work goes along
  --with-calls         the calls themselves too, for a colleague without access to the API
  --with-recordings    their recordings too
  --redact RULES       a JSON file with what to take out (docs/cli.md)

${json}
`,
  import: `earmark import FILE [--call ID] [--format NAME] [--tier NAME]... [--update] [--dry-run] [--data-dir DIR] [--json]

  FILE                 a bundle (.earmark), annotations that another program wrote, or an export of this one
${dataDir}
  --call ID            the call they belong to (default: the calls that the file names)
  --format NAME        auto (default), jsonl, csv, jsonld, vtt, textgrid, eaf, audacity
  --tier NAME          only annotations on this tier; may be repeated
  --update             change annotations that are here to what the file says
  --dry-run            say what would be changed and change nothing
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
