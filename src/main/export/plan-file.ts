import { createHash } from 'node:crypto';
import { FormatError } from '#shared/logic/formats/format-error.ts';
import { carrying } from '#shared/logic/formats/formats.ts';
import { type ImportPlan, planImport } from '#shared/logic/formats/plan-import.ts';
import { itemsOf } from '#shared/logic/review/read-item.ts';
import type { ImportFormat } from '#shared/model/exchange-formats.ts';
import type { ReadAnnotation } from '#shared/model/review/exchange.ts';
import type { ReadDb } from '../store/db.ts';
import { findChangedItems, findItem } from '../store/review-items.ts';
import { createAssembler } from './assemble.ts';
import { readAnnotations } from './read-annotations.ts';

export interface ImportRequest {
  readonly bytes: Uint8Array;
  /** The file's name, for what its end says. */
  readonly name: string;
  readonly format: ImportFormat | 'auto';
  /** The call they go to; null = the calls that the file names. */
  readonly callId: string | null;
  /** Only annotations on these tiers; null = all. */
  readonly layers: readonly string[] | null;
  /** Makes annotations that are here as the file has them. */
  readonly update: boolean;
}

/** What an import of a file would do. */
export interface FilePlan {
  readonly format: ImportFormat;
  /** Tiers of the file, with how many annotations are on each; empty for a format without tiers. */
  readonly layers: readonly { readonly name: string; readonly annotations: number }[];
  readonly calls: readonly ({ readonly callId: string; readonly isHere: boolean } & ImportPlan)[];
  /** What was left out and why, in sentences. */
  readonly leftOut: readonly string[];
}

/**
 * Reads a file of annotations and decides what it changes; writes nothing.
 *
 * @throws FormatError for a file that cannot be read, or that names no call where none is given.
 */
export function planFile(db: ReadDb, request: ImportRequest): FilePlan {
  const { format, file } = readAnnotations(request.bytes, request.name, request.format);
  const { layers, update } = request;
  const wanted = file.annotations.filter(({ layer }) => layers === null || (layer !== null && layers.includes(layer)));
  const assembler = createAssembler(db);
  const tags = itemsOf('tag', findChangedItems(db, null, 0).items).flatMap(({ id, fields }) =>
    fields.name === null ? [] : [{ id, name: fields.name }],
  );
  const calls = [...byCall(wanted, request.callId)].map(([callId, annotations]) => {
    const call = assembler.call(callId);
    const plan = planImport({
      annotations,
      carrying: carrying[format],
      call: { id: callId, recordingMs: call?.recordingMs ?? null },
      here: (call ?? assembler.reviewOf(callId)).annotations,
      findItem: (kind, id) => findItem(db, kind, id),
      tags,
      digest: (text) => createHash('sha256').update(text).digest('base64url').slice(0, 24),
      update,
    });
    return { callId, isHere: call !== undefined, ...plan };
  });
  return { format, layers: countLayers(file.annotations), calls, leftOut: file.leftOut };
}

function byCall(annotations: readonly ReadAnnotation[], callId: string | null): Map<string, ReadAnnotation[]> {
  const groups = new Map<string, ReadAnnotation[]>();
  for (const one of annotations) {
    const to = callId ?? one.callId;
    if (to === null)
      throw new FormatError('the file does not say which call this belongs to; name the call.', one.line);
    const group = groups.get(to) ?? [];
    group.push(one);
    groups.set(to, group);
  }
  return groups;
}

function countLayers(annotations: readonly ReadAnnotation[]): FilePlan['layers'] {
  const counts = new Map<string, number>();
  for (const { layer } of annotations) if (layer !== null) counts.set(layer, (counts.get(layer) ?? 0) + 1);
  return [...counts].map(([name, count]) => ({ name, annotations: count }));
}
