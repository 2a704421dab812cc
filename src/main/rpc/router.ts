import { implement } from '@orpc/server';
import { type AppEvent, contract } from '#shared/contract/index.ts';
import type { WorkspaceKind } from '#shared/model/connection.ts';
import { AppError } from '#shared/model/errors.ts';
import type { ConnectionService } from '../connection.ts';
import type { Ports } from '../ports.ts';
import { findCallDetail } from '../store/call-detail.ts';
import { readUnreadable } from '../store/call-list.ts';
import { priorities } from '../store/jobs.ts';
import type { Workspace } from '../workspace.ts';
import { createAgreementRouter } from './agreement-router.ts';
import { createBundleRouter, createReportRouter } from './bundle-router.ts';
import { createCompareRouter } from './compare-router.ts';
import { createCorrectionsRouter } from './corrections-router.ts';
import { createExchangeRouter } from './exchange-router.ts';
import { createFamiliesRouter, createTurnsRouter } from './families-router.ts';
import { createInsightsRouter } from './insights-router.ts';
import { createNotesRouter } from './notes-router.ts';
import { createQueueRouter } from './queue-router.ts';
import { createReviewerRouter, createReviewRouter } from './review-router.ts';
import { createScorecardsRouter } from './scorecards-router.ts';
import { createVotesRouter } from './votes-router.ts';

/** What the procedures work on; the workspace may change under them. */
export interface RouterContext {
  ports: Ports;
  workspace(): Workspace;
  connection(): ConnectionService;
  open(kind: WorkspaceKind): Promise<void>;
  subscribe(signal: AbortSignal | undefined): AsyncIteratorObject<AppEvent, void, void>;
  fetchRecording(callId: string): Promise<void>;
}

/** The contract's procedures, each a thin call into a service. */
export function createRouter(context: RouterContext) {
  const os = implement(contract);
  const { ports, workspace, connection } = context;
  return os.router({
    app: {
      info: os.app.info.handler(() => ({
        version: ports.version,
        capabilities: ports.capabilities,
        workspaceDir: workspace().dir,
      })),
      events: os.app.events.handler(({ signal }) => context.subscribe(signal)),
    },
    workspace: {
      open: os.workspace.open.handler(async ({ input }) => {
        await context.open(input.kind);
        return connection().describe();
      }),
    },
    connection: {
      get: os.connection.get.handler(() => connection().describe()),
      test: os.connection.test.handler(({ input }) => connection().test(input)),
      save: os.connection.save.handler(async ({ input }) => {
        await connection().save(input);
        startSync(workspace());
        return connection().describe();
      }),
      forget: os.connection.forget.handler(async () => {
        await connection().forget();
        return connection().describe();
      }),
      setDemoServer: os.connection.setDemoServer.handler(async ({ input }) => {
        await connection().setDemoServer(input.running);
        startSync(workspace());
        return connection().describe();
      }),
    },
    settings: {
      get: os.settings.get.handler(() => workspace().settings.get()),
      update: os.settings.update.handler(({ input }) => workspace().settings.update(input)),
    },
    calls: {
      list: os.calls.list.handler(({ input }) => workspace().readers.page(input)),
      facets: os.calls.facets.handler(() => workspace().readers.facets()),
      get: os.calls.get.handler(({ input }) => {
        const { db, recordings } = workspace();
        const detail = findCallDetail(db, input.id);
        if (!detail) throw new AppError('not-found', 'This call is not in the workspace; sync, then look again.');
        return { ...detail, recording: recordings.info(input.id) };
      }),
      timing: os.calls.timing.handler(({ input }) => workspace().timing.of(input.id)),
      setAgentChannel: os.calls.setAgentChannel.handler(async ({ input }) => {
        await workspace().timing.setAgentChannel(input.id, input.channel);
        return {};
      }),
      nudgeClock: os.calls.nudgeClock.handler(async ({ input }) => {
        await workspace().timing.nudgeClock(input.id, input.nudgeMs);
        return {};
      }),
      opened: os.calls.opened.handler(async ({ input }) => {
        workspace().lookAt(input.id);
        await workspace().sync.ask([input.id], priorities.open);
        return {};
      }),
      erase: os.calls.erase.handler(async ({ input }) => {
        await workspace().erase(input.id);
        return {};
      }),
      neighbours: os.calls.neighbours.handler(({ input }) => workspace().readers.neighbours(input)),
      unreadable: os.calls.unreadable.handler(() => readUnreadable(workspace().db)),
    },
    queue: createQueueRouter(() => workspace().queue),
    review: createReviewRouter(() => workspace().review),
    reviewer: createReviewerRouter(() => workspace().review),
    agreement: createAgreementRouter(() => workspace().agreement),
    votes: createVotesRouter(() => workspace().readers),
    notes: createNotesRouter(() => workspace().readers),
    turns: createTurnsRouter(() => workspace().readers),
    families: createFamiliesRouter(
      () => workspace().readers,
      () => workspace().families,
    ),
    corrections: createCorrectionsRouter(() => workspace().readers),
    compare: createCompareRouter(() => workspace().compare),
    exchange: createExchangeRouter(workspace),
    bundle: createBundleRouter(workspace),
    report: createReportRouter(workspace),
    scorecards: createScorecardsRouter(),
    insights: createInsightsRouter(() => workspace().insights),
    recordings: {
      fetch: os.recordings.fetch.handler(async ({ input }) => {
        await context.fetchRecording(input.callId);
        return workspace().recordings.info(input.callId);
      }),
      pin: os.recordings.pin.handler(async ({ input }) => {
        await workspace().keeping.pin(input.callId, input.pinned);
        return workspace().recordings.info(input.callId);
      }),
      planMatching: os.recordings.planMatching.handler(async ({ input }) => {
        const { missing, ...plan } = await workspace().keeping.plan(input.filter);
        return { ...plan, missing: missing.length };
      }),
      fetchMatching: os.recordings.fetchMatching.handler(async ({ input }) => {
        const { missing } = await workspace().keeping.plan(input.filter);
        await workspace().sync.ask(missing, priorities.wanted);
        startSync(workspace(), { list: false });
        return { queued: missing.length };
      }),
      cache: os.recordings.cache.handler(() => workspace().keeping.cache()),
    },
    sync: {
      status: os.sync.status.handler(() => workspace().sync.status()),
      start: os.sync.start.handler(() => {
        startSync(workspace());
        return workspace().sync.status();
      }),
      cancel: os.sync.cancel.handler(async () => {
        await workspace().sync.cancel();
        return workspace().sync.status();
      }),
      pause: os.sync.pause.handler(async () => {
        await workspace().sync.pause();
        return workspace().sync.status();
      }),
      resume: os.sync.resume.handler(async () => {
        await workspace().sync.resume();
        return workspace().sync.status();
      }),
      retryFailed: os.sync.retryFailed.handler(async () => {
        await workspace().sync.retryFailed();
        startSync(workspace(), { list: false });
        return workspace().sync.status();
      }),
    },
  });
}

/** Starts a sync nobody waits for: how it goes is told by `sync.changed`. */
function startSync({ sync, settings }: Workspace, options: { list?: boolean } = {}): void {
  sync.run({ recordings: settings.get().downloadRecordings, askedRecordings: true, ...options }).catch(() => undefined);
}

export type AppRouterImplementation = ReturnType<typeof createRouter>;
