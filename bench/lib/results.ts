import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../../scripts/lib/root.ts';
import type { Scope } from './scope.ts';
import type { Table } from './table.ts';

/** What a benchmark found: tables to print, the same and more as data, and what a reader must know of them. */
export interface Report {
  tables: Table[];
  figures: Record<string, unknown>;
  notes: string[];
}

export interface BenchContext {
  scope: Scope;
  /** Small sizes, to try a benchmark: its figures say nothing. */
  quick: boolean;
  /** Says what is going on. */
  log(line: string): void;
}

export interface Benchmark {
  name: string;
  about: string;
  run(context: BenchContext): Promise<Report>;
}

export function describeMachine(): Record<string, unknown> {
  const processors = cpus();
  return {
    cpu: processors[0]?.model ?? 'unknown',
    cpus: processors.length,
    memoryMb: Math.round(totalmem() / 2 ** 20),
    platform: `${process.platform} ${release()} ${process.arch}`,
    node: process.version,
  };
}

export interface MachineLoad {
  /** Load average of the last minute. */
  load: number;
  /** How busy the CPUs are just now, %, with nothing of ours running. */
  busyPercent: number;
}

/** What else the machine is doing; figures taken while others use the CPUs mean little. Takes a second. */
export async function measureLoad(): Promise<MachineLoad> {
  const read = (): { idle: number; all: number } => {
    const times = cpus().map((cpu) => cpu.times);
    const idle = times.reduce((sum, time) => sum + time.idle, 0);
    return {
      idle,
      all: times.reduce((sum, { user, nice, sys, idle: rest, irq }) => sum + user + nice + sys + rest + irq, 0),
    };
  };
  const before = read();
  await sleep(1000);
  const after = read();
  const busy = 1 - (after.idle - before.idle) / Math.max(1, after.all - before.all);
  return { load: Math.round((loadavg()[0] ?? 0) * 100) / 100, busyPercent: Math.round(busy * 100) };
}

/** The checkout's commit, with `+` when files differ from it. */
export function describeCommit(): string {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    return `${git('rev-parse', '--short=12', 'HEAD')}${git('status', '--porcelain') === '' ? '' : '+'}`;
  } catch {
    return 'none';
  }
}

/** Writes `bench/results/NAME.json` and returns its path. */
export function writeResult(name: string, result: object): string {
  const dir = join(root, 'bench', 'results');
  mkdirSync(dir, { recursive: true });
  const file = join(dir, `${name}.json`);
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
  return file;
}
