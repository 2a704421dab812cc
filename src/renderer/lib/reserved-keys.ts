import { formatKeys, parseKeys } from './key-names.ts';

const words = (text: string): readonly string[] => text.split(' ');

/** Combinations that are somebody else's, with whose. A page cannot take the first of them, and should not the others. */
const reserved: readonly (readonly [why: string, keys: readonly string[]])[] = [
  [
    'The browser opens and closes tabs and windows with it.',
    words('Ctrl+W Ctrl+T Ctrl+N Ctrl+Q Ctrl+Shift+W Ctrl+Shift+T Ctrl+Shift+N Ctrl+Shift+P Ctrl+PageUp Ctrl+PageDown'),
  ],
  [
    'The browser uses it for its own page, address or history.',
    words(
      'Ctrl+L Ctrl+R Ctrl+Shift+R Ctrl+P Ctrl+S Ctrl+O Ctrl+U Ctrl+H Ctrl+J Ctrl+D Alt+D Alt+Left Alt+Right Alt+Home',
    ),
  ],
  ['The browser zooms with it, which some readers depend on.', words('Ctrl+Plus Ctrl+= Ctrl+- Ctrl+0')],
  ['The browser changes tabs with it.', words('Ctrl+1 Ctrl+2 Ctrl+3 Ctrl+4 Ctrl+5 Ctrl+6 Ctrl+7 Ctrl+8 Ctrl+9')],
  [
    'The browser or the system uses it.',
    words('F1 F5 F6 F7 F10 F11 F12 Ctrl+F5 Ctrl+F4 Ctrl+F6 Ctrl+Shift+I Ctrl+Shift+J'),
  ],
  ['It copies, cuts, pastes and selects text.', words('Ctrl+C Ctrl+X Ctrl+V Ctrl+Shift+V Ctrl+A')],
  [
    'The system closes, changes or moves windows with it.',
    words('Alt+F4 Alt+Space Alt+Escape Ctrl+Escape Ctrl+Shift+Escape Ctrl+M Shift+F10'),
  ],
];

const reasons: ReadonlyMap<string, string> = new Map(
  reserved.flatMap(([why, list]) => list.map((keys) => [formatKeys(parseKeys(keys)), why] as const)),
);

/** Whose a combination is: the browser's, the system's or a screen reader's; null when it is free. */
export function reservedFor(keys: string): string | null {
  const { key, mod, alt } = parseKeys(keys);
  if (key === 'Tab') return 'Tab moves the focus, and nothing else may.';
  if (key === 'Insert') return 'Screen readers use Insert for their own commands.';
  if (mod && alt) return 'Ctrl with Alt types signs on many keyboards (AltGr) and belongs to screen readers.';
  return reasons.get(keys) ?? null;
}
