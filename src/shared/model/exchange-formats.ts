/** Formats that calls are written in. What each carries: docs/formats.md. */
export const exportFormats = ['jsonl', 'csv', 'jsonld', 'vtt', 'srt', 'textgrid', 'eaf', 'audacity', 'rttm'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Formats that annotations are read from. */
export const importFormats = ['jsonl', 'csv', 'jsonld', 'vtt', 'textgrid', 'eaf', 'audacity'] as const;
export type ImportFormat = (typeof importFormats)[number];
