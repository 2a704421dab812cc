/** JSON text that must go out as it stands, because no JavaScript value would serialise to it. */
export class RawJson {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** `JSON.stringify` that also knows `RawJson`. */
export function toJsonText(value: unknown): string {
  const raw: string[] = [];
  const text = JSON.stringify(value, (_key, item: unknown) => {
    if (!(item instanceof RawJson)) return item;
    raw.push(item.text);
    return `\u0001raw${raw.length - 1}\u0001`;
  });
  return raw.length === 0 ? text : text.replace(/"\\u0001raw(\d+)\\u0001"/g, (_all, index) => raw[Number(index)] ?? '');
}
