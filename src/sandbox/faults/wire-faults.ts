import { gzipSync } from 'node:zlib';
import { bytesBody, collectBody, type Reply, takeBytes, withHeaders } from '../http/reply.ts';
import type { Wire } from '../http/wire.ts';
import type { FaultOf, FaultTarget, WireFault } from './fault.ts';
import type { FaultHooks, FaultMakers } from './hooks.ts';

const everywhere: readonly FaultTarget[] = ['list', 'get', 'media'];

/** Faults of the connection. */
export const wireFaults: FaultMakers<WireFault> = {
  'reset-before-headers': { targets: everywhere, make: () => ({ send: (wire) => wire.reset() }) },
  'reset-after-headers': { targets: everywhere, make: resetAfterHeaders },
  'reset-mid-body': { targets: everywhere, make: resetMidBody },
  'short-body': { targets: everywhere, make: shortBody },
  'truncated-chunked': { targets: everywhere, make: truncatedChunked },
  'close-delimited-cut': { targets: everywhere, make: closeDelimitedCut },
  'truncated-gzip': { targets: everywhere, make: truncatedGzip },
  'long-body': { targets: everywhere, make: longBody },
  'stall-before-headers': { targets: everywhere, make: stallBeforeHeaders },
  'stall-mid-body': { targets: everywhere, make: stallMidBody },
  'slow-drip': { targets: everywhere, make: slowDrip },
};

function lengthOf(reply: Reply): Record<string, string> {
  return { 'Content-Length': String(reply.body.length) };
}

async function writeUpTo(wire: Wire, reply: Reply, limit: number): Promise<void> {
  for await (const chunk of takeBytes(reply.body, limit)) {
    if (wire.closed) return;
    await wire.write(chunk);
  }
}

function resetAfterHeaders(): FaultHooks {
  return {
    async send(wire, reply) {
      await wire.head(reply, lengthOf(reply));
      await wire.reset();
    },
  };
}

function resetMidBody({ atByte }: FaultOf<'reset-mid-body'>): FaultHooks {
  return {
    async send(wire, reply) {
      await wire.head(reply, lengthOf(reply));
      await writeUpTo(wire, reply, atByte);
      await wire.reset();
    },
  };
}

function shortBody({ atByte }: FaultOf<'short-body'>): FaultHooks {
  return {
    async send(wire, reply) {
      await wire.head(reply, lengthOf(reply));
      await writeUpTo(wire, reply, Math.min(atByte, reply.body.length - 1));
      wire.finish();
    },
  };
}

function truncatedChunked({ atByte }: FaultOf<'truncated-chunked'>): FaultHooks {
  return {
    async send(wire, reply) {
      await wire.head(reply, { 'Transfer-Encoding': 'chunked' });
      for await (const chunk of takeBytes(reply.body, atByte)) {
        if (wire.closed) return;
        await wire.write(Buffer.from(`${chunk.byteLength.toString(16)}\r\n`));
        await wire.write(chunk);
        await wire.write(Buffer.from('\r\n'));
      }
      wire.finish();
    },
  };
}

function closeDelimitedCut({ atByte }: FaultOf<'close-delimited-cut'>): FaultHooks {
  return {
    async send(wire, reply) {
      await wire.head(reply);
      await writeUpTo(wire, reply, atByte);
      wire.finish();
    },
  };
}

function truncatedGzip({ missingBytes = 12 }: FaultOf<'truncated-gzip'>): FaultHooks {
  return {
    async reply(reply) {
      const packed = gzipSync(await collectBody(reply.body));
      const cut = packed.subarray(0, Math.max(1, packed.byteLength - missingBytes));
      return { ...withHeaders(reply, { 'Content-Encoding': 'gzip' }), body: bytesBody(cut) };
    },
  };
}

function longBody({ extraBytes = 64 }: FaultOf<'long-body'>): FaultHooks {
  return {
    async send(wire, reply) {
      await wire.head(reply, lengthOf(reply));
      await writeUpTo(wire, reply, reply.body.length);
      await wire.write(Buffer.alloc(extraBytes, 'x'));
      wire.finish();
    },
  };
}

function stallBeforeHeaders({ ms }: FaultOf<'stall-before-headers'>): FaultHooks {
  return {
    async send(wire, reply) {
      await wire.pause(ms);
      if (wire.closed) return;
      await wire.head(reply, lengthOf(reply));
      await writeUpTo(wire, reply, reply.body.length);
      wire.finish();
    },
  };
}

function stallMidBody({ atByte, ms }: FaultOf<'stall-mid-body'>): FaultHooks {
  return {
    async send(wire, reply) {
      await wire.head(reply, lengthOf(reply));
      let sent = 0;
      let stalled = false;
      for await (const chunk of reply.body.chunks()) {
        const rest = atByte - sent;
        sent += chunk.byteLength;
        if (!stalled && chunk.byteLength >= rest) {
          stalled = true;
          await wire.write(chunk.subarray(0, rest));
          await wire.pause(ms);
          if (wire.closed) return;
          await wire.write(chunk.subarray(rest));
        } else await wire.write(chunk);
        if (wire.closed) return;
      }
      wire.finish();
    },
  };
}

function slowDrip({ bytes, everyMs }: FaultOf<'slow-drip'>): FaultHooks {
  return {
    async send(wire, reply) {
      await wire.head(reply, lengthOf(reply));
      for await (const chunk of reply.body.chunks()) {
        for (let at = 0; at < chunk.byteLength; at += bytes) {
          if (wire.closed) return;
          await wire.write(chunk.subarray(at, at + bytes));
          await wire.pause(everyMs);
        }
      }
      wire.finish();
    },
  };
}
