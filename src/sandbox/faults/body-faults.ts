import { constants, crc32, deflateRawSync } from 'node:zlib';
import { type Body, bytesBody, collectBody, type Reply, withHeaders } from '../http/reply.ts';
import type { BodyFault, FaultOf, FaultTarget } from './fault.ts';
import type { FaultHooks, FaultMakers } from './hooks.ts';

const jsonOnly: readonly FaultTarget[] = ['list', 'get'];
const megabyte = 1024 * 1024;

/** Faults inside an answer of 200. */
export const bodyFaults: FaultMakers<BodyFault> = {
  'replace-body': { targets: jsonOnly, make: replaceBody },
  'truncated-json': { targets: jsonOnly, make: truncatedJson },
  'invalid-utf8': { targets: jsonOnly, make: invalidUtf8 },
  'huge-body': { targets: jsonOnly, make: hugeBody },
  'gzip-bomb': { targets: jsonOnly, make: gzipBomb },
};

const replacements: Record<FaultOf<'replace-body'>['body'], string> = {
  empty: '',
  null: 'null',
  array: '[]',
  string: '"ok"',
  'wrong-shape': '{"data":{"items":[{"id":1}]},"ok":true}',
};

function replaceBody({ body }: FaultOf<'replace-body'>): FaultHooks {
  return { reply: (reply) => ({ ...reply, status: 200, body: bytesBody(Buffer.from(replacements[body])) }) };
}

function truncatedJson({ atByte }: FaultOf<'truncated-json'>): FaultHooks {
  return {
    async reply(reply) {
      const text = await collectBody(reply.body);
      return { ...reply, body: bytesBody(text.subarray(0, atByte ?? Math.floor(text.byteLength / 2))) };
    },
  };
}

/** Bytes that begin no UTF-8 sequence, put inside the first string value. */
function invalidUtf8(): FaultHooks {
  return {
    async reply(reply) {
      const text = await collectBody(reply.body);
      const at = text.indexOf(':"') + 2;
      const bad = Buffer.from([0xc3, 0x28, 0xff, 0xfe]);
      return { ...reply, body: bytesBody(Buffer.concat([text.subarray(0, at), bad, text.subarray(at)])) };
    },
  };
}

/** The body with a field `padding` of the given size in its first object, or around it when it has none. */
async function splitForPadding(reply: Reply): Promise<{ before: Buffer; after: Buffer }> {
  const text = (await collectBody(reply.body)).toString('utf8');
  const open = text.indexOf('{');
  if (open < 0) return { before: Buffer.from('[{"padding":"'), after: Buffer.from('"}]') };
  const rest = text.slice(open + 1);
  const comma = rest.trimStart().startsWith('}') ? '' : ',';
  return { before: Buffer.from(`${text.slice(0, open + 1)}"padding":"`), after: Buffer.from(`"${comma}${rest}`) };
}

function hugeBody({ megabytes }: FaultOf<'huge-body'>): FaultHooks {
  return {
    async reply(reply) {
      const { before, after } = await splitForPadding(reply);
      const pad = Buffer.alloc(megabyte, 'x');
      const body: Body = {
        length: before.byteLength + megabytes * megabyte + after.byteLength,
        *chunks() {
          yield before;
          for (let i = 0; i < megabytes; i++) yield pad;
          yield after;
        },
      };
      return { ...reply, body };
    },
  };
}

function gzipBomb({ megabytes }: FaultOf<'gzip-bomb'>): FaultHooks {
  return {
    async reply(reply) {
      const { before, after } = await splitForPadding(reply);
      const body = bytesBody(paddedGzip(before, megabytes, after));
      return { ...withHeaders(reply, { 'Content-Encoding': 'gzip' }), body };
    },
  };
}

/**
 * One valid gzip member around megabytes of padding, without compressing them: a block that ends in a full flush
 * depends on nothing before it, so the same compressed megabyte can be repeated.
 */
function paddedGzip(before: Buffer, megabytes: number, after: Buffer): Buffer {
  const pad = Buffer.alloc(megabyte, 'x');
  const block = (data: Buffer): Buffer => deflateRawSync(data, { finishFlush: constants.Z_FULL_FLUSH, level: 9 });
  const padBlock = block(pad);
  let crc = crc32(before);
  for (let i = 0; i < megabytes; i++) crc = crc32(pad, crc);
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(after, crc), 0);
  trailer.writeUInt32LE((before.byteLength + megabytes * megabyte + after.byteLength) % 2 ** 32, 4);
  const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 3]);
  return Buffer.concat([
    header,
    block(before),
    ...Array.from({ length: megabytes }, () => padBlock),
    deflateRawSync(after),
    trailer,
  ]);
}
