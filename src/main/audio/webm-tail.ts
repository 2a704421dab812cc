import { open } from 'node:fs/promises';

const TAIL_BYTES = 256 * 1024;
const DISCARD_PADDING_ID = [0x75, 0xa2];
const NS_PER_SECOND = 1e9;
const MAX_DISCARD_SECONDS = 0.12;

/**
 * Reads how much of a WebM file's last packet is padding: the `DiscardPadding` element right behind the packet.
 * mediabunny does not tell it, and without it the sound is up to a packet too long.
 *
 * @param lastPacket the packet's bytes as they stand in the file.
 * @returns seconds to cut off the end; 0 when the file does not say.
 */
export async function readDiscardPadding(filePath: string, lastPacket: Uint8Array): Promise<number> {
  const file = await open(filePath, 'r');
  try {
    const { size } = await file.stat();
    const tail = Buffer.alloc(Math.min(size, TAIL_BYTES));
    await file.read(tail, 0, tail.length, size - tail.length);
    const packetAt = lastPacket.length === 0 ? -1 : tail.lastIndexOf(lastPacket);
    if (packetAt < 0) return 0;
    const at = packetAt + lastPacket.length;
    const length = (tail[at + 2] ?? 0) & 0x7f;
    const isElement = tail[at] === DISCARD_PADDING_ID[0] && tail[at + 1] === DISCARD_PADDING_ID[1];
    if (!isElement || length < 1 || length > 6 || at + 3 + length > tail.length) return 0;
    const value = tail.readIntBE(at + 3, length) / NS_PER_SECOND;
    return value > 0 && value <= MAX_DISCARD_SECONDS ? value : 0;
  } finally {
    await file.close();
  }
}
