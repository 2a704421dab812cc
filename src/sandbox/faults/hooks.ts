import type { CallJson } from '../api/generations.ts';
import type { ListPage, ListRequest, Problem } from '../api/list.ts';
import type { Reply } from '../http/reply.ts';
import type { Wire } from '../http/wire.ts';
import type { Fault, FaultKind, FaultOf, FaultTarget } from './fault.ts';

/** What a paging fault may use. */
export interface ListTools {
  readonly request: ListRequest;
  select(request: ListRequest): ListPage | Problem;
  shape(id: string): CallJson | undefined;
}

/** What a fault knows of the request. */
export interface ReplyTools {
  readonly target: FaultTarget;
  readonly nowMs: number;
  /** How often this fault has been applied, this time included. */
  readonly applied: number;
  /** An error answer in the vendor's or the signer's words. */
  error(status: number, message: string): Reply;
  /** The signer's own answers; only for media. */
  readonly storage: StorageAnswers | undefined;
}

/** What a storage service says in its own words. */
export interface StorageAnswers {
  expired(): Reply;
  refused(): Reply;
  notFound(): Reply;
  /** Refuses the URL of this request from now on. */
  revokeUrl(): void;
}

/** A stored file as one request sees it. */
export interface FileView {
  readonly ignoreRange: boolean;
}

/** The places where a fault can act, in the order in which they are passed. A fault uses one or two of them. */
export interface FaultHooks {
  list?(page: ListPage | Problem, tools: ListTools): ListPage | Problem;
  /** The items of a page, after `call` was applied to each. */
  items?(items: readonly unknown[], tools: ListTools): readonly unknown[];
  /** One call of a list or a Get. */
  call?(call: CallJson): unknown;
  file?(file: FileView): FileView;
  reply?(reply: Reply, tools: ReplyTools): Reply | Promise<Reply>;
  /** Writes the reply; the first fault with this hook does it, the others are not asked. */
  send?(wire: Wire, reply: Reply, tools: ReplyTools): Promise<void>;
}

/** How a kind of fault is made: where it fits, and its hooks. */
export interface FaultMaker<K extends FaultKind> {
  readonly targets: readonly FaultTarget[];
  make(fault: FaultOf<K>): FaultHooks;
}

/** One maker per kind of a group of faults. */
export type FaultMakers<F extends { kind: FaultKind }> = { readonly [K in F['kind']]: FaultMaker<K> };

/** A fault that met a request. */
export interface ActiveFault {
  readonly fault: Fault;
  readonly hooks: FaultHooks;
  readonly applied: number;
}
