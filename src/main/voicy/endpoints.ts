import type { Generation } from '#shared/model/connection.ts';
import type { BaseUrl } from './base-url.ts';

/** The three ways the vendor lays out its paths. `shared` serves both `v1` and `legacy`; `short` is in the docs only. */
export type PathFamily = 'functions' | 'shared' | 'short';

/** In which order to look for the list. A right address costs at most one wasted request. */
export function familyOrder(base: BaseUrl, told: Generation | undefined): PathFamily[] {
  const functionsFirst = told === undefined ? base.prefersFunctions : told === 'functions';
  return functionsFirst ? ['functions', 'shared', 'short'] : ['shared', 'functions', 'short'];
}

export function listUrl(base: BaseUrl, family: PathFamily): string {
  if (family === 'shared') return `${base.root}/v1/list-calls`;
  return `${base.root}${family === 'functions' ? '/functions/v1' : '/v1'}/call-list`;
}

/** The id is one path segment, whatever is in it. */
export function getUrl(base: BaseUrl, family: PathFamily, id: string): string {
  const segment = encodeURIComponent(id);
  if (family === 'shared') return `${base.root}/v1/get-call/${segment}`;
  return `${base.root}${family === 'functions' ? '/functions/v1' : '/v1'}/call-get/${segment}`;
}
