const roles = [
  'agent',
  'caller',
  'ok',
  'slow',
  'bad',
  'measured',
  'accent',
  'line',
  'line-strong',
  'text-1',
  'text-2',
  'text-3',
  'surface-1',
  'surface-2',
  'note',
  'tag-grey',
  'tag-blue',
  'tag-teal',
  'tag-green',
  'tag-yellow',
  'tag-orange',
  'tag-red',
  'tag-purple',
] as const;
/** Colours by role. */
export type Palette = Readonly<Record<(typeof roles)[number], string>>;

/** Reads the colours of the theme that is drawn now. */
export function readPalette(readToken: (role: string) => string): Palette {
  return Object.fromEntries(roles.map((role) => [role, readToken(role)])) as Palette;
}
