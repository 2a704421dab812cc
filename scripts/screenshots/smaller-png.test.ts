import { crc32, deflateSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { smallerPng } from './smaller-png.ts';

const width = 5;
const pixelBytes = 3;
const lineBytes = width * pixelBytes;

function chunk(type: string, data: Uint8Array): Buffer {
  const made = Buffer.alloc(12 + data.length);
  made.writeUInt32BE(data.length, 0);
  made.write(type, 4, 'latin1');
  made.set(data, 8);
  made.writeUInt32BE(crc32(made.subarray(4, 8 + data.length)), 8 + data.length);
  return made;
}

/** A PNG of these lines, each with the filter named. Stored uncompressed, so that any other form is smaller. */
function pngOf(lines: readonly Uint8Array[], filters: readonly number[]): Buffer {
  const header = Buffer.from([0, 0, 0, width, 0, 0, 0, lines.length, 8, 2, 0, 0, 0]);
  const filtered = lines.map((line, y) => {
    const above = lines[y - 1];
    const filter = filters[y] ?? 0;
    const bytes = line.map((value, x) => {
      const left = x >= pixelBytes ? (line[x - pixelBytes] ?? 0) : 0;
      const up = above?.[x] ?? 0;
      const corner = x >= pixelBytes ? (above?.[x - pixelBytes] ?? 0) : 0;
      const nearest = [left, up, corner].toSorted(
        (a, b) => Math.abs(left + up - corner - a) - Math.abs(left + up - corner - b),
      );
      return value - ([0, left, up, Math.floor((left + up) / 2), nearest[0] ?? 0][filter] ?? 0);
    });
    return Buffer.concat([Buffer.from([filter]), bytes]);
  });
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  const data = deflateSync(Buffer.concat(filtered), { level: 0 });
  const padding = chunk('tEXt', Buffer.alloc(400, 'x'));
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    padding,
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The bytes of the picture, of a file without filters. */
function plainLines(png: Buffer): Buffer[] {
  const at = png.indexOf('IDAT', 0, 'latin1');
  const lines = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)));
  return Array.from({ length: lines.length / (lineBytes + 1) }, (_, y) => {
    expect(lines[y * (lineBytes + 1)]).toBe(0);
    return lines.subarray(y * (lineBytes + 1) + 1, (y + 1) * (lineBytes + 1));
  });
}

const line = fc.uint8Array({ minLength: lineBytes, maxLength: lineBytes });

it('keeps every pixel, whatever the filters', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(line, fc.nat(4)), { minLength: 1, maxLength: 6 }), (rows) => {
      const lines = rows.map(([bytes]) => bytes);
      const png = pngOf(
        lines,
        rows.map(([, filter]) => filter),
      );
      const made = smallerPng(png);
      expect(made.length).toBeLessThan(png.length);
      expect(plainLines(made).map((bytes) => [...bytes])).toEqual(lines.map((bytes) => [...bytes]));
    }),
  );
});

it('refuses what it does not know', () => {
  expect(() => smallerPng(Buffer.from('GIF89a'))).toThrow('not a PNG');
  const interlaced = pngOf([new Uint8Array(lineBytes)], [0]);
  interlaced[8 + 8 + 12] = 1;
  expect(() => smallerPng(interlaced)).toThrow('another kind');
});
